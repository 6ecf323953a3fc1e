/** Generated packages that make fixes hard, each mended by one of its fixes: all of it has to be formatted, vetted and built. */
import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { expect, test } from 'vitest';
import { standardPath } from '../../../server/src/analysis/linkname/fixes/modelTypes.ts';
import type { AlternativeEntry } from '../../../server/src/analysis/linkname/targets/alternative.ts';
import { parseSignature } from '../../../server/src/analysis/signature/parseType.ts';
import { temporaryModule } from '../../support/go.ts';
import { gorootOf } from '../../support/downloads.ts';
import { long } from '../../support/long.ts';
import { apply, findingsIn, go, unformatted } from './support.ts';

const entries = JSON.parse(readFileSync('server/data/alternatives.json', 'utf8')) as readonly AlternativeEntry[];
const releases = ['1.22.12', '1.26.8'];
const missing = releases.some((release) => gorootOf(release) === undefined);

/** Those that link in both releases and need nothing newer. */
const usable = entries.filter(({ target, alternative }) => {
	const gone = /runtime\.walltime|runtimeNano|runtime_nanotime|fastrandu|math\/rand|sync\.|gogetenv/.test(target);
	return !gone && alternative?.expr !== undefined && Number(alternative.since.split('.')[1]) <= 22;
});

/** Names that the bodies of alternatives use themselves, and names that nobody uses. */
const awkward =
	'time rand maphash unsafe strings bytes os http tls url t x r c u2 p n s a b pulledBase pulledSeed one two'.split(
		' ',
	);

type Random = (below: number) => number;

function generator(seed: number): Random {
	let state = seed;
	return (below) => (state = (state * 48271) % 2147483647) % below;
}

/** The files of one package. */
function variant({ target, alternative }: AlternativeEntry, random: Random): Record<string, string> {
	const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T;
	const chance = (percent: number) => random(100) < percent;
	const signature = alternative?.signature ?? '';
	const { parameters } = parseSignature(signature);
	const types = parameterTypes(signature);
	const qualifiers = [...new Set([...signature.matchAll(/(\w+)\./g)].map((match) => match[1] ?? ''))];

	const names = pick([
		() => parameters.map(({ name }) => name ?? ''),
		() => parameters.map(() => ''),
		() => parameters.map(() => '_'),
		() =>
			parameters.map(
				(_, at) =>
					`${pick(awkward.filter((name) => !qualifiers.includes(name) && !signature.includes(`${name}1`)))}${at === 0 ? '' : at}`,
			),
	])();
	const list = parameters.map((_, at) => `${names[at]} ${types[at]}`.trim()).join(', ');
	const results = signature.slice(closing(signature) + 1);
	const unsafeName = qualifiers.includes('unsafe') && chance(25) ? 'ptr' : undefined;
	const spell = (text: string) => (unsafeName ? text.replaceAll('unsafe.', `${unsafeName}.`) : text);

	const imports = qualifiers.map((name) =>
		name === 'unsafe' && unsafeName ? `${unsafeName} "unsafe"` : `"${standardPath(name)}"`,
	);
	if (!qualifiers.includes('unsafe')) imports.push('_ "unsafe"');
	const used: string[] = [];
	if (chance(30)) {
		imports.push('"fmt"');
		used.push('var _ = fmt.Sprint()');
	}
	if (chance(30)) {
		imports.push('other "math/rand/v2"');
		used.push('var _ = other.Int()');
	}
	const sorted = imports.sort((a, b) => (pathOf(a) < pathOf(b) ? -1 : 1));
	const group = sorted.length > 1 || chance(50);
	const importText = group ? `import (\n${sorted.map((one) => `\t${one}\n`).join('')})` : `import ${sorted[0]}`;

	const doc = chance(50) ? '// pulled is private.\n//\n' : '';
	const below = pick(['', '', '\n// It may go.\n', '//go:nosplit\n', '//nolint:all\n']);
	const directive = `//go:linkname pulled ${target}\n`;
	const apart = chance(25);
	const head = pick(['', '// Copyright of somebody.\n\n', '//go:build linux\n\n', '// Package p is one of many.\n']);
	const main = [
		`${head}package p\n\n${importText}\n`,
		`${apart ? doc.replace('//\n', '') : `${doc}${directive}${below}`}func pulled(${spell(list)})${spell(results)}\n`,
		...used.map((line) => `${line}\n`),
		...(apart ? [directive] : []),
	].join('\n');

	const free = awkward.filter((name) => !names.includes(name) && !qualifiers.includes(name) && name !== unsafeName);
	const taken = [...new Set([pick(free), pick(free), pick(free)])];
	const inTests = chance(30);
	const files: Record<string, string> = {
		'p.go': main,
		[inTests ? 'taken_test.go' : 'taken.go']: chance(50)
			? `package p\n\n${taken.map((name) => `const ${name}_, ${name} = 1, 2\n`).join('\n')}`
			: `package p\n\n${pick(['var', 'const'])} (\n${taken
					.map((name) => `\t${name}_, ${name} = 1, 2\n\n`)
					.join('')
					.trimEnd()}\n)\n`,
	};
	const shadow = pick(free.filter((name) => !taken.includes(name)));
	const call = `pulled(${types.map((type) => zero(type)).join(', ')})`;
	const callImports = [
		...new Set([...call.matchAll(/(\w+)\.\w/g)].map((match) => `"${standardPath(match[1] ?? '')}"`)),
	];
	const value = results.trim() === '' ? call : `_, _ = ${shadow}, func() { ${call} }`;
	const uses = chance(40)
		? 'var Value = pulled\n'
		: `func use(pulledBefore int) {\n\t${shadow} := 1\n\t${value}\n\t_ = ${shadow}\n\tpulled := pulledBefore\n\t_ = pulled\n}\n`;
	const imported = uses.includes(call) ? callImports.map((one) => `import ${one}\n\n`).join('') : '';
	files[chance(20) ? 'use_test.go' : 'use.go'] = `package p\n\n${imported}${uses}`;
	if (files['use_test.go']) files['used.go'] = 'package p\n\nvar Used = pulled\n';
	if (foretold.test(target)) {
		files['show.go'] =
			`package p\n\nimport . "fmt"\n\n// Show tells what the function says.\nfunc Show() string { return Sprint(pulled(${types.map((type) => quick(type)).join(', ')})) }\n`;
	}
	if (chance(30)) files['stub.s'] = '// Nothing.\n';
	for (const [name, text] of Object.entries(bystanders)) if (chance(20)) files[name] = text;
	if (chance(15)) files['p.go'] = `\ufeff${files['p.go']}`;
	if (!chance(25)) return files;
	return Object.fromEntries(Object.entries(files).map(([name, text]) => [name, text.replaceAll('\n', '\r\n')]));
}

