/**
 * Quick fixes of generated functions: whatever the compiler's proof lets through gives the same results, in the same order, and
 * allocates less. `SEED=…` for other functions, `VARIANTS=1000` for more of them.
 */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { EscapeHint } from '../../../../server/src/analysis/escape/escapeHint.ts';
import { explainPackage } from '../../../../server/src/analysis/escape/explainPackage.ts';
import { fixCandidates } from '../../../../server/src/analysis/escape/fixes/fixCandidates.ts';
import { isProven } from '../../../../server/src/analysis/escape/fixes/isProven.ts';
import { declarationsOf } from '../../../../server/src/analysis/syntax/declarations.ts';
import { parseTable } from '../../../../server/src/analysis/syntax/syntaxCache.ts';
import { applyEdits } from '../../../../server/src/analysis/text/textEdit.ts';
import { goPath, goTest, temporaryModule, writeFiles } from '../../../support/go.ts';
import { goParser } from '../../../support/goParser.ts';
import { seeded } from '../../../support/seeded.mjs';
import { kindCount, type Pick, variantOf } from './fixVariants.ts';

const count = Number(process.env['VARIANTS'] ?? kindCount * 4);
const seed = Number(process.env['SEED'] ?? 1);

type Texts = ReadonlyMap<string, string>;

/** Compiles one package, without the files that do not compile; these are deleted. */
async function compiled(root: string, name: string, texts: Texts) {
	let left = texts;
	for (;;) {
		const ran = spawnSync(goPath ?? '', ['build', '-gcflags=-m=2 -e', `./${name}`], {
			cwd: root,
			encoding: 'utf8',
			maxBuffer: 1 << 28,
		});
		if (ran.status === 0) {
			const sources = new Map([...left].map(([file, text]) => [join(root, name, file), text]));
			const options = { directory: root, goVersion: 'go1.26.8', parser: await goParser() };
			const { hints } = explainPackage(ran.stderr, sources, options);
			return {
				texts: left,
				hints: hints.map((hint) => ({ ...hint, file: hint.file.slice(join(root, name, '/').length) })),
			};
		}
		const broken = new Set([...ran.stderr.matchAll(/^(?:\.\/)?\w+\/(\w+\.go):\d+/gm)].map(([, file = '']) => file));
		if (![...broken].some((file) => left.has(file))) throw new Error(ran.stderr);
		left = new Map([...left].filter(([file]) => !broken.has(file)));
		for (const file of broken) rmSync(join(root, name, file));
	}
}

interface Tried {
	readonly title: string;
	readonly before: string;
	readonly after: string;
	readonly isProven: (hints: readonly EscapeHint[]) => boolean;
}

/** One fix of each file that has some, any of them. */
async function tryFixes(texts: Texts, hints: readonly EscapeHint[], pick: Pick): Promise<ReadonlyMap<string, Tried>> {
	const parser = await goParser();
	const tables = new Map([...texts].map(([file, text]) => [file, parseTable(parser, text)]));
	const declarations = declarationsOf(tables.values());
	const tried = new Map<string, Tried>();
	for (const [file, table] of tables) {
		const own = hints.filter((hint) => hint.file === file);
		const found = own.flatMap((hint) =>
			fixCandidates({ hint, table, declarations, languageMinor: 26 }).map((candidate) => ({ hint, candidate })),
		);
		if (found.length === 0) continue;
		const { hint, candidate } = pick(...found);
		tried.set(file, {
			title: candidate.title,
			before: table.text,
			after: applyEdits(table.text, candidate.edits),
			isProven: (after) =>
				isProven(
					hint,
					candidate.proof,
					own,
					after.filter((each) => each.file === file),
				),
		});
	}
	return tried;
}

goTest(
	'keep what a function gives, writes and defers, and take allocations away',
	async () => {
		const random = seeded(seed);
		const pick: Pick = (...choices) => choices[Math.floor(random() * choices.length)] as (typeof choices)[number];
		const generated = new Map(Array.from({ length: count }, (_, at) => [`v${at}.go`, variantOf(at, pick)]));
		const root = temporaryModule({ 'go.mod': 'module example.com/m\n\ngo 1.26\n' });
		const write = (name: string, texts: Texts) =>
			writeFiles(root, Object.fromEntries([...texts].map(([file, text]) => [`${name}/${file}`, text])));
		write('before', generated);
		const before = await compiled(root, 'before', generated);
		const tried = await tryFixes(before.texts, before.hints, pick);
		const fixed = new Map([...tried].map(([file, { after }]) => [file, after]));
		write('after', fixed);
		const after = await compiled(root, 'after', fixed);
		const proven = [...after.texts.keys()].filter((file) => tried.get(file)?.isProven(after.hints));

		writeFiles(root, { 'main.go': program(proven.map((file) => /\d+/.exec(file)?.[0] ?? '')) });
		const ran = spawnSync(goPath ?? '', ['run', '.'], { cwd: root, encoding: 'utf8' });
		expect(ran.stderr).toBe('');
		const lines = ran.stdout.trimEnd().split('\n');
		const said = lines.map((line) => {
			const [number, same, old, now] = line.split('\t');
			const { title = '', before: from = '', after: to = '' } = tried.get(`v${number}.go`) ?? {};
			return { title, same: same === 'true', less: Number(now) < Number(old), measured: `${old} → ${now}`, from, to };
		});
		expect(said.filter(({ same, less }) => !same || !less)).toEqual([]);
		// Several kinds, and not only those of which one is enough.
		if (process.env['VARIANTS'])
			console.log(tally(said.map(({ title }) => title)), `of ${before.texts.size}, ${tried.size} tried`);
		expect(new Set(said.map(({ title }) => title.split(' ', 1)[0])).size).toBeGreaterThanOrEqual(3);
	},
	120_000,
);

function tally(titles: readonly string[]): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const title of titles) {
		const word = title.split(' ').slice(0, 3).join(' ');
		counts[word] = (counts[word] ?? 0) + 1;
	}
	return counts;
}

/** Prints for each variant whether both sides give the same for all inputs, and what a run of each allocates. */
function program(numbers: readonly string[]): string {
	return `package main

import (
	"fmt"
	"testing"

	before "example.com/m/before"
	after "example.com/m/after"
)

var inputs = [][]int{nil, {300}, {400, 500, 600}, {700, 1800, 900, 1000, 2000}, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}}
var words = [][]string{nil, {"one"}, {"one", "two", "three"}, {"a", "stop", "b"}, {"some", "more", "words", "of", "a", "long", "list", "of", "words", "twice", "over"}}

var sink string

type side = func([]int, []string) string

func all(f side) (text string) {
	for i, xs := range inputs {
		text += f(append([]int(nil), xs...), words[i]) + "|"
	}
	return text
}

func compare(number int, before, after side) {
	same := all(before) == all(after)
	measure := func(f side) float64 {
		return testing.AllocsPerRun(20, func() { sink = f(inputs[4], words[4]) })
	}
	fmt.Printf("%d\\t%v\\t%v\\t%v\\n", number, same, measure(before), measure(after))
}

func main() {
${numbers.map((number) => `\tcompare(${number}, before.V${number}, after.V${number})\n`).join('')}}
`;
}
