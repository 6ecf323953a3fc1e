/**
 * Every attack on the server in Restricted Mode; in the trusted server and on the command line those marked so, and all of them with
 * ATTACK=all (`npm run attack`), which also shows for each that its traps work, and counts.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { StatusParams } from '../../server/src/protocol/requests.ts';
import { createExplain } from '../../server/src/escape/hints/outputReader.ts';
import { type Cli, createCli } from '../cli/runCli.ts';
import { goPath } from '../support/go.ts';
import { goParser } from '../support/goParser.ts';
import { type LspPair, lspPair } from '../support/lspPair.ts';
import { until } from '../support/until.ts';
import { type Attack, attacks, quick } from './attacks.ts';
import { createGround, createHost, type Ground, type Host, withoutOwnSettings } from './ground.ts';

const all = process.env['ATTACK'] === 'all';
const count = { attacks: attacks.length, runs: 0, executed: 0, named: 0, written: 0, asked: 0, careless: 0 };

let cli: Cli;
let host: Host;
beforeAll(async () => {
	[cli, host] = await Promise.all([createCli(), createHost()]);
});
afterAll(() => {
	cli.dispose();
	host.close();
	if (!all) return;
	const { attacks: tried, runs, executed, named, written, asked, careless } = count;
	console.log(
		`${tried} attacks tried in ${runs} runs: ${executed} programs of the repository executed, ${written} files written, ${asked} hosts asked.\n` +
			`${named} programs ran because the user's own settings or environment name them. ${careless} attacks were shown to work on plain git and go.`,
	);
});

/** What the user's environment holds: whoever asks a host or a proxy is seen. */
function environmentOf(attack: Attack, ground: Ground): Record<string, string> {
	const proxies = ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy'].map((name) => [name, host.url]);
	return {
		...Object.fromEntries(proxies),
		NO_PROXY: '',
		no_proxy: '',
		GOPROXY: host.url,
		GOSUMDB: 'off',
		...withoutOwnSettings,
		...attack.environment?.(ground),
	};
}

/** Runs something in the repository of an attack: nothing ran but what the user named, nothing was written, nobody was asked. */
async function withstand(
	attack: Attack,
	named: readonly string[],
	run: (ground: Ground) => Promise<unknown>,
): Promise<void> {
	const ground = createGround();
	try {
		attack.lay(ground);
		const [before, asked] = [ground.contents(), host.asked()];
		await run(ground);
		const sprung = ground.sprung();
		const others = sprung.filter((trap) => !named.includes(trap));
		const after = ground.contents();
		const written = [...before.keys(), ...after.keys()].filter((path) => before.get(path) !== after.get(path));
		count.runs++;
		count.executed += others.length;
		count.named += sprung.length - others.length;
		count.written += written.length;
		count.asked += host.asked() - asked;
		expect({ ran: others, written, asked: host.asked() - asked }).toEqual({ ran: [], written: [], asked: 0 });
		// What the user named does run: a trap that nobody can spring would show nothing.
		for (const trap of named) expect(sprung).toContain(trap);
	} finally {
		ground.remove();
	}
}

/** Opens, edits, saves, asks everything that an editor asks. */
async function work(pair: LspPair, trusted: boolean, attack: Attack): Promise<void> {
	const { broken = false, endless = false, named } = attack;
	const compiles = !broken && named?.trusted === undefined;
	const text = readFileSync(join(pair.folder, 'a.go'), 'utf8');
	const textDocument = { uri: pair.uri('a.go') };
	const range = { start: { line: 0, character: 0 }, end: { line: 12, character: 0 } };
	const at = { textDocument, position: { line: 4, character: 26 } };
	const ask = (method: string, params: object) => pair.request(method, params).catch((error: unknown) => error);
	const askAll = () =>
		Promise.all([
			ask('textDocument/hover', at),
			ask('textDocument/definition', at),
			ask('textDocument/references', { ...at, context: { includeDeclaration: true } }),
			ask('textDocument/documentLink', { textDocument }),
			ask('textDocument/codeLens', { textDocument }),
			ask('textDocument/inlayHint', { textDocument, range }),
			ask('textDocument/codeAction', { textDocument, range, context: { diagnostics: [] } }),
			ask('textDocument/diagnostic', { textDocument }),
			ask('linkscape/escapeTree', {}),
		]);
	await pair.open('a.go', text);
	await askAll();
	if (trusted) await settled(pair, compiles);
	const end = { line: text.split('\n').length - 1, character: 0 };
	await pair.change('a.go', 2, { start: end, end }, '\nfunc Two() *int { return new(int) }\n');
	await pair.notify('textDocument/didSave', { textDocument });
	await askAll();
	if (trusted && !endless) await settled(pair, compiles);
	if (trusted && all && !endless)
		await ask('workspace/executeCommand', { command: 'linkscape.server.details', arguments: [textDocument.uri] });
	await askAll();
}

