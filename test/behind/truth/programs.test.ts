/**
 * Programs of several releases and systems beside readelf, llvm-readobj, `go tool nm` and `go version -m`: `npm run behind-truth -- programs`.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { symbolPackage } from '../../../server/src/analysis/allocations/symbolPackage.ts';
import { type BinaryReport, readBinary } from '../../../server/src/analysis/binary/binaryReport.ts';
import { unescapeImportPath } from '../../../server/src/analysis/linker/symbolName.ts';
import { goPath, goTest, temporaryModule } from '../../support/go.ts';
import { compared } from './builds.ts';

const files = {
	'go.mod': 'module example.com/m\n\ngo 1.21\n',
	'main.go': `package main

import (
	"encoding/json"
	"fmt"
	"net/url"
	"os"
)

var table [4096]*int
var plain [8192]byte

func main() {
	u, err := url.Parse(os.Args[0])
	json.NewEncoder(os.Stdout).Encode(u)
	fmt.Println(err, table[len(os.Args)], plain[len(os.Args)])
}
`,
	'c/main.go': `package main

// int twice(int x) { return 2 * x; }
import "C"

import "os"

func main() { os.Exit(int(C.twice(21))) }
`,
};

const releases = process.env['TRUTH_GO']?.split(',') ?? [
	...['1.21.13', '1.22.12', '1.23.12', '1.24.12', '1.25.8', '1.26.8', '1.27.0'],
];
const systems = ['linux/amd64', 'linux/arm64', 'linux/386', 'windows/amd64', 'darwin/arm64'];
const variants: readonly (readonly [string, readonly string[]])[] = [
	['plain', []],
	['stripped', ['-ldflags=-s -w']],
	['pie', ['-buildmode=pie']],
	['cgo', []],
];

describe.runIf(compared.includes('programs')).each(releases)('programs of Go %s', (release) => {
	goTest.each(systems)(
		'for %s',
		(system) => {
			const root = temporaryModule(files);
			const [GOOS = '', GOARCH = ''] = system.split('/');
			const plain = { ...process.env, GOTOOLCHAIN: `go${release}`, GOFLAGS: '-buildvcs=false', GOWORK: 'off' };
			const tool = (...args: string[]) =>
				execFileSync(goPath ?? '', args, { cwd: root, env: plain, encoding: 'utf8', maxBuffer: 1 << 28 });
			const reports = new Map<string, BinaryReport>();
			for (const [variant, flags] of variants) {
				if (variant === 'cgo' && system !== 'linux/amd64') continue;
				// The linker for 386 wants a C compiler for it.
				if (variant === 'pie' && system === 'linux/386') continue;
				const file = join(root, variant);
				const env = { ...plain, GOOS, GOARCH, CGO_ENABLED: variant === 'cgo' ? '1' : '0' };
				const args = ['build', ...flags, '-o', file, variant === 'cgo' ? './c' : '.'];
				execFileSync(goPath ?? '', args, { cwd: root, env, stdio: 'pipe' });
				const read = readBinary(readFileSync(file));
				if (read.kind === 'unreadable') throw new Error(`${file} ${read.problem}`);
				const { report } = read;
				reports.set(variant, report);
				const said = {
					...shapeOf(file, GOOS),
					build: tool('version', '-m', file).split('\n')[0]?.replace(/^.*: /, ''),
				};
				expect({ ...ownShape(report, GOOS), build: report.build?.go }, `${variant} ${system}`).toEqual(said);
				const module = tool('version', '-m', file).replaceAll('"', '');
				for (const [key, value] of report.build?.settings ?? []) expect(module).toContain(`\tbuild\t${key}=${value}`);
				expect(sumOf(report)).toBe(statSync(file).size);
				// Up to Go 1.21 the linker kept the symbols of programs for macOS.
				const isStripped = variant === 'stripped' && !(GOOS === 'darwin' && release.startsWith('1.21'));
				expect([variant, report.hasSymbols]).toEqual([variant, !isStripped]);
				expect(report.usesCgo).toBe(variant === 'cgo');
				if (variant === 'plain') compareCode(report, tool('tool', 'nm', '-size', '-type', file));
			}
			const code = (variant: string) =>
				reports
					.get(variant)
					?.packages.filter(({ functions }) => functions > 0)
					.map(({ package: path, code: bytes }) => `${path} ${bytes}`)
					.sort();
			expect(code('stripped')).toEqual(code('plain'));
		},
		3_600_000,
	);
});

/** What is in the file, by the report. */
function ownShape(report: BinaryReport, goos: string) {
	const { sections, needed, interpreter, isPositionIndependent, relro, hasExecutableStack } = report;
	const common = {
		sections: sections.map(({ name, address, size, diskSize }) => `${name} ${address} ${size} ${diskSize}`),
		needed: [...needed],
		isPositionIndependent,
	};
	return goos === 'linux' ? { ...common, interpreter, relro, hasExecutableStack } : common;
}

