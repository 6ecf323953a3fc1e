/** The way of a value goes on in the package that keeps it. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect } from 'vitest';
import { createExplain } from '../../server/src/escape/hints/outputReader.ts';
import { unchanging } from '../../server/src/world/answers/changes.ts';
import { createLeaks } from '../../server/src/escape/leaks.ts';
import { createBench } from '../support/escapes.ts';
import { goTest, temporaryModule } from '../support/go.ts';
import { goParser } from '../support/goParser.ts';

const never = new AbortController().signal;

const files = {
	'go.mod': 'module m\n\ngo 1.22\n',
	'use/use.go': `package use

import (
	"bytes"
	"fmt"

	r "m/reg"
)

func Register() { n := 1; r.Register("n", &n) }

func Method(k *r.Keeper) { n := 2; k.Keep(&n) }

func All() { a, b := 3, 4; r.All("all", &a, &b) }

func Far() { n := 5; r.Far(&n) }

func Std(n int) { fmt.Println(n) }

func Stays(b *bytes.Buffer) { n := 7; r.Looks(&n); b.Reset() }

func Value(f func(*int)) { n := 8; f(&n) }
`,
	'reg/reg.go': `package reg

import "m/far"

var kept *int

type Keeper struct{ n *int }

//go:noinline
func Register(
	name string, p *int,
) {
	kept = p
}

//go:noinline
func (k *Keeper) Keep(n *int) { k.n = n }

//go:noinline
func All(name string, ps ...*int) { all = ps }

//go:noinline
func Far(p *int) { far.Keep(p) }

func Looks(p *int) bool { return p == kept }
`,
	'reg/reg_windows.go': 'package reg\n\nfunc Register(name string, p *int) { kept = p }\n\nvar all []*int\n',
	'reg/all.go': '//go:build !windows\n\npackage reg\n\nvar all []*int\n',
	'far/far.go': 'package far\n\nvar kept *int\n\n//go:noinline\nfunc Keep(p *int) { kept = p }\n',
};

async function keptIn(source: Record<string, string>) {
	const root = temporaryModule(source);
	const { analysis, modules, started } = createBench({ explain: createExplain(goParser) });
	const path = join(root, 'use/use.go');
	analysis.opened(path, readFileSync(path, 'utf8'));
	await analysis.settled();
	const texts = new Map<string, string>();
	const deps = {
		changes: unchanging,
		modules,
		explain: createExplain(goParser),
		known: () => analysis.known(),
		isCurrent: (directory: string) => analysis.isCurrent(directory),
		openText: (file: string) => texts.get(file),
	};
	const keepers = createLeaks({ ...deps, planOf: (file) => analysis.planOf(file) });
	const hint = (name: string) => {
		const found = analysis.escapes(path).hints.filter((each) => each.function === name && each.verdict !== 'leak');
		const escaping = found.find((each) => each.subject === 'n' || each.subject === 'a');
		if (!escaping) throw new Error(`${name}: ${found.map((each) => each.subject).join(', ')}`);
		return escaping;
	};
	const edit = async (name: string, change: (text: string) => string) => {
		const file = join(root, name);
		analysis.opened(file, readFileSync(file, 'utf8'));
		await analysis.settled();
		texts.set(file, change(readFileSync(file, 'utf8')));
		analysis.changed(file, texts.get(file) ?? '');
		await analysis.settled();
	};
	return { keepers, hint, edit, started };
}

goTest('finds the function that keeps a value, and its parameter', async () => {
	const { keepers, hint } = await keptIn(files);
	const place = async (name: string) => {
		const found = await keepers.place(hint(name));
		return found && `${found.name} ${found.parameter} ${basename(found.file)}:${found.line}:${found.column}`;
	};
	expect(await place('Register')).toBe('reg.Register p reg.go:10:6');
	expect(await place('Method')).toBe('reg.Keeper.Keep n reg.go:17:18');
	expect(await place('All')).toBe('reg.All ps reg.go:20:6');
	expect(await place('Far')).toBe('reg.Far p reg.go:23:6');
	// Println is inlined.
	expect(await place('Std')).toMatch(/^fmt\.Fprintln a print\.go:\d+:6$/);
	expect(await place('Value')).toBeUndefined();
});

goTest('says where the function stands in the editor', async () => {
	const { keepers, hint, edit } = await keptIn(files);
	await edit('reg/reg.go', (text) => `\n\n${text}`);
	expect(await keepers.place(hint('Far'))).toMatchObject({ name: 'reg.Far', line: 25 });
});

goTest('follows the value through the packages when somebody asks, and compiles each only once', async () => {
	const { keepers, hint, started } = await keptIn(files);
	const rest = async (name: string) => {
		const steps = await keepers.rest(hint(name), never);
		return steps.map(({ file, line, text, why }) => `${basename(file)}:${line} ${text} (${why})`);
	};
	expect(await rest('Register')).toEqual(['reg.go:10 reg.Register: p (declaration)', 'reg.go:13 kept = p (assign)']);
	const before = started.length;
	expect(await rest('Method')).toEqual(['reg.go:17 reg.Keeper.Keep: n (declaration)', 'reg.go:17 k.n = n (assign)']);
	expect(started.length).toBe(before);
	expect(await rest('Far')).toEqual([
		'reg.go:23 reg.Far: p (declaration)',
		'reg.go:23 far.Keep(p) (call parameter)',
		'far.go:6 far.Keep: p (declaration)',
		'far.go:6 kept = p (assign)',
	]);
	expect(await rest('Value')).toEqual([]);
});
