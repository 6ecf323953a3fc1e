/** A machine that does not do what it should: the status says so in a sentence, and never that all is well. */
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Hover } from 'vscode-languageserver';
import { afterEach, expect, test, vi } from 'vitest';
import type { StatusParams } from '../../server/src/protocol/requests.ts';
import { goPath, temporaryModule } from '../support/go.ts';
import { type LspPair, lspPair } from '../support/lspPair.ts';
import { until } from '../support/until.ts';

const files = { 'go.mod': 'module example.com/m\n\ngo 1.21\n', 'a.go': 'package m\n\nfunc F() {}\n' };

let pair: LspPair;
afterEach(async () => {
	vi.unstubAllEnvs();
	await pair.stop();
});

/** The state of the module as soon as it is no longer being worked on. */
async function settled(): Promise<string> {
	let last: StatusParams['modules'][number] | undefined;
	await until(() => {
		last = (pair.received('linkscape/status').at(-1) as StatusParams | undefined)?.modules[0];
		return last !== undefined && last.detail !== '' && last.state !== 'analysing';
	});
	return `${last?.state}: ${last?.detail}`;
}

const noWindows = test.skipIf(goPath === undefined || process.platform === 'win32');

noWindows('no temporary directory', async () => {
	pair = await lspPair(files, { initializationOptions: { trusted: true } });
	vi.stubEnv('TMPDIR', join(pair.folder, 'nowhere'));
	await pair.open('a.go', files['a.go']);
	expect(await settled()).toBe(`paused: The temporary directory ${join(pair.folder, 'nowhere')} cannot be used.`);
});

noWindows.each([
	'"Dir":7,"ImportPath":"x"',
	'"ImportPath":"x","Dir":"/x","GoFiles":"a.go"',
	'"ImportPath":"x","Dir":"/x","GoFiles":["a.go"],"Error":{"Pos":3,"Err":null}',
])('go list that prints {%s}', async (answer) => {
	const go = program(`if [ "$1" = list ]; then printf '{\\n%s\\n}\\n' '${answer}'; exit 0; fi\nexec '${goPath}' "$@"`);
	pair = await lspPair(files, { initializationOptions: { trusted: true, settings: { go: { path: go } } } });
	await pair.open('a.go', files['a.go']);
	expect(await settled()).toBe('paused: go list printed something that cannot be read.');
});

noWindows('go env that prints numbers', async () => {
	const go = program(`echo '{"GOROOT": 1, "GOVERSION": {}}'`);
	pair = await lspPair(files, { initializationOptions: { trusted: true, settings: { go: { path: go } } } });
	await pair.open('a.go', files['a.go']);
	expect(await settled()).toMatch(/^no-go: .*\/go env printed nothing that could be read\.$/);
});

noWindows('a go env that does not answer is not waited for by what needs no go', async () => {
	const pull = 'package m\n\nimport _ "unsafe"\n\n//go:linkname nanotime runtime.nanotime\nfunc nanotime() int64\n';
	const gate = join(temporaryModule({}), 'gate');
	const go = program(
		`if [ "$1" = env ]; then while [ ! -e '${gate}' ]; do sleep 0.05; done; fi\nexec '${goPath}' "$@"`,
	);
	const options = { initializationOptions: { trusted: true, settings: { go: { path: go } } } };
	pair = await lspPair({ ...files, 'a.go': pull, 'empty.s': '' }, options);
	await pair.open('a.go', pull);
	const textDocument = { uri: pair.uri('a.go') };
	const position = { line: 4, character: 25 };
	const hover = () => pair.request<Hover | null>('textDocument/hover', { textDocument, position });
	expect(JSON.stringify(await hover())).toContain('runtime.nanotime');
	const definition = await pair.request('textDocument/definition', { textDocument, position });
	expect(definition).toBeDefined();
	expect(await pair.request('textDocument/codeLens', { textDocument })).toBeDefined();
	// Until here nothing has come from that go.
	writeFileSync(gate, '');
	await until(() => {
		const status = pair.received('linkscape/status').at(-1) as StatusParams | undefined;
		return status?.modules[0]?.state === 'ready';
	});
	expect(JSON.stringify(await hover())).toContain('runtime.nanotime');
});

/** A go command that is this script. */
function program(script: string): string {
	const path = join(temporaryModule({ go: `#!/bin/sh\n${script}\n` }), 'go');
	chmodSync(path, 0o755);
	return path;
}
