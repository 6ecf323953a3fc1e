/** Explaining again after an edit says what explaining anew says, whatever the edit was. */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import type { EscapeHint } from '../../../server/src/analysis/escape/escapeHint.ts';
import { createExplain, explainOutput } from '../../../server/src/escape/hints/outputReader.ts';
import { goPath, goTest, temporaryModule } from '../../support/go.ts';
import { goParser } from '../../support/goParser.ts';

const caller = `package p

func First() { x := 1; keep(&x) }

func Second(n N) any { return n }

func Third() func() int { return make3() }

func Fourth() *int { return pick(new(int)) }
`;
const callee = `package p

type N int64

var kept *int

func keep(p *int) { kept = p }

func make3() func() int { return func() int { return 3 } }

func pick(p *int) *int { return p }

func other() int { return 1 }
`;

const edits: Record<string, (text: string) => string> = {
	nothing: (text) => text,
	'a body that stays as it was for others': (text) => text.replace('return 1', 'return 2'),
	'a body that others inline': (text) => text.replace('return p }', 'kept = nil; return p }'),
	'a line above': (text) => text.replace('var kept', '// moved\n\nvar kept'),
	'a parameter is no longer kept': (text) => text.replace('{ kept = p }', '{ *p = 1 }'),
	'a parameter is kept in another way': (text) => text.replace('{ kept = p }', '{ q := p; kept = q }'),
	'a type is a byte': (text) => text.replace('int64', 'int8'),
	'a closure captures': (text) =>
		text.replace('return func() int { return 3 }', 'n := len("x"); return func() int { n++; return n }'),
	'a function is new': (text) => `${text}\nfunc more() *int { return new(int) }\n`,
};

/** Whether the hints of the caller's file are those of the run before, where that is for certain. */
function isReused(before: string, name: string): boolean | undefined {
	if (before === name || (before === 'nothing' && name === 'a body that stays as it was for others')) return true;
	return name === 'a closure captures' || name === 'a type is a byte' ? false : undefined;
}

goTest('explaining again after edits', async () => {
	const root = temporaryModule({ 'go.mod': 'module m\n\ngo 1.22\n', 'a.go': caller, 'b.go': callee });
	const again = createExplain(goParser);
	let before = '';
	let last: EscapeHint | undefined;
	const never = new AbortController().signal;
	for (const [name, edit] of [...Object.entries(edits), ...Object.entries(edits).toReversed()]) {
		const text = edit(callee);
		writeFileSync(join(root, 'b.go'), text);
		const args = ['list', '-export', '-gcflags=-m=2', '.'];
		const { stderr: output } = await promisify(execFile)(goPath ?? '', args, { cwd: root });
		const sources = new Map([
			[join(root, 'a.go'), caller],
			[join(root, 'b.go'), text],
		]);
		const run = { directory: root, goVersion: 'go1.26.8' };
		const remembered = await explainOutput(again(sources, run), output, never);
		const anew = await explainOutput(createExplain(goParser)(sources, run), output, never);
		expect(anew.hints.length, name).toBeGreaterThan(0);
		expect(remembered, name).toEqual(anew);
		const hint = remembered.hints.find(({ function: owner }) => owner === 'Second');
		const wanted = isReused(before, name);
		if (wanted !== undefined) expect(hint === last, `${before}, then ${name}`).toBe(wanted);
		[before, last] = [name, hint];
	}
});
