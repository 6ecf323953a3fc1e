// How much memory the server takes while it shows what the compiler says about a big package.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { copyModule } from './support/goModules.mjs';
import { gopls } from './support/gopls.mjs';
import { ourServer } from './support/ourServer.mjs';
import { startLanguageServer } from './support/languageServer.mjs';

export const title = 'Memory with the escape analysis of a package of 37,000 lines shown, 20 s later';

const version = 'github.com/evanw/esbuild@v0.25.10';
const file = 'internal/js_parser/js_parser.go';

export async function measure() {
	const folder = mkdtempSync(join(tmpdir(), 'linkscape-bench-'));
	try {
		const module = join(folder, 'esbuild');
		await copyModule(version, module);
		const ours = await ourMegabytes(module);
		const other = await goplsMegabytes(module);
		return [
			{
				what: 'resident memory',
				ours: { name: 'linkscape', value: ours },
				other: { name: 'gopls', value: other },
				unit: 'MB',
				limit: 1,
			},
			{
				what: 'the limit',
				ours: { name: 'linkscape', value: ours },
				other: { name: 'limit', value: 150 },
				unit: 'MB',
				limit: 1,
			},
		];
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

async function ourMegabytes(module) {
	const server = await startLanguageServer(ourServer, module);
	const uri = server.open(join(module, file));
	const range = { start: { line: 0, character: 0 }, end: { line: 100_000, character: 0 } };
	for (let hints = []; !hints?.length; await pause(200)) {
		hints = await server.request('textDocument/inlayHint', { textDocument: { uri }, range });
	}
	return settledMegabytes(server);
}

async function goplsMegabytes(module) {
	const server = await startLanguageServer([await gopls()], module);
	const uri = pathToFileURL(join(module, file)).href;
	const shown = server.diagnostics(uri, ({ source }) => source === 'optimizer details');
	server.open(join(module, file));
	await server.request('workspace/executeCommand', { command: 'gopls.gc_details', arguments: [uri] });
	await shown;
	return settledMegabytes(server);
}

async function settledMegabytes(server) {
	// Both give memory back when they have been left alone for a while.
	await pause(20_000);
	const megabytes = await server.residentMegabytes();
	await server.stop();
	return megabytes;
}
