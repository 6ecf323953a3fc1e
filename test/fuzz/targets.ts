/** What reads texts that others wrote: each is given damaged ones, and must neither throw nor take long. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseBaseline } from '../../server/src/cli/baseline.ts';
import { parseBackEndLine } from '../../server/src/analysis/escape/backEndLines.ts';
import { explainPackage } from '../../server/src/analysis/escape/explainPackage.ts';
import { parseSizeClasses } from '../../server/src/analysis/escape/sizeClasses.ts';
import { scanAsm } from '../../server/src/analysis/linker/asmFile.ts';
import { collectPackage } from '../../server/src/analysis/linker/collectPackage.ts';
import { parseSymbol } from '../../server/src/analysis/linker/symbolName.ts';
import { readHeader } from '../../server/src/analysis/module/fileHeader.ts';
import { parseGoMod } from '../../server/src/analysis/module/goMod.ts';
import { parseGoWork } from '../../server/src/analysis/module/goWork.ts';
import { includedByScript, lineThatDisablesCheck } from '../../server/src/analysis/module/linkFlags.ts';
import { parseVendoredModules } from '../../server/src/analysis/module/vendoredModules.ts';
import { readManifest } from '../../server/src/analysis/recording/captureManifest.ts';
import { heapStatistics } from '../../server/src/analysis/recording/heapStatistics.ts';
import { pgoChanges } from '../../server/src/analysis/recording/pgoChanges.ts';
import { markPhases, readSnapshots } from '../../server/src/analysis/recording/snapshotTimes.ts';
import { readCostProfile } from '../../server/src/analysis/profile/costProfile.ts';
import { readStacks } from '../../server/src/analysis/profile/stacks.ts';
import { sureCalls } from '../../server/src/analysis/reference/sureCalls.ts';
import { layoutOf } from '../../server/src/analysis/signature/layout.ts';
import { measuring } from '../../server/src/analysis/signature/measuring.ts';
import { machineOf } from '../../server/src/analysis/signature/machine.ts';
import { parseSignature, parseType } from '../../server/src/analysis/signature/parseType.ts';
import { packageTypes } from '../../server/src/analysis/signature/typeScope.ts';
import { rescanGoFile, scanGoFile } from '../../server/src/analysis/source/scanGoFile.ts';
import type { GoParser } from '../../server/src/analysis/syntax/goParser.ts';
import { parseTable, runToEnd } from '../../server/src/analysis/syntax/syntaxCache.ts';
import { changedLines } from '../../server/src/analysis/text/changedLines.ts';
import { editsBetween } from '../../server/src/analysis/text/editsBetween.ts';
import { applyEdits } from '../../server/src/analysis/text/textEdit.ts';
import { compileUnits } from '../../server/src/escape/runs/compileUnit.ts';
import { compileFailure, firstError } from '../../server/src/escape/runs/compileError.ts';
import { parseGoVariables, parseListedPackages } from '../../server/src/toolchain/goOutput.ts';
import { Unusable } from '../../server/src/toolchain/unusable.ts';
import { findingsOf } from '../analysis/linkname/view.ts';
import { directiveFixtures } from '../analysis/linkname/directiveFixtures.ts';
import { readFixture } from '../support/markers.ts';
import { writtenProfile } from '../support/profiles.ts';
import { damaged, oneOf, type Random, reshaped } from './damage.ts';

export interface FuzzTarget {
	readonly name: string;
	/** A new input. */
	readonly input: (random: Random) => string;
	/** Throws when something is wrong. */
	readonly run: (input: string, random: Random) => void;
	/** How many inputs of the others it takes the time of. */
	readonly cost: number;
}

const root = join(import.meta.dirname, '../..');
const read = (...path: string[]) => readFileSync(join(root, ...path), 'utf8');
const among = (folder: string, end: string) =>
	readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith(end))
		.sort()
		.map((name) => read(folder, name));

const go = [
	...Object.values(directiveFixtures).flatMap(({ source }) => Object.values(readFixture(source).files)),
	...among('examples', '.go'),
	...among('test/fixtures', '.go'),
];
const output = among('test/fixtures/escape/go1.26', '.txt');

