/** Verdicts of the escape hints against allocations that were counted in a run of the same program. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { explainPackage } from '../../server/src/analysis/escape/explainPackage.ts';
import { goPath, goTest, temporaryModule } from '../support/go.ts';
import { goParser } from '../support/goParser.ts';

const source = readFileSync(fileURLToPath(new URL('../fixtures/measured/p.go', import.meta.url)), 'utf8');

/** 1-based line. */
const lineAt = (offset: number) => source.slice(0, offset).split('\n').length;

/** From `func` to what its last line wants. */
const functions = [...source.matchAll(/^func ([A-Z]\w*)\(\)[^]*?\/\/ want ([\w-]+)$/gm)].map((match) => ({
	name: match[1] ?? '',
	wanted: match[2] ?? '',
	first: lineAt(match.index),
	last: lineAt(match.index + match[0].length),
}));

/** Prints for each function how many allocations one call makes. */
const measuring = `package p

import (
	"fmt"
	"testing"
)

func TestAllocations(t *testing.T) {
${functions.map(({ name }) => `\tfmt.Println("${name}", testing.AllocsPerRun(100, func() { ${name}() }))`).join('\n')}
}
`;

const order = ['stack', 'static', 'maybe-heap', 'heap'];

goTest('what is called heap allocates, and what is called free does not', async () => {
	const directory = temporaryModule({
		'go.mod': 'module example.com/measured\n\ngo 1.25\n',
		'p.go': source,
		'p_test.go': measuring,
	});
	const go = (...args: readonly string[]) => execFileSync(goPath ?? '', args, { cwd: directory, encoding: 'utf8' });
	const counts = new Map(
		go('test', '-v', '.')
			.match(/^[A-Z]\w* \d+$/gm)
			?.map((line) => line.split(' ') as [string, string]),
	);
	// What the compiler says about escapes goes to stderr.
	const { stderr: output } = spawnSync(goPath ?? '', ['build', '-gcflags=-m=2', '.'], {
		cwd: directory,
		encoding: 'utf8',
	});
	const goVersion = go('env', 'GOVERSION').trim();
	const options = { directory, goVersion, parser: await goParser() };
	const { hints } = explainPackage(output, new Map([[`${directory}/p.go`, source]]), options);

	const found = functions.map(({ name, first, last }) => {
		const verdicts = hints
			.filter((hint) => hint.position.line >= first && hint.position.line <= last && hint.verdict !== 'leak')
			.map(({ verdict }) => verdict);
		const worst = verdicts.sort((a, b) => order.indexOf(a) - order.indexOf(b)).at(-1) ?? 'stack';
		return { name, worst, allocations: Number(counts.get(name)) };
	});
	expect(found.map(({ name, worst }) => `${name} ${worst}`)).toEqual(
		functions.map(({ name, wanted }) => `${name} ${wanted}`),
	);
	expect(found.filter(({ worst, allocations }) => worst === 'heap' && !(allocations >= 1))).toEqual([]);
	expect(
		found.filter(({ worst, allocations }) => (worst === 'stack' || worst === 'static') && allocations !== 0),
	).toEqual([]);
	expect(found.length).toBeGreaterThan(30);
});
