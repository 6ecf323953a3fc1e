/** Finding out that a module is linked without the linker's check of linknames: `-checklinkname=0`, since Go 1.23. */

/** True for the value of GOFLAGS, or the arguments of a build, that switch the check off. */
export function disablesLinknameCheck(flags: string): boolean {
	return flagPattern.test(flags);
}

// A boolean flag of Go's package flag: the value stands behind `=`, and not behind a blank.
const flagPattern = /(?:^|[\s"'=`,[])-{1,2}checklinkname=(?:0|f|F|false|False|FALSE)(?![\w.])/;

/** The 1-based line of a build script that switches the check off; comments do not count. */
export function lineThatDisablesCheck(script: string): number | undefined {
	if (!script.includes('checklinkname')) return undefined;
	const lines = script.split('\n');
	const at = lines.findIndex((line) => disablesLinknameCheck(line.replace(/(?:^|\s)#.*|^\s*\/\/.*/, '')));
	return at < 0 ? undefined : at + 1;
}

/** The files whose text a build script takes for its flags: `$(shell cat release/LDFLAGS)`, `$(< flags)`, `include build/flags.mk`. */
export function includedByScript(script: string): string[] {
	const read = script.matchAll(/(?:\bcat\s+|\$\(<\s*|^[ \t]*-?include[ \t]+)["']?([\w./-]+)/gm);
	return [...new Set([...read].map((match) => match[1] ?? ''))].filter((path) => !path.startsWith('/'));
}

/** Directories that hold what a build runs, as far as the module's or the repository's own directory holds them; with what is below them. */
export const scriptDirectories: readonly string[] = [
	...['.github', '.circleci', '.vscode', '.devcontainer', '.ci', 'ci', 'scripts', 'script', 'build', 'hack', 'docker'],
	...['release', 'make', 'magefiles', 'packaging', 'tools', 'deploy', 'contrib'],
];

/** Beside its sources a program may have a Makefile or a Dockerfile of its own. */
export const programDirectories: readonly string[] = ['cmd'];

/** Files that say that Bazel builds what is below: flags then stand in the BUILD files of the packages. */
export function isBazelRoot(fileName: string): boolean {
	return /^(?:MODULE\.bazel|WORKSPACE(?:\.bazel)?)$/.test(fileName);
}

const scriptNames = new RegExp(
	`^(?:${[
		String.raw`(?:GNU|BSD)?[Mm]akefile(?:\.(?!md$)\w+)?|.*\.(?:mk|mak)`,
		String.raw`[Tt]askfile(?:\.dist)?\.ya?ml|[Jj]ustfile|.*\.just|Rakefile|Earthfile|Tiltfile|Jenkinsfile|[Mm]agefile\w*\.go|mage\.go`,
		String.raw`\.?goreleaser(?:[.-].*)?\.ya?ml`,
		String.raw`.*\.(?:sh|bash|zsh|bat|cmd|ps1|nix|spec|bzl|star)|BUILD(?:\.bazel)?|\.bazelrc|PKGBUILD|CMakeLists\.txt|meson\.build`,
		String.raw`(?:Dockerfile|Containerfile)(?:\..*)?|.*\.[Dd]ockerfile|(?:docker-)?compose(?:\..*)?\.ya?ml`,
		String.raw`\.gitlab-ci\.yml|\.travis\.yml|\.drone\.ya?ml|\.woodpecker\.ya?ml|azure-pipelines\.ya?ml|cloudbuild\.ya?ml|appveyor\.yml`,
		String.raw`\.air\.toml|\.env(?:rc)?|package\.json`,
	].join('|')})$`,
);

/** True for a file at the top of a module or repository that says how things are built. */
export function isBuildScript(fileName: string): boolean {
	return scriptNames.test(fileName);
}

/**
 * The same for a file in one of the {@link scriptDirectories}: whatever is no source of a program may hold flags there.
 *
 * @param directory as the script directories are spelt, with what is below it: `magefiles/sub`
 */
export function isBuildFile(fileName: string, directory: string): boolean {
	return (
		isBuildScript(fileName) ||
		(/^magefiles(?:\/|$)/.test(directory) && fileName.endsWith('.go')) ||
		/^[^.]*$|\.(?:ya?ml|json|toml|txt|env|conf|flags|py|rb|js|mjs|ts|pl)$/i.test(fileName) ||
		/^mage.*\.go$/.test(fileName)
	);
}