const assembly = [
	'#include "textflag.h"\n\n#define CALL(name, size) \\\nTEXT name(SB), NOSPLIT, $size-8; \\\n\tMOVQ $1, ret+0(FP); \\\n\tRET\n\nCALL(·one, 0)\nCALL(runtime·two, 16)\n',
	'#ifdef GOARCH_amd64\nTEXT ·add<ABIInternal>(SB), NOSPLIT|NOFRAME, $0-24\n\tADDQ BX, AX\n\tCALL runtime·nanotime(SB)\n\tRET\n#else\nDATA ·table+0(SB)/8, $·add(SB)\nGLOBL ·table(SB), RODATA, $8\n#endif\n',
	'// A comment\nTEXT example·com∕p·f(SB), $0\n\tJMP ·g<>(SB) /* more */ ; RET\n#undef X\n#define X(a, b) a b X(b, a)\nX(1, 2)\n',
];
const moduleFiles = [
	'module example.com/m // c\n\ngo 1.22\n\ntoolchain go1.26.8\n\nrequire (\n\tgolang.org/x/sys v0.1.0 // indirect\n\texample.com/a/v2 v2.0.0-20240101000000-abcdefabcdef\n)\n\nreplace example.com/a/v2 => ../a\n\nreplace golang.org/x/sys v0.1.0 => example.com/fork v1.2.3\n\nexclude example.com/b v1.0.0\n\nretract [v1.0.0, v1.9.9]\n\ntool example.com/t\n',
	'go 1.24\n\nuse (\n\t./a\n\t"./b c"\n\t`../d`\n)\n\nreplace example.com/x => ./x\n',
	'# example.com/a v1.0.0 => ../a\n## explicit; go 1.17\nexample.com/a\nexample.com/a/b\n# golang.org/x/sys v0.1.0\n',
	'GOFLAGS = -ldflags=-checklinkname=0\ninclude more.mk\nbuild:\n\tgo build -ldflags "-s -w -checklinkname=0" ./...\n',
];
const types = [
	'struct{ a, b int; c []string; d map[string]*[4]chan<- func(int, ...string) (error, bool) `json:"x"`; *T; pkg.U[int, []T] }',
	'func(a, b int, f func(x ...[2]uintptr) <-chan int) (n int, err error)',
	'interface{ ~int | ~string; M(int) string; comparable }',
	'[unsafe.Sizeof(uintptr(0)) * 1 << 3]struct{ _ [0]func(); complex128 }',
];
const listed = {
	ImportPath: 'm/p [m/p.test]',
	Name: 'p',
	Dir: '/m/p',
	ForTest: 'm/p',
	Export: '/x.a',
	Standard: false,
	DepOnly: false,
	Module: { Path: 'm', GoVersion: '1.22' },
	ImportMap: { a: 'b' },
	Imports: ['unsafe'],
	GoFiles: ['a.go'],
	CgoFiles: [],
	CompiledGoFiles: ['a.go'],
	IgnoredGoFiles: [],
	TestGoFiles: ['a_test.go'],
	XTestGoFiles: [],
	SFiles: ['a.s'],
	Error: { Pos: 'a.go:1:2', Err: 'x: y' },
	DepsErrors: [{ Pos: '', Err: 'no' }],
};
const variables = {
	GOVERSION: 'go1.26.8',
	GOROOT: '/go',
	GOOS: 'linux',
	GOARCH: 'amd64',
	CGO_ENABLED: '1',
	GOFLAGS: '',
	GOMOD: '/m/go.mod',
};
const baseline = { version: 1, hints: { 'm/p a.go f &x': 2, 'm/p b.go (*T).g y': 1 } };
const errors = [
	'# m/p\n./a.go:3:4: undefined: x\n./a.go:5:6: cannot use "a" (untyped string constant) as int value in return statement\n',
	'go: example.com/a@v1.0.0: module lookup disabled by GOPROXY=off\n',
	'a.go:1:2: no required module provides package example.com/x; to add it:\n\tgo get example.com/x\n',
	'runtime: out of memory: cannot allocate 4194304-byte block\nfatal error: out of memory\n',
];
const recorded = writtenProfile(
	['samples/count', 'cpu/nanoseconds'],
	[
		{
			values: [1, 10],
			stack: ['m/p.f /m/p/a.go:3', ['m/p.g /m/p/a.go:9', 'm/p.h /m/p/a.go:12'], 'runtime.main /go/proc.go:1'],
		},
		{ values: [2, 20], stack: ['m/p.(*T).M[...] /m/p/b.go:4'] },
	],
);

