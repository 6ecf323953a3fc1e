/**
 * The directive rules beside `go tool compile`, for directives in every gap of a file. `npm test` tries a few files;
 * `npm run test:directives` tries thousands, from a seed of its own that it prints.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { gorootOf } from '../../support/downloads.ts';
import { writeFiles } from '../../support/go.ts';
import { asCompilerSays, ruleOfMessage } from './compilerWords.ts';
import { gapCases, numbered } from './gaps.ts';
import { findingsOf } from './view.ts';

const long = process.env['DIRECTIVE_FILES'];
const count = Number(long ?? 150);
const seed = Number(process.env['SEED'] ?? 1);
const builds: readonly (readonly [string, string])[] =
	long === undefined
		? [
				['1.22.12', 'amd64'],
				['1.27.0', 'wasm'],
			]
		: ['1.21.13', '1.22.12', '1.23.12', '1.24.12', '1.25.8', '1.26.8', '1.27.0'].flatMap((release) => [
				[release, 'amd64'] as const,
				[release, 'wasm'] as const,
			]);

let root = '';
beforeAll(() => {
	root = mkdtempSync(join(tmpdir(), 'linkscape-gaps-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const goroots = new Map(builds.map(([release]) => [release, gorootOf(release)]));

let usable: readonly string[] = [];
beforeAll(() => {
	const goroot = [...goroots.values()].find((found) => found !== undefined) ?? '';
	const cases = gapCases(count, seed);
	// A line end that ends a statement too early makes another program.
	const refused = compile(
		goroot,
		'amd64',
		cases.map(({ plain }) => plain),
	);
	usable = cases.filter((_, number) => !refused.has(number)).map(({ text }) => text);
});

for (const [release, goarch] of builds) {
	const goroot = goroots.get(release);
	test.skipIf(goroot === undefined)(`go${release} ${goarch}, seed ${seed}`, () => {
		expect(usable.length).toBeGreaterThan(count / 3);
		const said = compile(goroot ?? '', goarch, usable);
		const differences = usable.flatMap((text, number) => {
			const ours = rulesOf(numbered(text, number), release, goarch);
			const theirs = [...(said.get(number) ?? [])].sort();
			return isSame(ours, theirs) ? [] : [{ text, ours, theirs }];
		});
		expect(differences.slice(0, 5)).toEqual([]);
	});
}

/** The compiler ends with the errors of its first phase that has some; what we say besides may belong to a later one. */
function isSame(ours: readonly string[], theirs: readonly string[]): boolean {
	if (theirs.length === 0) return ours.length === 0;
	// What is not allowed at all has wrong arguments on top of it.
	const missed = theirs.filter((line) => !ours.includes(line) && !ours.includes(line.replace('usage', 'not-allowed')));
	const more = ours.filter((line) => !theirs.includes(line));
	return missed.length === 0 && more.every((line) => !inFirstPhase.has(line.split(' ')[1] ?? ''));
}

/** What parsing finds. Directives above a declaration that does not take them are found later. */
const inFirstPhase = new Set(['linkname-usage', 'directive-not-allowed', 'directive-usage']);

function rulesOf(text: string, release: string, goarch: string): string[] {
	const findings = findingsOf({ files: { 'a.go': text }, expected: [] }, { toolchain: `go${release}`, goarch });
	const said = findings.flatMap((finding) => asCompilerSays(finding, text) ?? []);
	return [...new Set(said)].sort();
}

/** Which of these files the compiler refuses, and why: `12 directive-misplaced`, its own words where no rule speaks for it. */
function compile(goroot: string, goarch: string, texts: readonly string[]): Map<number, Set<string>> {
	const directory = mkdtempSync(join(root, 'p-'));
	writeFiles(directory, Object.fromEntries(texts.map((text, number) => [`f${number}.go`, numbered(text, number)])));
	const errors = new Map<number, Set<string>>();
	for (;;) {
		const names = texts.flatMap((_, number) => (errors.has(number) ? [] : [`f${number}.go`]));
		if (names.length === 0) return errors;
		const known = errors.size;
		for (const line of errorLines(goroot, goarch, directory, names)) {
			const [, number = '', at = '', message = ''] = /^(?:.*[\\/])?f(\d+)\.go:(\d+)(?::\d+)?: (.*)$/.exec(line) ?? [];
			if (number === '') continue;
			const list = errors.get(Number(number)) ?? new Set();
			errors.set(Number(number), list.add(`${at} ${ruleOfMessage(message) ?? message}`));
		}
		// One phase after the other: what a phase refuses hides what a later one would say about other files.
		if (errors.size === known) return errors;
	}
}

function errorLines(goroot: string, goarch: string, directory: string, names: readonly string[]): string[] {
	const go = join(goroot, 'bin', process.platform === 'win32' ? 'go.exe' : 'go');
	const flags = ['-e', '-complete', '-p', 'p', '-lang', 'go1.21', '-o', 'p.a'];
	const env = {
		...process.env,
		GOROOT: goroot,
		GOTOOLCHAIN: 'local',
		GOFLAGS: '',
		GOOS: goarch === 'wasm' ? 'js' : 'linux',
		GOARCH: goarch,
	};
	const run = spawnSync(go, ['tool', 'compile', ...flags, ...names], {
		cwd: directory,
		env,
		encoding: 'utf8',
		maxBuffer: 1 << 28,
	});
	return [...run.stdout.split('\n'), ...run.stderr.split('\n')];
}