/** Their answers are the same in each run, and they link in both releases. */
const foretold =
	/^(?:internal\/bytealg\.(?:Index(?:Byte)|Count)|math\.(?:arch(?:Floor|Ceil|Trunc|Exp)|Float32bits)|runtime\.(?:cmpstring|gostring)$|bytes\.Repeat|net\.loopbackIP|net\/http\.clone(?:URL|OrMake))/;

/** A value without a package: `show.go` has no room for imports. */
function quick(type: string): string {
	return type === 'string' ? '"a string"' : zero(type);
}

/** A program that asks all packages that can be asked. What they pull has to be in it. */
function asking(packages: readonly Record<string, string>[]): string {
	const asked = packages.flatMap((files, at) => (files['show.go'] ? [`p${at}`] : [])).sort();
	const imports = asked.map((name) => `\t${name} "example.com/m/${name}"\n`).join('');
	const calls = asked.map((name) => `\tprintln(${name}.Show())\n`).join('');
	return `package main\n\nimport (\n\t_ "bytes"\n\t_ "net/http"\n\n${imports})\n\nfunc main() {\n${calls}}\n`;
}

/** Files that use the name, or look as if they did. */
const bystanders: Readonly<Record<string, string>> = {
	'passed.go':
		'package p\n\nfunc pass(...any) {}\n\nfunc passes() { pass(pulled, map[string]any{"pulled": pulled}) }\n',
	'method.go':
		'package p\n\ntype box struct{ field func() }\n\nfunc (box) pulled() {}\n\nvar method, bound = box.pulled, box{}.pulled\n\nfunc embeds() { (struct{ box }{}).pulled() }\n',
	'dot.go': 'package p\n\nimport . "sort"\n\nvar sorted = IntsAreSorted(nil)\n',
	'label.go':
		'package p\n\nfunc labels() {\npulled:\n\tfor {\n\t\tbreak pulled\n\t}\n}\n\nfunc result() (pulled int) {\n\tfunc() { pulled++ }()\n\treturn\n}\n',
	'closure.go':
		'package p\n\nvar later = func() any {\n\tif pulled := 1; pulled > 1 {\n\t\treturn pulled\n\t}\n\tconst strings, rand, time = 1, 2, 3\n\treturn pulled\n}\n',
	'generic.go': 'package p\n\nfunc generic[pulled any](one pulled) pulled { return one }\n',
	'aligned.go': 'package p\n\nvar (\n\taligned any = pulled // pulled\n\tlonger  any = 1      // not pulled\n)\n',
	'tagged.go': '//go:build linux && !never\n\npackage p\n\nfunc tagged() any { return pulled }\n',
	'other_windows.go': 'package p\n\nvar onWindows any = pulled\n',
	'external_test.go': 'package p_test\n\nfunc pulled() {}\n\nfunc used() { pulled() }\n\nvar _ = used\n',
	'inside_test.go':
		'package p\n\nimport "testing"\n\nfunc TestInside(t *testing.T) {\n\tif any(pulled) == nil {\n\t\tt.Fatal("no function")\n\t}\n}\n',
};

