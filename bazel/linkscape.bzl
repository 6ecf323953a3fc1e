"""Checks Go modules with Linkscape: one action for each module, and one that merges their results.

    load("//bazel:linkscape.bzl", "linkscape_check", "linkscape_report")

    linkscape_check(name = "lib_check", module = "lib/go.mod", srcs = glob(["lib/**"]), version = "1.26.8")
    linkscape_report(name = "report", checks = [":lib_check", ":app_check"])

Each action sees the files of its module only, and judges by the recorded facts of a Go release, so that it needs no Go, no network and no
home directory: its result may come from any cache or machine.
"""

def _check_impl(ctx):
    result = ctx.actions.declare_file(ctx.label.name + ".json")
    ctx.actions.run_shell(
        outputs = [result],
        inputs = depset(ctx.files.srcs + [ctx.file.module], transitive = [ctx.attr._linkscape[DefaultInfo].files]),
        # Findings are no failure of the action; what could not be checked is.
        command = """
set -u
code=0
"$1" "$2" check --go "$3" --goos "$4" --goarch "$5" --format json "$(dirname "$6")" > "$7" || code=$?
[ "$code" -le 1 ] || exit "$code"
""",
        arguments = [
            ctx.attr.node,
            ctx.file._program.path,
            ctx.attr.version,
            ctx.attr.goos,
            ctx.attr.goarch,
            ctx.file.module.path,
            result.path,
        ],
        env = {"HOME": "/nonexistent"},
        mnemonic = "LinkscapeCheck",
        progress_message = "Checking linknames of %{label}",
    )
    return [DefaultInfo(files = depset([result]))]

linkscape_check = rule(
    implementation = _check_impl,
    doc = "The findings of one module, as JSON.",
    attrs = {
        "module": attr.label(allow_single_file = ["go.mod"], mandatory = True),
        "srcs": attr.label_list(allow_files = True, doc = "All files of the module."),
        "version": attr.string(mandatory = True, doc = "The Go release to judge by, or several: 1.22,1.27."),
        "goos": attr.string(default = "linux"),
        "goarch": attr.string(default = "amd64"),
        "node": attr.string(default = "node", doc = "Node 20.19 or newer: a name on PATH, or an absolute path."),
        "_linkscape": attr.label(default = "@linkscape//:program"),
        "_program": attr.label(default = "@linkscape//:server/out/cliMain.mjs", allow_single_file = True),
    },
)

def _report_impl(ctx):
    report = ctx.actions.declare_file(ctx.label.name + "." + ctx.attr.format)
    ctx.actions.run_shell(
        outputs = [report],
        inputs = depset(ctx.files.checks, transitive = [ctx.attr._linkscape[DefaultInfo].files]),
        command = """
set -u
out="$1"; shift
code=0
"$@" > "$out" || code=$?
[ "$code" -le 1 ] || exit "$code"
""",
        arguments = [report.path, ctx.attr.node, ctx.file._program.path, "merge", "--format", ctx.attr.format] +
                    [check.path for check in ctx.files.checks],
        env = {"HOME": "/nonexistent"},
        mnemonic = "LinkscapeMerge",
        progress_message = "Merging linkname findings of %{label}",
    )
    return [DefaultInfo(files = depset([report]))]

linkscape_report = rule(
    implementation = _report_impl,
    doc = "The findings of several modules in one report.",
    attrs = {
        "checks": attr.label_list(mandatory = True),
        "format": attr.string(default = "sarif"),
        "node": attr.string(default = "node"),
        "_linkscape": attr.label(default = "@linkscape//:program"),
        "_program": attr.label(default = "@linkscape//:server/out/cliMain.mjs", allow_single_file = True),
    },
)
