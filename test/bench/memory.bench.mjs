// How much memory the server takes while it shows what the compiler says about a big package.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { root } from '../../scripts/repository.mjs';
import { runQuietly } from '../../scripts/run.mjs';
import { gopls } from './support/gopls.mjs';
import { startLanguageServer } from './support/languageServer.mjs';

export const title = 'Memory with the escape analysis of a package of 37,000 lines shown';

const version = 'github.com/evanw/esbuild@v0.25.10';
const file = 'internal/js_parser/js_parser.go';

export async function measure() {
	const folder = mkdtempSync(join(tmpdir(), 'linkscape-bench-'));
	try {
		const module = join(folder, 'esbuild');
		await copyModule(module);
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
		];
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

async function ourMegabytes(module) {
	const server = await startLanguageServer([process.execPath, join(root, 'server/out/lspMain.mjs'), '--stdio'], module);
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
	await pause(2000);
	const megabytes = await server.residentMegabytes();
	await server.stop();
	return megabytes;
}

// gopls treats the module cache as somebody else's code; a copy is a workspace.
async function copyModule(target) {
	const { code, output } = await runQuietly(['go', 'mod', 'download', '-json', version], { cwd: tmpdir() });
	if (code !== 0) throw new Error(`cannot download ${version}\n${output}`);
	cpSync(JSON.parse(output).Dir, target, { recursive: true });
	const made = await runQuietly(['chmod', '-R', 'u+w', target]);
	if (made.code !== 0) throw new Error(made.output);
}