/** Waits until the analysis has come to its end: with hints where the package compiles. */
async function settled(pair: LspPair, compiles: boolean): Promise<void> {
	await until(() => {
		const { modules = [] } = (pair.received('linkscape/status').at(-1) as StatusParams | undefined) ?? {};
		const ended = modules.every(({ state, go, detail }) => state !== 'analysing' && `${go}${detail}` !== '');
		if (modules.length === 0 || !ended) return false;
		return !compiles || pair.workspace.escapes(join(pair.folder, 'a.go')).state === 'fresh';
	});
}

async function serve(attack: Attack, ground: Ground, trusted: boolean): Promise<void> {
	const environment = environmentOf(attack, ground);
	for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
	try {
		const pair = await lspPair(
			{},
			{
				folder: ground.repo,
				explain: createExplain(goParser),
				environment: process.env,
				capabilities: { textDocument: { diagnostic: {} } },
				initializationOptions: {
					trusted,
					filter: { verdicts: [], classes: [], functions: [], onlyChanges: true, onlyHot: false },
					...attack.options?.(ground),
				},
			},
		);
		try {
			await work(pair, trusted, attack);
		} finally {
			await pair.stop();
		}
	} finally {
		vi.unstubAllEnvs();
	}
}

const unix = process.platform !== 'win32';
const chosen = (names: readonly string[]) => attacks.filter(({ name }) => all || names.includes(name));

describe.skipIf(!unix)('in Restricted Mode', () => {
	test.each(attacks)('$name', async (attack) => {
		await withstand(attack, [], (ground) => serve(attack, ground, false));
	});
});

describe.skipIf(!unix || goPath === undefined)('in the trusted server', () => {
	test.each(chosen(quick.trusted))('$name', async (attack) => {
		await withstand(attack, attack.named?.trusted ?? [], (ground) => serve(attack, ground, true));
	});
});

const commands = [['check', '.'], ['escapes', './...'], ...(all ? [['explain', 'runtime.nanotime']] : [])];

describe.skipIf(!unix || goPath === undefined)('on the command line', () => {
	test.concurrent.each(chosen(quick.cli))('$name', async (attack) => {
		await withstand(attack, attack.named?.cli ?? [], async (ground) => {
			const env = { ...process.env, ...environmentOf(attack, ground) };
			const outcomes = await Promise.all(commands.map((args) => cli.run(args, { cwd: ground.repo, env })));
			// Where nothing stands in the way, all of it was done.
			const [, escapes] = outcomes;
			if (!attack.broken && attack.named?.cli === undefined) expect(escapes).toMatchObject({ code: 0, stderr: '' });
		});
	});
});

describe.skipIf(!unix || !all)('the traps of', () => {
	test.each(attacks.filter(({ careless }) => careless !== undefined))('$name work', async (attack) => {
		const ground = createGround();
		onTestFinished(() => ground.remove());
		attack.lay(ground);
		const { command: [program = '', ...args] = [], env } = attack.careless?.(ground) ?? {};
		const options = {
			cwd: ground.repo,
			env: { ...process.env, ...withoutOwnSettings, ...env },
			stdio: 'ignore' as const,
		};
		const child = spawn(program, args, options);
		await new Promise((done) => child.once('close', done).once('error', done));
		expect(ground.sprung()).not.toEqual([]);
		count.careless++;
	});
});
