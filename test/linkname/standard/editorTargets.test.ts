/** Targets as an editor meets them: findings that follow, hovers, lenses, with and without the permission to run Go. */
import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect } from 'vitest';
import type { Finding } from '../../../server/src/analysis/finding.ts';
import { bundledTargets } from '../../../server/src/bundledTargets.ts';
import { explainNothing } from '../../support/explainNothing.ts';
import { createGoWorkspace } from '../../../server/src/session/createGoWorkspace.ts';
import type { GoWorkspace } from '../../../server/src/session/goWorkspace.ts';
import { goPath, goTest, temporaryModule } from '../../support/go.ts';

const goMod = 'module example.com/m\n\ngo 1.22\n';

const pull = (target: string, signature = '()') =>
	`package m\n\nimport _ "unsafe"\n\n//go:linkname f ${target}\nfunc f${signature}\n\nfunc G() { f() }\n`;

interface Opened {
	readonly workspace: GoWorkspace;
	readonly path: string;
	/** The findings once one of them has this rule. */
	readonly until: (rule: string) => Promise<readonly Finding[]>;
}

interface OpenOptions {
	readonly trusted?: boolean;
	readonly PATH?: string;
	/** More files of the module, or others in the place of its go.mod. */
	readonly files?: Readonly<Record<string, string>>;
}

function open(text: string, options: OpenOptions = {}): Opened {
	const module = temporaryModule({ 'go.mod': goMod, 'a.go': text, ...options.files });
	const path = join(module, 'a.go');
	const environment = { ...process.env, GOFLAGS: '', PATH: options.PATH ?? process.env['PATH'] };
	const setup = {
		trusted: options.trusted ?? true,
		goPath: '',
		allowDownloads: false,
		goExtension: {},
		folders: [{ path: module, goExtension: {} }],
		checkDisabled: false,
		escapes: false,
		delay: 300,
		profile: '',
	};
	const targets = bundledTargets({});
	const workspace = createGoWorkspace({ setup, environment, targets, explain: explainNothing, log: () => {} });
	let wake = () => {};
	workspace.listen({
		findingsChanged: () => wake(),
		escapesChanged: () => {},
		statusChanged: () => {},
		profileChanged: () => {},
	});
	workspace.opened(path, text);
	return {
		workspace,
		path,
		async until(rule) {
			for (;;) {
				const changed = new Promise<void>((resolve) => (wake = resolve));
				const findings = await workspace.findings(path);
				if (findings.some((finding) => finding.rule === rule)) return findings;
				await changed;
			}
		},
	};
}

describe('findings', () => {
	goTest('of the text come at once, those of the target follow', async () => {
		const text = `${pull('runtime.sysmon')}\n// go:noinline\nfunc H() {}\n`;
		const { workspace, path, until } = open(text);
		const first = await workspace.findings(path);
		expect(first.map(({ rule }) => rule)).toEqual(['directive-ignored']);
		const all = await until('linkname-refused');
		expect(all.map(({ rule }) => rule)).toEqual(['linkname-refused', 'directive-ignored']);
	});

	goTest('come with the keystroke once the facts are there', async () => {
		const text = pull('runtime.sysmon');
		const { workspace, path, until } = open(text);
		await until('linkname-refused');
		const at = text.indexOf('sysmon') + 'sysmon'.length;
		workspace.changed(path, text.replace('runtime.sysmon', 'runtime.nanotime'), []);
		await until('linkname-signature');
		workspace.changed(path, text, []);
		const again = await workspace.findings(path);
		expect(again.map(({ rule }) => rule)).toEqual(['linkname-refused']);
		expect(again[0]?.span).toEqual({ start: at - 'runtime.sysmon'.length, end: at });
	});

	goTest('are made without running Go in restricted mode', async () => {
		const { workspace, path, until } = open(pull('runtime.sysmon'), { trusted: false });
		const [refused] = await until('linkname-refused');
		expect(refused?.message).toMatch(/^The go1\.\d+ linker refuses runtime\.sysmon: /);
		expect(await workspace.directiveSummaries(path)).toHaveLength(1);
	});

	const library = {
		'go.mod': `${goMod}\nrequire example.com/lib v1.0.0\n\nreplace example.com/lib => ./lib\n`,
		'lib/go.mod': 'module example.com/lib\n\ngo 1.22\n',
		'lib/lib.go': 'package lib\n\nfunc There() {}\n',
	};
	const withImport = (target: string) => pull(target).replace('"unsafe"', '"unsafe"\nimport _ "example.com/lib"');

	goTest.each([true, false])('about other modules are the same whether Go may be run: %s', async (trusted) => {
		const { until } = open(withImport('example.com/lib.noSuch'), { trusted, files: library });
		const found = (await until('linkname-undefined')).filter(({ rule }) => rule === 'linkname-undefined');
		expect(found.map(({ message }) => message)).toEqual([expect.stringMatching(/example\.com\/lib\.noSuch/)]);
	});

	goTest('are made by the tree behind a link, as distributions place it', async () => {
		const bin = temporaryModule({});
		mkdirSync(join(bin, 'bin'));
		symlinkSync(goPath ?? '', join(bin, 'bin', 'go'));
		const { until } = open(pull('runtime.sysmon'), { trusted: false, PATH: join(bin, 'bin') });
		expect((await until('linkname-refused'))[0]?.severity).toBe('error');
	});

	goTest('come from the bundled table without any Go', async () => {
		const { until } = open(pull('runtime.sysmon'), { trusted: false, PATH: dirname(temporaryModule({})) });
		expect((await until('linkname-refused'))[0]?.message).toMatch(/\(since go1\.23\)\.$/);
	});
});

goTest('a hover tells the verdict, the versions, the signature and the way out', async () => {
	const { workspace, path } = open(pull('runtime.fastrand', '() uint32').replace('f() }', '_ = f() }'));
	const hover = await workspace.describe(path, 60);
	expect(hover?.markdown).toContain('**`runtime.fastrand`** · pull');
	expect(hover?.markdown).toMatch(/\*\*go1\.\d+\.\d+\*\*: links; std keeps it linkable for existing users\./);
	expect(hover?.markdown).toMatch(/Go 1\.18-1\.22 links · 1\.23\+ kept/);
	expect(hover?.markdown).toContain('Signature `func() uint32`, matches yours.');
	expect(hover?.markdown).toContain('Public API: `math/rand/v2.Uint32` (go1.22).');
});

goTest('a lens sums a directive up in one line', async () => {
	const { workspace, path } = open(pull('runtime.sysmon'));
	const [lens] = await workspace.directiveSummaries(path);
	expect(lens?.title).toMatch(/^go1\.\d+: refused/);
});
