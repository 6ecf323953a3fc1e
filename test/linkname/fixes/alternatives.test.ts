/** Every mechanical entry of server/data/alternatives.json: pulled, replaced by its fix, formatted, vetted, built. `LONG=1` builds all of them everywhere. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { headingAnchor, headingOf } from '../../../server/src/analysis/linkname/fixes/explainAlternative.ts';
import { standardPath } from '../../../server/src/analysis/linkname/fixes/modelTypes.ts';
import type { AlternativeEntry } from '../../../server/src/analysis/linkname/targets/alternative.ts';
import { temporaryModule } from '../../support/go.ts';
import { gorootOf } from '../../support/downloads.ts';
import { long } from '../../support/long.ts';
import { apply, findingsIn, go, unformatted } from './support.ts';

const entries = JSON.parse(readFileSync('server/data/alternatives.json', 'utf8')) as readonly AlternativeEntry[];
const mechanical = entries.filter(({ alternative }) => alternative?.expr !== undefined);

/** The `go` lines at which something becomes possible, each with the first release that builds such a module; and the newest one. */
const firsts = { '1.18': '1.18.10', '1.19': '1.19.13', '1.21': '1.21.13', '1.22': '1.22.12', '1.24': '1.24.12' };
const newest = '1.27.0';
const judge = '1.26.8';
const missing = [...Object.values(firsts), newest, judge].some((release) => gorootOf(release) === undefined);

/** Half of the standard library stands behind these. Without `LONG=1` they are tried in modules of go 1.22 only. */
function needsNetwork({ alternative }: AlternativeEntry): boolean {
	return (alternative?.imports ?? []).some((path) => /^(?:net|crypto\/tls|mime\/multipart)(?:\/|$)/.test(path));
}

const lineOfNetwork = '1.22';

/** A file that pulls the target and passes the function on. */
function pulling({ target, alternative }: AlternativeEntry, local: string): string {
	const signature = alternative?.signature ?? '';
	const used = [...signature.matchAll(/(\w+)\./g)].map((match) => match[1] ?? '');
	const imports = [...new Set(used)].map((name) => `"${standardPath(name)}"`);
	if (!used.includes('unsafe')) imports.push('_ "unsafe"');
	const lines = imports
		.sort((a, b) => (a.replace('_ ', '') < b.replace('_ ', '') ? -1 : 1))
		.map((line) => `\t${line}\n`);
	const exported = local.replace('p', 'P');
	return `package p\n\nimport (\n${lines.join('')})\n\n// ${local} is private.\n//\n//go:linkname ${local} ${target}\nfunc ${local}${signature}\n\nvar ${exported} = ${local}\n`;
}

const minorOf = (version: string) => Number(version.split('.')[1]);

test('each version with something new is tried', () => {
	const sinces = new Set(mechanical.map(({ alternative }) => Math.max(18, minorOf(alternative?.since ?? ''))));
	expect([...sinces].toSorted((a, b) => a - b)).toEqual(Object.keys(firsts).map(minorOf));
});

for (const [line, first] of Object.entries(firsts)) {
	test.skipIf(missing)(`a module of go ${line} gets what compiles`, async () => {
		const tried = mechanical.filter((entry) => long || line === lineOfNetwork || !needsNetwork(entry));
		const files = Object.fromEntries(tried.map((entry, at) => [`p${at}.go`, pulling(entry, `pulled${at}`)]));
		const module = temporaryModule({ 'go.mod': `module example.com/m\n\ngo ${line}\n`, ...files });
		expect(unformatted(module)).toEqual([]);
		const replaced = new Set<number>();
		for (const finding of await findingsIn(module, judge)) {
			const at = Number(basename(finding.file, '.go').slice(1));
			const fix = finding.fixes.find(({ title }) => title.startsWith('Replace by'));
			if (!fix || replaced.has(at)) continue;
			apply(fix);
			replaced.add(at);
		}
		const offered = tried.filter((_, at) => replaced.has(at)).map(({ target }) => target);
		const usable = tried.filter(({ alternative }) => minorOf(alternative?.since ?? '') <= minorOf(line));
		expect(offered).toEqual(usable.map(({ target }) => target));
		expect(unformatted(module)).toEqual([]);
		expect(await go(module, judge, 'vet', '.')).toEqual({ ok: true, output: '' });
		for (const release of long ? [first, judge, newest] : [first, line === lineOfNetwork ? judge : newest]) {
			expect(await go(module, release, 'build', '.'), release).toEqual({ ok: true, output: '' });
		}
	});
}

test('the page for people says what the data says', () => {
	execFileSync(process.execPath, ['scripts/record-alternatives.mjs', '--check'], { stdio: 'pipe' });
	const page = readFileSync('docs/alternatives.md', 'utf8');
	const headings = [...page.matchAll(/^## (.*)$/gm)].map((match) => match[1] ?? '');
	expect(headings.sort()).toEqual(entries.map(({ target }) => headingOf(target)).sort());
	expect(new Set(headings.map(headingAnchor)).size).toBe(headings.length);
});

test('a fix says what becomes different, or nothing does', () => {
	for (const { target, alternative } of mechanical) {
		expect(alternative?.signature, target).toBeDefined();
		expect(alternative?.differs === undefined || alternative.identical === undefined, target).toBe(true);
	}
});
