/**
 * Fixes of pulls that the linker refuses or does not find, in published modules. `go build` of a library links nothing, so
 * a program that refers to the pull is linked: it does not link before, and it does after.
 */
import { readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';
import type { Finding, Fix, FixAction } from '../../../server/src/analysis/finding.ts';
import { scanGoFile } from '../../../server/src/analysis/source/scanGoFile.ts';
import { writeFiles } from '../../support/go.ts';
import { gorootOf, moduleDirectory } from '../../support/downloads.ts';
import { copyOf, saved } from './publishedModules.ts';
import { apply, findingsIn, go, goOn, type Ran } from './support.ts';

/** `PUBLISHED='module@version …'` names others, `PUBLISHED_GO=1.23.12` another Go. */
const modules = (
	process.env['PUBLISHED'] ?? 'github.com/zhangyunhao116/fastrand@v0.3.0 github.com/fjl/memsize@v0.0.2'
).split(' ');
const release = process.env['PUBLISHED_GO'] ?? '1.26.8';
const platforms = ['linux/amd64', 'windows/amd64', 'darwin/arm64', 'freebsd/amd64', 'linux/arm64', 'linux/386'];

for (const name of modules) {
	const source = gorootOf(release) ? moduleDirectory(name) : undefined;
	test.skipIf(source === undefined)(
		name,
		async () => {
			const module = copyOf(source ?? '');
			let mended = 0;
			const broken = (await findingsIn(module, release)).filter(
				({ rule, severity }) => severity === 'error' && (rule === 'linkname-refused' || rule === 'linkname-undefined'),
			);
			const targets = broken.flatMap(({ target }) => target ?? []);
			for (const finding of broken) {
				const promises = finding.fixes.filter(isPromise);
				if (promises.length === 0) continue;
				const what = `${relative(module, finding.file)}: ${finding.target}`;
				const build = await buildWith(finding);
				const remove = await addProgram(module, finding);
				const before = await linked(module, build);
				expect(before.ok, what).toBe(false);
				// The linker names the first one that it meets.
				const complaint = /invalid reference to (\S+)|relocation target (\S+) not defined/.exec(before.output);
				expect(targets, `${what}: ${before.output}`).toContain(complaint?.[1] ?? complaint?.[2]);
				for (const fix of promises) {
					const undo = saved(fix);
					apply(fix);
					expect(await linked(module, build, fix.action), `${what}: ${fix.title}`).toMatchObject({ ok: true });
					undo();
					mended++;
				}
				remove();
			}
			expect(mended).toBeGreaterThan(0);
		},
		600_000,
	);
}

/** A fix after which the pull is not refused any more: an edit, or a flag for the build. */
function isPromise({ edits, action }: Fix): boolean {
	return edits.length > 0 || action?.kind === 'copy';
}

interface Build {
	readonly platform: string;
	readonly flags: readonly string[];
}

/** The first build that has the file. */
async function buildWith({ file, message }: Finding): Promise<Build> {
	const tags = /-tags=([^\s)]+)/.exec(message)?.[1];
	const flags = tags === undefined ? [] : [`-tags=${tags}`];
	for (const platform of platforms) {
		const { output } = await goOn(
			platform,
			dirname(file),
			release,
			'list',
			...flags,
			'-f',
			'{{join .GoFiles "\\n"}}',
			'.',
		);
		if (output.split('\n').includes(basename(file))) return { platform, flags };
	}
	throw new Error(`no build has ${file}`);
}

const program = 'linkscapeprogram';

/** Adds a file to the package that refers to the pull, and a program that refers to the file. Returns what removes both. */
async function addProgram(module: string, { file, span }: Finding): Promise<() => void> {
	const text = readFileSync(file, 'utf8');
	const [, local = ''] = /^\/\/go:linkname\s+(\S+)/.exec(text.slice(text.lastIndexOf('\n', span.start) + 1)) ?? [];
	const { packageName } = scanGoFile(text);
	const directory = dirname(file);
	const { output } = await go(directory, release, 'list', '-f', '{{.ImportPath}}', '.');
	const reference = join(relative(module, directory), 'linkscape_reference.go');
	writeFiles(module, {
		[reference]: `package ${packageName}\n\nfunc LinkscapeReference() interface{} { return ${local} }\n`,
		[`${program}/main.go`]: `package main\n\nimport p ${JSON.stringify(output.trim())}\n\nfunc main() { println(p.LinkscapeReference()) }\n`,
	});
	return () => {
		rmSync(join(module, reference));
		rmSync(join(module, program), { recursive: true });
	};
}

/** Whether the program links; a fix that is a flag is given to the build. */
function linked(module: string, { platform, flags }: Build, action?: FixAction): Promise<Ran> {
	const more = action?.kind === 'copy' ? [action.text] : [];
	return goOn(platform, module, release, 'build', ...flags, ...more, '-o', '/dev/null', `./${program}`);
}
