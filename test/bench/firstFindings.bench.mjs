// How long after the start of the server the first finding of a small module is there.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { root } from '../../scripts/repository.mjs';
import { gopls } from './support/gopls.mjs';
import { ourServer } from './support/ourServer.mjs';
import { startLanguageServer } from './support/languageServer.mjs';
import { median } from './support/median.mjs';

export const title = 'Start of the server → first findings of a small module (median of 5)';

// One mistake for either server: a directive without the import of unsafe, and a variable that is not used.
const mistakes = `package main

//go:linkname nanotime runtime.nanotime
func nanotime() int64

func Now() int64 {
	unused := 1
	return nanotime()
}
`;

export async function measure() {
	const folder = mkdtempSync(join(tmpdir(), 'linkscape-bench-'));
	try {
		cpSync(join(root, 'examples'), folder, { recursive: true });
		writeFileSync(join(folder, 'mistakes.go'), mistakes);
		const commands = {
			ours: ourServer,
			gopls: [await gopls()],
		};
		const seconds = { ours: [], gopls: [] };
		for (let round = 0; round < 5; round++) {
			for (const name of ['ours', 'gopls']) seconds[name].push(await secondsToFirstFinding(commands[name], folder));
		}
		return [
			{
				what: 'first finding',
				ours: { name: 'linkscape', value: median(seconds.ours) },
				other: { name: 'gopls', value: median(seconds.gopls) },
				unit: 's',
				limit: 1,
			},
		];
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

async function secondsToFirstFinding(command, folder) {
	const server = await startLanguageServer(command, folder);
	const file = join(folder, 'mistakes.go');
	const found = server.diagnostics(pathToFileURL(file).href);
	server.open(file);
	await found;
	const seconds = (performance.now() - server.startedAt) / 1000;
	await server.stop();
	return seconds;
}
