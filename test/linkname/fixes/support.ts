/** Modules on disk whose fixes are applied for real, and the Go releases that judge the result. */
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Finding, Fix } from '../../../server/src/analysis/finding.ts';
import type { FileFacts } from '../../../server/src/analysis/linkname/fileFacts.ts';
import { targetFixes } from '../../../server/src/analysis/linkname/fixes/targetFixes.ts';
import { parseTable } from '../../../server/src/analysis/syntax/syntaxCache.ts';
import { applyEdits } from '../../../server/src/analysis/text/textEdit.ts';
import { bundledTargets } from '../../../server/src/bundledTargets.ts';
import { checkTree } from '../../../server/src/linkname/check/checkTree.ts';
import { checkTreeTargets } from '../../../server/src/linkname/standard/checkTreeTargets.ts';
import { goPath } from '../../support/go.ts';
import { goParser } from '../../support/goParser.ts';
import { gorootOf } from '../../support/downloads.ts';

const targets = bundledTargets({});
const never = new AbortController().signal;

/** The findings of a module as this release sees it, with all fixes. */
export async function findingsIn(module: string, release: string): Promise<readonly Finding[]> {
	const parser = await goParser();
	const context = {
		go: `go${release}`,
		goroot: gorootOf(release),
		goos: 'linux',
		goarch: 'amd64',
		cgo: false,
		tags: [],
	};
	const fixes = targetFixes(({ file }: FileFacts) => parseTable(parser, file.text));
	const check = checkTreeTargets(context, {}, targets, never, fixes);
	const request = { paths: [module], directory: module, toolchain: context.go };
	return (await checkTree(request, check, never)).findings;
}

/** Writes what the fix says, as an editor does. */
export function apply(fix: Fix): void {
	for (const edit of fix.edits) {
		if (edit.kind === 'delete') rmSync(edit.file);
		else if (edit.kind === 'create') {
			mkdirSync(dirname(edit.file), { recursive: true });
			writeFileSync(edit.file, edit.text, { flag: 'wx' });
		} else writeFileSync(edit.file, applyEdits(readFileSync(edit.file, 'utf8'), edit.edits));
	}
}

export interface Ran {
	readonly ok: boolean;
	readonly output: string;
}

export function go(module: string, release: string, ...args: readonly string[]): Promise<Ran> {
	return goOn('/', module, release, ...args);
}

/** @param platform `windows/amd64`; `/` is this machine's */
export async function goOn(
	platform: string,
	module: string,
	release: string,
	...args: readonly string[]
): Promise<Ran> {
	const [GOOS, GOARCH] = platform.split('/');
	// Or the first run of a release would tell of its download, and that is no output of the program.
	gorootOf(release);
	const env = {
		...process.env,
		GOTOOLCHAIN: `go${release}`,
		CGO_ENABLED: '0',
		// Nobody debugs these programs: a third of the time of a link is the debugger's.
		GOFLAGS: '-buildvcs=false -ldflags=-s',
		GOOS,
		GOARCH,
	};
	try {
		const { stdout, stderr } = await promisify(execFile)(goPath ?? '', [...args], { cwd: module, env });
		return { ok: true, output: stdout + stderr };
	} catch (error) {
		const { stdout, stderr } = error as { stdout: string; stderr: string };
		return { ok: false, output: `${stdout}${stderr}` };
	}
}

/** Files that gofmt would change; those with CRLF as it sees them with LF. */
export function unformatted(module: string): string[] {
	const gofmt = join(dirname(goPath ?? ''), 'gofmt');
	// One process for all files; what it names may be named for its line ends only.
	const { status, stdout, stderr } = spawnSync(gofmt, ['-l', module], { encoding: 'utf8', maxBuffer: 1 << 28 });
	if (status !== 0) throw new Error(stderr);
	const named = stdout.split('\n').filter((path) => path !== '');
	return named.filter((path) => {
		const text = readFileSync(path, 'utf8')
			.replaceAll('\r\n', '\n')
			.replace(/^\ufeff/, '');
		return execFileSync(gofmt, { input: text, encoding: 'utf8', maxBuffer: 1 << 28 }) !== text;
	});
}