function pathOf(spec: string): string {
	return spec.slice(spec.indexOf('"'));
}

function closing(signature: string): number {
	return signature.indexOf(')');
}

/** `(to, from unsafe.Pointer, n uintptr)` has three. */
function parameterTypes(signature: string): string[] {
	const inner = signature.slice(1, closing(signature));
	const pieces = inner === '' ? [] : inner.split(', ');
	return pieces.map((piece, at) => {
		const typed = pieces.slice(at).find((one) => one.includes(' ')) ?? piece;
		return typed.slice(typed.indexOf(' ') + 1);
	});
}

function zero(type: string): string {
	if (type === 'string') return '""';
	if (type === 'bool') return 'true';
	return /^(?:u?int(?:8|16|32|64|ptr)?|byte|float(?:32|64))$/.test(type) ? '1' : 'nil';
}

test.skipIf(missing).each(long ? [11, 23, 101, 112] : [11, 101])('variants from seed %i', async (seed) => {
	const random = generator(seed * 7919);
	const packages = Array.from({ length: 60 }, () => variant(usable[random(usable.length)] as AlternativeEntry, random));
	const files = Object.fromEntries(
		packages.flatMap((one, at) => Object.entries(one).map(([name, text]) => [`p${at}/${name}`, text])),
	);
	const module = temporaryModule({
		'go.mod': 'module example.com/m\n\ngo 1.22\n',
		'main.go': asking(packages),
		...files,
	});
	expect(unformatted(module)).toEqual([]);
	if (long) expect(await go(module, '1.26.8', 'vet', './...')).toEqual({ ok: true, output: '' });

	const before = await Promise.all(releases.map((release) => go(module, release, 'run', '.')));
	for (const { ok, output } of before) expect(ok, output).toBe(true);
	expect(before[0]?.output.split('\n').length).toBeGreaterThan(3);

	const applied = new Map<string, string>();
	for (const finding of await findingsIn(module, '1.26.8')) {
		const at = basename(dirname(finding.file));
		const fixes = finding.fixes.filter(
			({ edits, title }) => edits.length > 0 && !title.startsWith('Add //go:noescape'),
		);
		const fix = fixes[random(Math.max(1, fixes.length))];
		if (!fix || applied.has(at)) continue;
		apply(fix);
		applied.set(at, fix.title);
	}
	const kinds = new Set([...applied.values()].map((title) => title.split(' ')[0]));
	expect([...kinds]).toEqual(expect.arrayContaining(['Call', 'Replace']));
	expect(applied.size).toBeGreaterThan(35);
	expect(unformatted(module).map((path) => [path, applied.get(basename(dirname(path)))])).toEqual([]);
	expect(await go(module, releases.at(-1) ?? '', 'vet', './...')).toEqual({ ok: true, output: '' });
	for (const [at, release] of releases.entries()) {
		expect(await go(module, release, 'run', '.'), release).toEqual(before[at]);
	}
});
