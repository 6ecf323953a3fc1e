/** Fixtures of the escape analysis: Go files that say on each line which hints they expect, by Go version. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PackageEscapes } from '../../server/src/analysis/escape/escapeHint.ts';
import { explainPackage } from '../../server/src/analysis/escape/explainPackage.ts';
import { goParser } from './goParser.ts';

const folder = fileURLToPath(new URL('../fixtures/escape', import.meta.url));

/** `go1.21` and so on: the versions that recordings exist for. */
export const recordedVersions = readdirSync(folder)
	.filter((name) => name.startsWith('go1.'))
	.sort((a, b) => Number(a.slice(4)) - Number(b.slice(4)));

/** The names of the fixtures, without `.go`. */
export const fixtureNames = readdirSync(folder)
	.filter((name) => name.endsWith('.go'))
	.map((name) => name.slice(0, -3));

export interface RecordedFixture {
	readonly source: string;
	readonly output: string;
	readonly escapes: PackageEscapes;
}

/** Explains what a Go version said about a fixture. */
export async function recordedFixture(name: string, version: string): Promise<RecordedFixture> {
	const source = readFileSync(join(folder, `${name}.go`), 'utf8');
	const output = readFileSync(join(folder, version, `${name}.txt`), 'utf8');
	const options = { directory: '/fixture', goVersion: version, parser: await goParser() };
	return { source, output, escapes: explainPackage(output, new Map([['/fixture/fixture.go', source]]), options) };
}

/**
 * The expectations of a fixture, one line of text per line of Go: `12 heap/returned`. A comment `// want A, B` counts for all
 * versions; `// want 1.25+: A | 1.21-1.24: B` for the versions it names, and for the others nothing is expected.
 */
export function wantedHints(source: string, version: string): string[] {
	const minor = Number(version.slice(4));
	return source.split('\n').flatMap((line, index) => {
		const want = /\/\/ want (.*)$/.exec(line)?.[1];
		if (want === undefined) return [];
		const part = want.split('|').find((each) => holdsFor(each, minor));
		return (part ?? '')
			.replace(/^\s*[\d.+-]+:/, '')
			.split(',')
			.flatMap((hint) => (hint.trim() === '' ? [] : [`${index + 1} ${hint.trim()}`]));
	});
}

function holdsFor(part: string, minor: number): boolean {
	const range = /^\s*1\.(\d+)(?:(\+)|-1\.(\d+))?:/.exec(part);
	if (!range) return true;
	const first = Number(range[1]);
	const last = range[2] ? Number.POSITIVE_INFINITY : Number(range[3] ?? first);
	return first <= minor && minor <= last;
}

/** The hints that are about allocations, in the form of {@link wantedHints}; the same hint twice on a line counts once. */
export function foundHints({ source, escapes }: RecordedFixture): string[] {
	const lines = escapes.hints
		.filter((hint) => hint.verdict !== 'stack' && hint.verdict !== 'leak')
		.map((hint) => `${source.slice(0, hint.span.start).split('\n').length} ${hint.verdict}/${hint.class}`);
	return [...new Set(lines)];
}