/** The same by readelf or llvm-readobj. */
function shapeOf(file: string, goos: string) {
	return goos === 'linux' ? elfShape(file) : otherShape(file, goos);
}

function run(program: string, ...args: readonly string[]): string {
	return execFileSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 28, env: { ...process.env, LC_ALL: 'C' } });
}

function elfShape(file: string) {
	const text = run('readelf', '--wide', '--file-header', '--sections', '--segments', '--dynamic', file);
	const sections = [...text.matchAll(/^ +\[ *\d+\] (\S+) +(\S+) +([0-9a-f]+) ([0-9a-f]+) ([0-9a-f]+) /gm)]
		.filter(([, , type]) => type !== 'NULL')
		.map(([, name, type, address = '', , size = '']) => {
			const bytes = Number.parseInt(size, 16);
			return `${name} ${Number.parseInt(address, 16)} ${bytes} ${type === 'NOBITS' ? 0 : bytes}`;
		});
	const hasRelro = text.includes('GNU_RELRO');
	return {
		sections,
		needed: [...text.matchAll(/\(NEEDED\).*\[(.*)\]/g)].map(([, name]) => name),
		isPositionIndependent: /Type: +DYN/.test(text),
		interpreter: /Requesting program interpreter: (.*)\]/.exec(text)?.[1],
		relro: hasRelro ? (/BIND_NOW|Flags: .*NOW/.test(text) ? 'full' : 'partial') : 'none',
		hasExecutableStack: /GNU_STACK .* RWE/.test(text),
	};
}

function otherShape(file: string, goos: string) {
	const text = run('llvm-readobj', '--file-headers', '--sections', file);
	const base = Number(/ImageBase: (0x[0-9A-F]+)/.exec(text)?.[1] ?? 0);
	const sections = [...text.matchAll(/^ {2}Section \{\n([\s\S]*?)^ {2}\}/gm)].map(([, block = '']) => {
		const value = (key: string) => new RegExp(`^ {4}${key}: (.*?)(?: \\(.*)?$`, 'm').exec(block)?.[1] ?? '';
		if (goos === 'windows') {
			const size = Number(value('PointerToRawData')) === 0 ? 0 : Number(value('RawDataSize'));
			return `${value('Name')} ${base + Number(value('VirtualAddress'))} ${Number(value('VirtualSize'))} ${size}`;
		}
		const isZero = /^ {4}Type: .*(?:ZeroFill|ZEROFILL)/im.test(block);
		const size = Number(value('Size'));
		return `${value('Segment')},${value('Name')} ${Number(value('Address'))} ${size} ${isZero ? 0 : size}`;
	});
	const isPositionIndependent = /MH_PIE|IMAGE_DLL_CHARACTERISTICS_DYNAMIC_BASE/.test(text);
	return { sections, needed: librariesOf(file, goos), isPositionIndependent };
}

function librariesOf(file: string, goos: string): readonly string[] {
	if (goos === 'windows') {
		const text = run('llvm-readobj', '--coff-imports', file);
		return [...new Set([...text.matchAll(/^ {2}Name: (.*)$/gm)].map(([, name = '']) => name))];
	}
	const text = run('llvm-readobj', '--needed-libs', file);
	return (
		/NeededLibraries \[\n([\s\S]*?)\]/
			.exec(text)?.[1]
			?.trim()
			.split(/\s*\n\s*/) ?? []
	);
}

function sumOf({ packages, parts }: BinaryReport): number {
	const sizes = [...packages.flatMap(({ code, data }) => [code, data]), ...parts.map(({ bytes }) => bytes)];
	return sizes.reduce((total, bytes) => total + bytes, 0);
}

/** Bytes to the next function are filled up; a function begins at a multiple of this at most. */
const mostPadding = 64;

/** The code of each package beside the sizes of its symbols. */
function compareCode(report: BinaryReport, nm: string): void {
	const listed = new Map<string, { bytes: number; functions: number }>();
	const names = new Set<string>();
	for (const line of nm.split('\n')) {
		const [, size = '', name = ''] = /^ *[0-9a-f]+ +(\d+) [Tt] (.+)$/.exec(line) ?? [];
		// Marks, and names of the same code.
		if (name === '' || size === '0' || /^(?:runtime\.e?text|_?rt0_\w+|_?main)$/.test(name) || names.has(name)) continue;
		names.add(name);
		const path = unescapeImportPath(symbolPackage(name));
		const known = listed.get(path) ?? { bytes: 0, functions: 0 };
		listed.set(path, { bytes: known.bytes + Number(size), functions: known.functions + 1 });
	}
	expect(listed.size).toBeGreaterThan(30);
	const wrong: string[] = [];
	for (const [path, { bytes, functions }] of listed) {
		const own = report.packages.find((one) => one.package === path);
		if (!own || Math.abs(own.code - bytes) > functions * mostPadding || Math.abs(own.functions - functions) > 2)
			wrong.push(`${path}: ${own?.code} bytes in ${own?.functions}, nm has ${bytes} in ${functions}`);
	}
	expect(wrong).toEqual([]);
}