const captured = [
	'{"file":"heap00.pb.gz","numGC":55,"lastGC":1790000070065378548,"took":12}\n',
	'gc 55 @70.065s 3%: 0.37+111+0.007 ms clock, 0.74+0.064/0.13/0+0.015 ms cpu, 0->4->3 MB, 4 MB goal, 2 P (forced)\n',
	'{"version":1,"mode":"test","files":[{"name":"cpu.pb.gz","kind":"cpu","bytes":12},{"name":"heap000.pb.gz","kind":"heap"}]}',
	'# NumGC = 3\n# PauseEnd = [1 2 1795815776508776700 0]\n# TotalAlloc = 9\n# HeapAlloc = 4\n',
	'./a.go:26:12: PGO devirtualizing interface call o.Do to Add.Do\n./a.go:9:4: inlining call to f\n',
];

/** @param parser has its turn where syntax is read */
export function fuzzTargets(parser: GoParser): readonly FuzzTarget[] {
	const text = (corpus: readonly string[]) => (random: Random) => damaged(random, corpus);
	const json = (value: unknown) => (random: Random) => {
		const changed = JSON.stringify(reshaped(random, value));
		return random() < 0.2 ? damaged(random, [changed]) : changed;
	};
	return [
		{ name: 'scan of a Go file', cost: 1, input: text(go), run: scan },
		{ name: 'edits of a Go file', cost: 3, input: text(go), run: rescan },
		{ name: 'rules about directives', cost: 4, input: text(go), run: checkRules },
		{ name: 'symbols of a package', cost: 3, input: text(go), run: collect },
		{ name: 'calls that are kept', cost: 2, input: text(go), run: (input) => void sureCalls([scanGoFile(input)]) },
		{
			name: 'syntax in pieces',
			cost: 40,
			input: text(go),
			run: (input, random) => parseInPieces(parser, input, random),
		},
		{ name: 'assembly', cost: 1, input: text(assembly), run: assemble },
		{ name: 'types and signatures', cost: 1, input: text(types), run: readTypes },
		{ name: 'module files and scripts', cost: 1, input: text(moduleFiles), run: readModuleFiles },
		{ name: 'escape output', cost: 25, input: text(output), run: (input) => explain(parser, input) },
		{ name: 'complaints of compilers', cost: 2, input: text([...errors, ...output]), run: readErrors },
		{ name: 'go list', cost: 2, input: json(listed), run: readList },
		{ name: 'go env', cost: 1, input: json(variables), run: (input) => void parseGoVariables(input) },
		{ name: 'baselines', cost: 1, input: json(baseline), run: readBaseline },
		{ name: 'profiles', cost: 4, input: damagedProfile, run: readProfile },
		{ name: 'captures', cost: 1, input: text(captured), run: readCaptured },
		{ name: 'differences of texts', cost: 4, input: text([...go, ...moduleFiles]), run: compareTexts },
	];
}

function check(holds: boolean, what: string): void {
	if (!holds) throw new Error(what);
}

function scan(input: string): void {
	for (const { span } of scanGoFile(input).declarations) {
		check(span.start >= 0 && span.start <= span.end && span.end <= input.length, 'a declaration outside the text');
	}
	readHeader(input);
}

function rescan(input: string, random: Random): void {
	let [text, file] = [input, scanGoFile(input)];
	for (let count = 0; count < 3; count++) {
		const start = Math.floor(random() * (text.length + 1));
		const oldEnd = Math.min(text.length, start + Math.floor(random() ** 3 * 60));
		const added = damaged(random, go).slice(0, Math.floor(random() ** 3 * 60));
		text = text.slice(0, start) + added + text.slice(oldEnd);
		file = rescanGoFile(file, text, { start, oldEnd, newEnd: start + added.length });
	}
	check(JSON.stringify(file) === JSON.stringify(scanGoFile(text)), 'an edited file is another one than a new one');
}

function checkRules(input: string, random: Random): void {
	const files = { 'a.go': input, 'b.go': oneOf(random, go) };
	for (const { file, span } of findingsOf({ files, expected: [] })) {
		const length = (file.endsWith('a.go') ? files['a.go'] : files['b.go']).length;
		check(span.start >= 0 && span.start < span.end && span.end <= length, 'a finding outside its text');
	}
}

