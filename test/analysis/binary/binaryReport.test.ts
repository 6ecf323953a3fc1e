/** Programs that Go builds, read from their bytes alone: what is found equals what Go's own tools say of them. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BinaryReport, readBinary } from '../../../server/src/analysis/binary/binaryReport.ts';
import { compareReports } from '../../../server/src/analysis/binary/compareReports.ts';
import { goPath, writeFiles } from '../../support/go.ts';
import '../../support/seed.ts';

const files = {
	'go.mod': 'module example.com/m\n\ngo 1.21\n\nrequire example.com/dep v1.0.0\n\nreplace example.com/dep => ./dep\n',
	'main.go': `package main

import (
	_ "example.com/dep"
	"example.com/m/a.b"
)

var table = [4]int{1, 2, 3, 4}

//go:noinline
func pick[T any](all []T, at int) T { return all[at] }

func main() { println(p.Shown(), pick(table[:], 1), pick([]string{"x"}, 0)) }
`,
	'a.b/p.go': 'package p\n\nimport _ "unsafe"\n\nfunc Shown() int\n',
	'a.b/p.s': '',
	'dep/go.mod': 'module example.com/dep\n\ngo 1.21\n',
	'dep/dep.go': `package dep

import _ "unsafe"

//go:linkname shown example.com/m/a%2eb.Shown
//go:noinline
func shown() int { return 7 }
`,
};

/** The builds that are tried: with `LONG=1` other systems too, whose standard library is compiled first. */
const systems =
	process.env['LONG'] === '1' ? ['linux/amd64', 'windows/amd64', 'darwin/arm64', 'linux/386'] : ['linux/amd64'];
interface Build {
	readonly system: string;
	readonly flags: readonly string[];
}

const builds: readonly Build[] = systems.flatMap((system) => [
	{ system, flags: [] },
	{ system, flags: ['-ldflags=-s -w'] },
]);

