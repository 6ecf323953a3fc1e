import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { escapeClasses, type EscapeHint } from '../../../server/src/analysis/escape/escapeHint.ts';
import { explainPackage } from '../../../server/src/analysis/escape/explainPackage.ts';
import { remedies } from '../../../server/src/analysis/remedies/remedyTable.ts';
import { goPath, goTest, temporaryModule } from '../../support/go.ts';
import { goParser } from '../../support/goParser.ts';

/** `ALL_GO=1` runs the programs with all of them. */
const releases = ['go1.22.12', 'go1.23.12', 'go1.24.12', 'go1.25.8', 'go1.26.8', 'go1.27.0'];
const wanted = process.env['ALL_GO'] ? releases : ['local'];

const programs = join(import.meta.dirname, 'programs');

/** Remedies whose programs need another processor, or a C compiler that is not there. */
function unavailableHere(env: (name: string) => string): string[] {
	return [...(env('GOARCH') === 'amd64' ? [] : ['noescape']), ...(env('CGO_ENABLED') === '1' ? [] : ['cgo-noescape'])];
}

function copied(): string {
	const directory = temporaryModule({});
	cpSync(programs, directory, { recursive: true });
	return directory;
}

goTest.each(wanted)('each program allocates what the table says, %s', (release) => {
	const directory = copied();
	const env = { ...process.env, ...(release !== 'local' && { GOTOOLCHAIN: release }) };
	const go = (...args: string[]) => execFileSync(goPath ?? '', args, { cwd: directory, env, encoding: 'utf8' });
	const minor = Number(/^go1\.(\d+)/.exec(go('env', 'GOVERSION'))?.[1]);
	const unavailable = unavailableHere((name) => go('env', name).trim());
	const output = go('test', '-count=1', '-v', ...(unavailable.includes('cgo-noescape') ? ['.'] : ['./...']));
	const measured = [...output.matchAll(/^([a-z][a-z-]*) (\d+) (\d+)$/gm)].map(([, id, before, after]) => {
		return `${id} ${before} → ${after}`;
	});
	const expected = remedies
		.filter(({ id, since = 0 }) => since <= minor && !unavailable.includes(id))
		.map(({ id, before, after, otherGo = [] }) => {
			const other = otherGo.find(({ from = 0, to = Infinity }) => from <= minor && minor <= to) ?? { before, after };
			return `${id} ${other.before} → ${other.after}`;
		});
	const tooNew = (line: string) => remedies.some(({ id, since = 0 }) => line.startsWith(`${id} `) && since > minor);
	expect(measured.filter((line) => !tooNew(line)).sort()).toEqual(expected.sort());
});

test('there is a program for each of at least forty, and each saves something', () => {
	expect(remedies.length).toBeGreaterThanOrEqual(40);
	expect(new Set(remedies.map(({ id }) => id)).size).toBe(remedies.length);
	expect(remedies.filter(({ before, after }) => after >= before)).toEqual([]);
});

test('each class that has advice has a remedy that was measured', () => {
	const without = escapeClasses.filter((id) => id !== 'other' && !remedies.some(({ class: of }) => of === id));
	expect(without).toEqual([]);
});

goTest('each advice is given where its program allocates, and not where the program does better', async () => {
	const directory = copied();
	const go = (...args: string[]) => execFileSync(goPath ?? '', args, { cwd: directory, encoding: 'utf8' }).trim();
	const unavailable = unavailableHere((name) => go('env', name));
	const packages = unavailable.includes('cgo-noescape') ? ['.'] : ['.', 'cgo'];
	const { stderr: output } = spawnSync(
		goPath ?? '',
		['build', '-gcflags=-m=2', ...packages.map((name) => `./${name}`)],
		{ cwd: directory, encoding: 'utf8' },
	);
	const goVersion = go('env', 'GOVERSION');
	const hints: EscapeHint[] = [];
	const texts: string[] = [];
	for (const name of packages) {
		const files = readdirSync(join(directory, name)).filter((file) => /(?<!_test)\.go$/.test(file));
		const paths = files.map((file) => join(directory, name, file));
		const sources = new Map(paths.map((path) => [path, readFileSync(path, 'utf8')]));
		hints.push(...explainPackage(output, sources, { directory, goVersion, parser: await goParser() }).hints);
		texts.push(...sources.values());
	}
	const advised = remedies.flatMap(({ id, advice }) =>
		advice && !unavailable.includes(id) ? [{ id, text: advice.text }] : [],
	);
	const found = advised.map(({ id, text }) => {
		const [, before = 'Before', after = 'After'] =
			new RegExp(`register\\("${id}", (\\w+), (\\w+)\\)`).exec(texts.join('\n')) ?? [];
		const given = hints.filter(({ advice }) => advice === text).map(({ function: name }) => name);
		// What a program calls may be what allocates in it.
		const helpers: Record<string, string> = { 'read-into-field': 'readHeader', 'constant-error': 'findStruct' };
		return { id, given: given.includes(helpers[id] ?? before), better: given.includes(after) };
	});
	expect(found.filter(({ given, better }) => !given || better)).toEqual([]);
	expect(found.length).toBeGreaterThan(20);
});