function collect(input: string, random: Random): void {
	const sources = [input, oneOf(random, go)].map((text, index) => ({ name: `${index}.go`, file: scanGoFile(text) }));
	const { definitions, references } = scanAsm(oneOf(random, assembly), { defined: [], include: () => undefined });
	const facts = collectPackage({
		importPath: 'example.com/p',
		wasm: true,
		wrappers: true,
		intrinsicBodies: true,
		go: sources,
		assembly: [{ name: 'a.s', definitions, references }],
	});
	for (const symbol of Object.keys(facts.definitions)) parseSymbol(symbol);
}

function parseInPieces(parser: GoParser, input: string, random: Random): void {
	const table = parseTable(parser, input);
	const at = Math.floor(random() * (input.length + 1));
	const text = input.slice(0, at) + damaged(random, go).slice(0, 40) + input.slice(at + Math.floor(random() * 20));
	const edited = runToEnd(parser.tableOf(text, table));
	check(edited.text === text, 'the table of another text');
	for (let node = 0; node < edited.count; node++) {
		check(edited.start(node) <= edited.end(node) && edited.end(node) <= text.length, 'a node outside the text');
	}
}

function assemble(input: string): void {
	scanAsm(input, { defined: ['GOARCH_amd64'], include: (name) => (name.length % 2 === 0 ? input : undefined) });
}

function readTypes(input: string): void {
	const type = parseType(input);
	parseSignature(`(${input})`);
	const file = scanGoFile(`package p\n\ntype T ${input}\n\ntype U struct{ T }\n`);
	const scope = { packages: { find: () => undefined }, own: packageTypes('example.com/p', [file]), file };
	for (const goarch of ['amd64', '386']) layoutOf(type, scope, measuring(machineOf(goarch, 26)));
}

function readModuleFiles(input: string): void {
	parseGoMod(input);
	parseGoWork(input);
	parseVendoredModules(input);
	lineThatDisablesCheck(input);
	includedByScript(input);
	parseSizeClasses(input);
}

function explain(parser: GoParser, input: string): void {
	const source = read('test/fixtures/escape/classes.go');
	const sources = new Map([['/fixture/fixture.go', source]]);
	for (const { span } of explainPackage(input, sources, { directory: '/fixture', goVersion: 'go1.26', parser }).hints) {
		check(span.start >= 0 && span.end <= source.length, 'a hint outside its text');
	}
}

function readErrors(input: string): void {
	const error = firstError(input, { directory: '/m', realOf: new Map([['/tmp/b.go', '/m/a.go']]) });
	if (error) compileFailure(error, '/m');
	for (const line of input.split('\n')) parseBackEndLine(line);
}

function readList(input: string): void {
	try {
		const packages = parseListedPackages(`${input}\n`);
		compileUnits(packages, new Map(packages.map((each) => [each.ImportPath, 'a.go:1:2: x'])), {
			directory: '/m',
			realOf: new Map(),
		});
	} catch (error) {
		if (!(error instanceof Unusable)) throw error;
	}
}

function readBaseline(input: string): void {
	const read = parseBaseline(input, { command: 'escapes', field: 'hints' });
	check(
		typeof read === 'string' || Object.values(read.entries).every(Number.isInteger),
		'a baseline that counts by halves',
	);
}

/** Bytes as a text of characters below 256. */
function damagedProfile(random: Random): string {
	const bytes = Buffer.from(recorded);
	for (let count = Math.floor(random() * 6); count >= 0; count--)
		bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
	return bytes.subarray(0, random() < 0.3 ? Math.floor(random() * bytes.length) : bytes.length).toString('latin1');
}

function readProfile(input: string): void {
	const bytes = Buffer.from(input, 'latin1');
	readCostProfile(bytes);
	readStacks(bytes);
}

function readCaptured(input: string): void {
	check(
		readSnapshots(input).every(({ time }) => typeof time === 'number'),
		'a snapshot without a time',
	);
	check(
		[...markPhases(input).values()].every((seconds) => seconds >= 0),
		'a mark phase that is no time',
	);
	check(
		(readManifest(input) ?? []).every(({ name }) => !/[/\\\\]/.test(name)),
		'a file of another directory',
	);
	heapStatistics(input);
	pgoChanges(captured.join('\n'), input);
}

function compareTexts(input: string, random: Random): void {
	const after = damaged(random, [input || 'x']);
	check(applyEdits(input, editsBetween(input, after)) === after, 'edits that lead to another text');
	for (const { start, end } of changedLines(input, after))
		check(start <= end && end <= after.length, 'lines outside the text');
}
