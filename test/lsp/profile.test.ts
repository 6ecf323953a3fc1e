/** A profile of a real program, as an editor loads it and sees it in hovers, hints and the tree. */
import { rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CodeLens, Hover, InlayHint } from 'vscode-languageserver';
import { afterEach, describe, expect } from 'vitest';
import {
	type EscapeFilter,
	type EscapeTree,
	escapeTreeRequest,
	filterNotification,
	noFilter,
	chosenProfileNotification,
	profileNotification,
	type ProfileStatus,
	readProfileRequest,
} from '../../server/src/protocol/requests.ts';
import { createExplain } from '../../server/src/escape/hints/outputReader.ts';
import { goParser } from '../support/goParser.ts';
import { goTest } from '../support/go.ts';
import { type LspPair, lspPair } from '../support/lspPair.ts';
import { profiledModule } from '../support/profiledModule.mjs';
import { gzipped, recordProfile, writtenProfile } from '../support/profiles.ts';
import { until } from '../support/until.ts';

const name = 'recorded.pprof';
const source = profiledModule['pkg/p.go'];

let pair: LspPair;
afterEach(() => pair.stop());

/** The module with its profile loaded, and pkg/p.go open. */
async function start(setting = name): Promise<void> {
	pair = await lspPair(profiledModule, {
		initializationOptions: { settings: { profile: setting }, ownNotifications: true },
		explain: createExplain(goParser),
	});
	recordProfile(pair.folder, './cmd/x');
	await pair.open('pkg/p.go', source);
	await until(() => pair.workspace.escapes(join(pair.folder, 'pkg', 'p.go')).state === 'fresh');
	// The profile was recorded after the server had looked for it.
	await until(() => pair.workspace.profile().recording !== undefined || setting !== name);
}

const at = (part: string) => {
	const before = source.slice(0, source.indexOf(part)).split('\n');
	return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
};
const textDocument = () => ({ uri: pair.uri('pkg/p.go') });
const hover = async (part: string) => {
	const found = await pair.request<Hover | null>('textDocument/hover', {
		textDocument: textDocument(),
		position: at(part),
	});
	return (found?.contents as { value: string } | undefined)?.value ?? '';
};
const hintedLines = async () => {
	const range = { start: { line: 0, character: 0 }, end: { line: 100, character: 0 } };
	const found = await pair.request<InlayHint[]>('textDocument/inlayHint', { textDocument: textDocument(), range });
	return found.map(({ position }) => position.line);
};
const filter = (change: Partial<EscapeFilter>) => pair.notify(filterNotification, { ...noFilter, ...change });
const statuses = () => pair.received(profileNotification) as readonly ProfileStatus[];
const configure = (profile: string) =>
	pair.notify('workspace/didChangeConfiguration', { settings: { linkscape: { profile } } });

