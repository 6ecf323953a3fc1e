/** Real packages with what the real compiler says about them. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { PackageEscapes } from '../../server/src/analysis/escape/escapeHint.ts';
import { explainPackage } from '../../server/src/analysis/escape/explainPackage.ts';
import { askGo, gorootOf } from './downloads.ts';
import { goParser } from './goParser.ts';

const run = promisify(execFile);

export interface WantedPackage {
	/** `gopkg.in/yaml.v3@v3.0.1`, or `std@go1.26.8`. */
	readonly module: string;
	readonly package: string;
	/** `go1.26.8`. */
	readonly go: string;
}

/** Compiles a published package; modules and toolchains come from the module proxy when they are not on the disk. */
export async function explainPublished(wanted: WantedPackage): Promise<PackageEscapes> {
	// The go command tells of downloads in between; what it says here is read.
	gorootOf(wanted.go.slice(2));
	if (!wanted.module.startsWith('std@')) askGo(['mod', 'download', wanted.module]);
	const directory = await mkdtemp(join(tmpdir(), 'published-'));
	try {
		await writeFile(join(directory, 'go.mod'), 'module example.com/x\n\ngo 1.21\n');
		await writeFile(join(directory, 'x.go'), `package x\n\nimport _ "${wanted.package}"\n`);
		// Without cgo, as nearly all tests build: the standard library is compiled once for all of them.
		const env = {
			...process.env,
			CGO_ENABLED: '0',
			GOTOOLCHAIN: wanted.go,
			GOFLAGS: '-mod=mod -buildvcs=false',
			GOWORK: 'off',
		};
		const go = (...args: string[]) => run('go', args, { cwd: directory, env, maxBuffer: 1 << 28 });
		if (!wanted.module.startsWith('std@')) await go('get', wanted.module);
		const { stdout, stderr } = await go(
			...['list', '-export', '-gcflags=-m=2', '-trimpath=false'],
			...['-f', '{{range .GoFiles}}{{$.Dir}}/{{.}}\n{{end}}', wanted.package],
		);
		const files = stdout.split('\n').filter((line) => line !== '');
		const sources = new Map(
			await Promise.all(files.map(async (file) => [file, await readFile(file, 'utf8')] as const)),
		);
		return explainPackage(stderr, sources, { directory, goVersion: wanted.go, parser: await goParser() });
	} finally {
		await rm(directory, { recursive: true, force: true });
	}
}

/** Why the module proxy cannot be asked; `undefined` when it can. */
export function whyNoPublished(): string | undefined {
	try {
		askGo(['mod', 'download', 'github.com/tidwall/gjson@v1.18.0']);
		return undefined;
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
}