describe.skipIf(goPath === undefined)('a program', () => {
	let module = '';
	let plain: BinaryReport;
	let stripped: BinaryReport;

	beforeAll(() => {
		module = mkdtempSync(join(realpathSync(tmpdir()), 'linkscape-binary-'));
		writeFiles(module, files);
		for (const build of builds) make(build);
		plain = reportOf(fileOf(builds[0]));
		stripped = reportOf(fileOf(builds[1]));
	});
	afterAll(() => rmSync(module, { recursive: true, force: true }));

	test.each(builds)('$system $flags adds up to its file', (build) => {
		const { system, flags } = build;
		const file = fileOf(build);
		const report = reportOf(file);
		const size = readFileSync(file).length;
		const sum = [
			...report.packages.flatMap(({ code, data }) => [code, data]),
			...report.parts.map(({ bytes }) => bytes),
		];
		expect(sum.reduce((total, bytes) => total + bytes, 0)).toBe(size);
		expect(report.parts.every(({ bytes }) => bytes > 0)).toBe(true);
		expect(report.arch).toBe(system.split('/')[1]);
		expect(report.isStatic).toBe(system.startsWith('linux'));
		expect(report.hasSymbols).toBe(flags.length === 0);
		expect(report.writableExecutable).toEqual([]);
	});

	test.each(builds)('$system $flags says how it was built', (one) => {
		const file = fileOf(one);
		const { build } = reportOf(file);
		// It quotes values with blanks.
		const said = go('version', '-m', file).replaceAll('"', '');
		expect(said).toContain(`: ${build?.go}\n`);
		expect(said).toContain(`\tpath\t${build?.path}\n`);
		expect(said).toContain(`\tmod\t${build?.main?.path}\t`);
		expect(build?.dependencies).toMatchObject([{ path: 'example.com/dep', replaced: { path: './dep' } }]);
		for (const [key, value] of build?.settings ?? []) expect(said).toContain(`\tbuild\t${key}=${value}`);
	});

	// go tool nm is compiled first.
	test.runIf(process.env['LONG'] === '1')('has the functions that Go lists', () => {
		const file = fileOf(builds[0]);
		const listed = go('tool', 'nm', file)
			.split('\n')
			.flatMap((line) => / [Tt] (?<name>\S+)$/.exec(line)?.groups?.['name'] ?? []);
		expect(listed.length).toBeGreaterThan(1000);
		const names = new Set(plain.largest.map(({ name }) => name));
		expect(plain.functions).toBeGreaterThan(0.9 * listed.length);
		expect(
			[...names].filter((name) => name.startsWith('runtime.') && !go('tool', 'nm', file).includes(` ${name}\n`)),
		).toEqual([]);
	});

	test('has the same functions when it is stripped', () => {
		const code = (report: BinaryReport) =>
			report.packages
				.filter(({ functions }) => functions > 0)
				.map(({ package: path, code: bytes }) => `${path} ${bytes}`)
				.sort();
		expect(code(stripped)).toEqual(code(plain));
		expect(stripped.code).toBe(plain.code);
	});

	test('shows bodies that were pushed, and instances of generic functions', () => {
		for (const report of [plain, stripped]) {
			expect(report.pushed).toContainEqual({
				symbol: 'example.com/m/a%2eb.Shown',
				from: expect.stringMatching(/dep$/),
			});
			expect(report.pushed.filter(({ symbol }) => symbol.startsWith('main.'))).toEqual([]);
			expect(report.generics).toContainEqual({ name: 'main.pick', instances: 2, bytes: expect.any(Number) });
		}
	});

	test('differs from its stripped form in symbols and debug information only', () => {
		const difference = compareReports(plain, stripped);
		expect(difference.code).toBe(0);
		expect(difference.debugInformation).toBe(-plain.debugInformation);
		expect(difference.packages.filter(({ code }) => code !== 0)).toEqual([]);
		expect(difference.modules).toEqual([]);
	});

	test('may be damaged in any way', () => {
		const bytes = readFileSync(fileOf(builds[0]));
		const damaged = fc.oneof(
			fc.nat(bytes.length - 1).map((length) => bytes.subarray(0, length)),
			// Headers are what leads astray.
			fc.array(fc.tuple(fc.nat(4095), fc.nat(255)), { minLength: 1, maxLength: 8 }).map((changes) => {
				const copy = Uint8Array.from(bytes);
				for (const [at, byte] of changes) copy[at] = byte;
				return copy;
			}),
		);
		const property = fc.property(damaged, (file) => {
			const read = readBinary(file);
			if (read.kind === 'unreadable') expect(read.problem).toMatch(/^is (?:damaged: |neither )/);
		});
		fc.assert(property, { numRuns: 40 });
	});

	function make(build: Build): void {
		const [GOOS, GOARCH] = build.system.split('/');
		const env = { ...process.env, GOOS, GOARCH, CGO_ENABLED: '0', GOFLAGS: '-buildvcs=false' };
		execFileSync(goPath ?? '', ['build', ...build.flags, '-o', fileOf(build), '.'], { cwd: module, env });
	}

	function fileOf(build: Build | undefined): string {
		return join(module, `${build?.system.replace('/', '-')}${build?.flags.length}`);
	}

	function go(...args: readonly string[]): string {
		return execFileSync(goPath ?? '', args, { cwd: module, encoding: 'utf8', maxBuffer: 1 << 26 });
	}
});

test.each([
	['nothing', ''],
	['text', 'package main\n'],
	['ELF and no more', '\x7fELF'],
	['a Java class', '\xca\xfe\xba\xbe\0\0\0\x34'],
])('%s is no program', (_, text) => {
	expect(readBinary(Uint8Array.from(text, (letter) => letter.charCodeAt(0)))).toMatchObject({ kind: 'unreadable' });
});

function reportOf(file: string): BinaryReport {
	const read = readBinary(readFileSync(file));
	if (read.kind === 'unreadable') throw new Error(`${file} ${read.problem}`);
	return read.report;
}