describe('a loaded heap profile', () => {
	goTest('says in the hover what the line allocated', async () => {
		await start();
		expect(await hover('&P{} // the same')).toMatch(
			/\n\n512 kB, 1,000 objects on this line \(\d\d % of the heap profile\)\n\n/,
		);
		expect(await hover('&P{} // one')).toMatch(/\n\n512 B, 1 object on this line \(< 0\.1 % of the heap profile\)\n\n/);
		expect(statuses().at(-1)).toEqual({
			path: join(pair.folder, name),
			summary: expect.stringMatching(/^heap profile, \d+ kB, 1,\d\d\d objects$/),
			problem: '',
		});
	});

	goTest('narrows the hints to the hot ones, also while the code is edited', async () => {
		await start();
		const once = at('&P{} // one').line;
		const hot = at('&P{} // the same').line;
		expect(await hintedLines()).toEqual(expect.arrayContaining([once, hot]));
		await filter({ onlyHot: true });
		expect(await hintedLines()).toContain(hot);
		expect(await hintedLines()).not.toContain(once);
		const top = { line: 0, character: 0 };
		await pair.change('pkg/p.go', 2, { start: top, end: top }, '// A line more.\n');
		expect(await hintedLines()).toContain(hot + 1);
		expect(await hintedLines()).not.toContain(once + 1);
	});

	goTest('says in the hover that the file has changed since', async () => {
		await start();
		const end = { line: source.split('\n').length - 1, character: 0 };
		await pair.change('pkg/p.go', 2, { start: end, end }, '// A line more.\n');
		expect(await hover('&P{} // the same')).toMatch(/heap profile\), as recorded before this file was changed\n/);
	});

	goTest('stands in the tree', async () => {
		await start();
		const { packages } = await pair.request<EscapeTree>(escapeTreeRequest, {});
		const items = packages
			.flatMap((one) => one.functions)
			.flatMap(({ name: of, hints }) => hints.map((hint) => ({ of, ...hint })));
		const cost = (of: string) => items.find((item) => item.of === of);
		expect(cost('newP')?.cost).toMatch(/^512 kB, 1,000 objects on this line/);
		expect(cost('newP')?.share).toBeGreaterThan(0.5);
		expect(cost('Once')?.share).toBeLessThan(0.01);
	});

	goTest('stands once in the hover and above the function, however many hints a line has', async () => {
		await start();
		const lenses = await pair.request<CodeLens[]>('textDocument/codeLens', { textDocument: textDocument() });
		const titles = lenses.map(({ command }) => command?.title ?? '');
		const share = /(\d+) % of the heap profile/.exec(await hover('&P{} // the same'))?.[1];
		expect(titles).toContain(`1 heap · ${share} % of the profile`);
		const text = await hover('newP()) //');
		expect(text.match(/on this line/g)).toHaveLength(1);
	});

	goTest('is read again when it is recorded again, and the last good one stays when that is none', async () => {
		await start();
		await filter({ onlyHot: true });
		const path = join(pair.folder, name);
		const here = join(pair.folder, 'pkg', 'p.go');
		const allocation = {
			values: [1, 4096],
			stack: [`example.com/yaml.v3/pkg.Once ${here}:${at('&P{} // one').line + 1}`],
		};
		writeFileSync(path, gzipped(writtenProfile(['alloc_objects/count', 'alloc_space/bytes'], [allocation])));
		utimesSync(path, 1e9, 1e9);
		await pair.notify('textDocument/didSave', { textDocument: textDocument() });
		await until(async () => (await hintedLines()).join() === String(at('&P{} // one').line));
		expect(await hover('&P{} // one')).toContain('4.1 kB, 1 object on this line (100 % of the heap profile)');

		writeFileSync(path, 'half of a prof');
		utimesSync(path, 1.1e9, 1.1e9);
		await pair.notify('textDocument/didSave', { textDocument: textDocument() });
		await until(() => statuses().at(-1)?.problem === `${path}: this is not a pprof profile.`);
		expect(await hover('&P{} // one')).toContain('4.1 kB');
		expect(statuses().at(-1)?.summary).toBe('heap profile, 4.1 kB, 1 object');

		rmSync(path);
		await pair.notify('textDocument/didSave', { textDocument: textDocument() });
		await until(() => statuses().at(-1)?.problem === `There is no profile ${path}.`);
	});

	goTest('is unloaded with its setting; then everything is shown again', async () => {
		await start();
		await filter({ onlyHot: true });
		const few = await hintedLines();
		await configure('');
		await until(() => statuses().at(-1)?.path === '');
		expect((await hintedLines()).length).toBeGreaterThan(few.length);
		expect(await hover('&P{} // one')).not.toContain('profile');
	});
});

goTest('one that is chosen in the editor takes the place of the setting, until that is asked for again', async () => {
	await start();
	await until(() => statuses().at(-1)?.path === join(pair.folder, name));
	await pair.notify(chosenProfileNotification, { path: '' });
	await until(() => statuses().at(-1)?.path === '');
	await pair.notify(chosenProfileNotification, { path: null });
	await until(() => statuses().at(-1)?.path === join(pair.folder, name));
});

goTest('a file is tried before it is loaded', async () => {
	await start('');
	const tried = (path: string) => pair.request<ProfileStatus>(readProfileRequest, { path });
	const bomb = join(pair.folder, 'bomb.pprof');
	writeFileSync(bomb, gzipped(new Uint8Array(80 * 2 ** 20)));
	expect(await tried(join(pair.folder, name))).toMatchObject({
		problem: '',
		summary: expect.stringMatching(/^heap profile/),
	});
	expect(await tried(join(pair.folder, 'go.mod'))).toEqual({
		path: join(pair.folder, 'go.mod'),
		summary: '',
		problem: `${join(pair.folder, 'go.mod')}: this is not a pprof profile.`,
	});
	expect(await tried(bomb)).toMatchObject({
		problem: `${bomb}: this cannot be decompressed, or becomes larger than any profile.`,
	});
	expect(await tried(pair.folder)).toMatchObject({ problem: `${pair.folder} holds no CPU or heap profile.` });
	expect(statuses()).toEqual([]);
});
