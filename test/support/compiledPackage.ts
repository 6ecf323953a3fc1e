/** Real packages with what the real compiler says about them. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { PackageEscapes } from '../../server/src/analysis/escape/escapeHint.ts';
import { explainPackage } from '../../server/src/analysis/escape/explainPackage.ts';
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
	const directory = await mkdtemp(join(tmpdir(), 'published-'));
	try {
		await writeFile(join(directory, 'go.mod'), 'module example.com/x\n\ngo 1.21\n');
		await writeFile(join(directory, 'x.go'), `package x\n\nimport _ "${wanted.package}"\n`);
		const env = { ...process.env, GOTOOLCHAIN: wanted.go, GOFLAGS: '-mod=mod -buildvcs=false', GOWORK: 'off' };
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
export async function whyNoPublished(): Promise<string | undefined> {
	try {
		await run('go', ['mod', 'download', 'github.com/tidwall/gjson@v1.18.0'], {
			cwd: tmpdir(),
			env: { ...process.env, GOFLAGS: '-mod=mod' },
			timeout: 60_000,
		});
		return undefined;
	} catch (error) {
		return error instanceof Error ? (error.message.split('\n').at(1) ?? error.message) : String(error);
	}
}
