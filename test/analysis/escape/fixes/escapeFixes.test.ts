/** Every fix is compiled, formatted, run and measured by the real Go. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import type { EscapeHint } from '../../../../server/src/analysis/escape/escapeHint.ts';
import { explainPackage } from '../../../../server/src/analysis/escape/explainPackage.ts';
import type { FixCandidate } from '../../../../server/src/analysis/escape/fixes/fixCandidate.ts';
import { fixCandidates } from '../../../../server/src/analysis/escape/fixes/fixCandidates.ts';
import { isProven } from '../../../../server/src/analysis/escape/fixes/isProven.ts';
import { declarationsOf } from '../../../../server/src/analysis/syntax/declarations.ts';
import { parseTable } from '../../../../server/src/analysis/syntax/syntaxCache.ts';
import { applyEdits } from '../../../../server/src/analysis/text/textEdit.ts';
import { goTest, temporaryModule, writeFiles } from '../../../support/go.ts';
import { goParser } from '../../../support/goParser.ts';
import { fixtures, leftAlone } from './fixFixtures.ts';

const goMod = 'module example.com/m\n\ngo 1.26\n';

function go(root: string, command: string, ...args: string[]) {
	const ran = spawnSync(command, args, { cwd: root, encoding: 'utf8' });
	if (ran.status !== 0) throw new Error(`${command} ${args.join(' ')}: ${ran.stderr}`);
	return ran;
}

/** Package name → the hints of its one file, all packages compiled at once. */
async function hintsOf(packages: Readonly<Record<string, string>>): Promise<Map<string, readonly EscapeHint[]>> {
	const root = temporaryModule({ 'go.mod': goMod, ...filesOf(packages) });
	const output = go(root, 'go', 'build', '-gcflags=-m=2', './...').stderr;
	const parser = await goParser();
	return new Map(
		Object.entries(packages).map(([name, text]) => {
			const own = output.split('\n').filter((line) => !line.startsWith('#') && line.includes(`${name}/a.go:`));
			const sources = new Map([[join(root, name, 'a.go'), text]]);
			const options = { directory: root, goVersion: 'go1.26.8', parser };
			const { hints } = explainPackage(own.join('\n').replaceAll('./', ''), sources, options);
			return [name, hints.map((hint) => ({ ...hint, file: 'a.go' }))];
		}),
	);
}

function filesOf(packages: Readonly<Record<string, string>>): Record<string, string> {
	return Object.fromEntries(Object.entries(packages).map(([name, text]) => [`${name}/a.go`, text]));
}

interface Tried {
	readonly hint: EscapeHint;
	readonly candidate: FixCandidate;
}

async function candidatesIn(text: string, hints: readonly EscapeHint[]): Promise<Tried[]> {
	const table = parseTable(await goParser(), text);
	const declarations = declarationsOf([table]);
	return hints.flatMap((hint) =>
		fixCandidates({ hint, table, declarations, languageMinor: 26 }).map((candidate) => ({ hint, candidate })),
	);
}

describe('fixes', () => {
	goTest(
		'lead to the text that takes the allocation away, as the compiler and a measurement say',
		async () => {
			const before = Object.fromEntries(Object.entries(fixtures).map(([name, each]) => [name, each.before]));
			const after = Object.fromEntries(Object.entries(fixtures).map(([name, each]) => [name, each.after]));
			const hintsBefore = await hintsOf(before);
			const hintsAfter = await hintsOf(after);
			for (const [name, fixture] of Object.entries(fixtures)) {
				const old = hintsBefore.get(name) ?? [];
				const tried = await candidatesIn(fixture.before, old);
				expect([...new Set(tried.map(({ candidate }) => candidate.title))], name).toContain(fixture.title);
				for (const { hint, candidate } of tried) {
					// A captured variable may be passed or copied: two fixtures.
					if (candidate.title !== fixture.title) continue;
					expect(applyEdits(fixture.before, candidate.edits), name).toBe(fixture.after);
					expect(isProven(hint, candidate.proof, old, hintsAfter.get(name) ?? []), `${name} proven`).toBe(true);
					expect(isProven(hint, candidate.proof, old, old), `${name} unchanged`).toBe(candidate.proof.kind === 'sized');
					const other: EscapeHint = { ...hint, span: { start: 0, end: 1 }, verdict: 'heap' };
					const more = [...(hintsAfter.get(name) ?? []), ...old.map(() => other)];
					expect(isProven(hint, candidate.proof, old, more), `${name} with others`).toBe(false);
				}
			}

			const root = temporaryModule({ 'go.mod': goMod, 'main.go': program(Object.keys(fixtures)) });
			for (const [side, packages] of [
				['before', before],
				['after', after],
			] as const) {
				writeFiles(join(root, side), filesOf(packages));
			}
			expect(go(root, 'gofmt', '-l', 'after').stdout).toBe('');
			const lines = go(root, 'go', 'run', '.')
				.stdout.trim()
				.split('\n')
				.map((line) => line.split('\t'));
			expect(lines).toHaveLength(Object.keys(fixtures).length);
			for (const [name, same, old, now] of lines) {
				expect(same, name).toBe('true');
				expect(Number(now), `${name}: ${old} allocations before`).toBeLessThan(Number(old));
			}
		},
		120_000,
	);

	goTest(
		'are not offered where they would change more than an allocation',
		async () => {
			const hints = await hintsOf(leftAlone);
			const offered: string[] = [];
			const tried: { name: string; fixed: string; hint: EscapeHint; candidate: FixCandidate }[] = [];
			for (const [name, text] of Object.entries(leftAlone)) {
				const own = hints.get(name) ?? [];
				expect(
					own.some(({ verdict }) => verdict === 'heap' || verdict === 'maybe-heap'),
					name,
				).toBe(true);
				for (const { hint, candidate } of await candidatesIn(text, own)) {
					tried.push({ name, hint, candidate, fixed: applyEdits(text, candidate.edits) });
				}
			}
			// What is left for the compiler to refuse.
			for (const { name, fixed } of tried) {
				const root = temporaryModule({ 'go.mod': goMod, 'a.go': fixed });
				if (spawnSync('go', ['build', '.'], { cwd: root }).status === 0) offered.push(name);
			}
			expect(tried.map(({ name }) => name)).toEqual(['another_type', 'key_with_a_value_of_another_type']);
			expect(offered).toEqual([]);
		},
		120_000,
	);
});

/** Prints for each package whether both sides give the same, and what a run of each allocates. */
function program(names: readonly string[]): string {
	const imports = names.flatMap((name) =>
		['before', 'after'].map((side) => `\t${side}_${name} "example.com/m/${side}/${name}"\n`),
	);
	const cases = names.map((name) => `\tcompare("${name}", before_${name}.Run, after_${name}.Run)\n`);
	const lines = [
		'package main\n\nimport (\n\t"fmt"\n\t"testing"\n\n',
		...imports,
		')\n\nvar sink any\n\nfunc measure(run func() any) float64 {\n',
		'\treturn testing.AllocsPerRun(100, func() { sink = run() })\n}\n\n',
		'func compare(name string, before, after func() any) {\n',
		'\tsame := fmt.Sprint(before()) == fmt.Sprint(after())\n',
		'\tfmt.Printf("%s\\t%v\\t%v\\t%v\\n", name, same, measure(before), measure(after))\n}\n\nfunc main() {\n',
		...cases,
		'}\n',
	];
	return lines.join('');
}
