/** Every mechanical entry of server/data/alternatives.json: pulled, replaced by its fix, formatted, vetted, built. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { expect, test } from 'vitest';
import { headingAnchor } from '../../../server/src/analysis/linkname/fixes/explainAlternative.ts';
import type { AlternativeEntry } from '../../../server/src/analysis/linkname/targets/alternative.ts';
import { temporaryModule } from '../../support/go.ts';
import { gorootOf } from '../../support/goroots.ts';
import { apply, findingsIn, go, unformatted } from './support.ts';

const entries = JSON.parse(readFileSync('server/data/alternatives.json', 'utf8')) as readonly AlternativeEntry[];
const mechanical = entries.filter(({ alternative }) => alternative?.expr !== undefined);
const missing =
	gorootOf('1.22.12') === undefined || gorootOf('1.26.8') === undefined || gorootOf('1.27.0') === undefined;

const paths: Readonly<Record<string, string>> = { http: 'net/http', tls: 'crypto/tls', url: 'net/url' };

/** A package that pulls the target and passes the function on. */
function pulling({ target, alternative }: AlternativeEntry): string {
	const signature = alternative?.signature ?? '';
	const used = [...signature.matchAll(/(\w+)\./g)].map((match) => match[1] ?? '');
	const imports = [...new Set(used)].map((name) => `"${paths[name] ?? name}"`);
	if (!used.includes('unsafe')) imports.push('_ "unsafe"');
	const lines = imports
		.sort((a, b) => (a.replace('_ ', '') < b.replace('_ ', '') ? -1 : 1))
		.map((line) => `\t${line}\n`);
	return `package p\n\nimport (\n${lines.join('')})\n\n// pulled is private.\n//\n//go:linkname pulled ${target}\nfunc pulled${signature}\n\nvar Pulled = pulled\n`;
}

for (const line of ['1.22', '1.24']) {
	test.skipIf(missing)(`a module of go ${line} gets what compiles`, async () => {
		const files = Object.fromEntries(mechanical.map((entry, at) => [`p${at}/p.go`, pulling(entry)]));
		const module = temporaryModule({ 'go.mod': `module example.com/m\n\ngo ${line}\n`, ...files });
		expect(unformatted(module)).toEqual([]);
		const replaced = new Set<number>();
		for (const release of ['1.22.12', '1.26.8'].filter((one) => line === '1.22' || one !== '1.22.12')) {
			for (const finding of await findingsIn(module, release)) {
				const at = Number(basename(dirname(finding.file)).slice(1));
				const fix = finding.fixes.find(({ title }) => title.startsWith('Replace by'));
				if (!fix || replaced.has(at)) continue;
				apply(fix);
				replaced.add(at);
			}
		}
		const offered = mechanical.filter((_, at) => replaced.has(at)).map(({ target }) => target);
		const usable = mechanical.filter(
			({ alternative }) => Number(alternative?.since.split('.')[1]) <= Number(line.slice(2)),
		);
		expect(offered).toEqual(usable.map(({ target }) => target));
		expect(unformatted(module)).toEqual([]);
		const packages = [...replaced].map((at) => `./p${at}`);
		for (const release of line === '1.22' ? ['1.22.12', '1.26.8', '1.27.0'] : ['1.26.8', '1.27.0']) {
			expect(await go(module, release, 'vet', ...packages)).toEqual({ ok: true, output: '' });
		}
	});
}

test('the page for people says what the data says', () => {
	execFileSync(process.execPath, ['scripts/record-alternatives.mjs', '--check'], { stdio: 'pipe' });
	const page = readFileSync('docs/alternatives.md', 'utf8');
	const headings = [...page.matchAll(/^## (.*)$/gm)].map((match) => match[1] ?? '');
	expect(headings.length).toBe(entries.length);
	expect(new Set(headings.map(headingAnchor)).size).toBe(headings.length);
});

test('a fix says what becomes different, or nothing does', () => {
	for (const { target, alternative } of mechanical) {
		expect(alternative?.signature, target).toBeDefined();
		expect(alternative?.differs === undefined || alternative.identical === undefined, target).toBe(true);
	}
});
