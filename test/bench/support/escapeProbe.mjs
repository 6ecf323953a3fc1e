// A function that allocates, put into the middle of a real file. Each edit changes the size of what it allocates, and is
// over when the server has said so at its line.
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';

// interface{}: esbuild is written in the Go of 2019.
const body = (size) => `func linkscapeProbe() interface{} { return &[${size}]int{} }`;
/** Milliseconds. */
const patience = 120_000;

/** The text of a file with the probe in it, and where the size stands. */
export function withProbe(file, size) {
	const text = readFileSync(file, 'utf8');
	const at = text.indexOf('\n}\n', text.length / 2) + 3;
	const probed = `${text.slice(0, at)}\n${body(size)}\n${text.slice(at)}`;
	const line = text.slice(0, at).split('\n').length;
	return { text: probed, line, start: body('').indexOf(']'), end: body(size).indexOf(']') };
}

/**
 * Opens a file in a server, types sizes into the probe, and measures each time how long its hint takes to come back. A
 * hint that does not come at all counts as the two minutes that it was waited for.
 * @param {Awaited<ReturnType<typeof import('./languageServer.mjs').startLanguageServer>>} server
 * @param {string} file
 * @param {number} edits
 * @param {(uri: string, line: number) => (version: number) => Promise<void>} watch resolves when the hint of a version is shown
 */
export async function timeEdits(server, file, edits, watch) {
	const uri = server.open(file);
	const { text, line, start } = withProbe(file, 1);
	const shown = watch(uri, line);
	let version = 2;
	server.change(uri, version, text);
	const seconds = [];
	const cpu = [];
	if (!(await comes(shown(version)))) return { seconds: [patience / 1000], cpu, late: true };
	for (let edit = 0; edit < edits; edit++) {
		// What other edits have left to do is none of this one's business.
		await pause(1000);
		const used = server.cpuSeconds();
		const began = performance.now();
		const range = { start: { line, character: start }, end: { line, character: start + 1 } };
		server.change(uri, ++version, String(2 + (edit % 8)), range);
		if (!(await comes(shown(version)))) return { seconds: [patience / 1000], cpu, late: true };
		seconds.push((performance.now() - began) / 1000);
		// A killed compiler counts once it is buried.
		await pause(200);
		cpu.push(server.cpuSeconds() - used);
	}
	return { seconds, cpu, late: false };
}

/** As an editor does: told to refresh, it asks for the hints that are in view and for the lenses of the file. */
export function watchOurs(server) {
	return (uri, line) => {
		const range = { start: { line: Math.max(0, line - 30), character: 0 }, end: { line: line + 30, character: 0 } };
		const ask = async () => {
			const [hints] = await Promise.all([
				server.request('textDocument/inlayHint', { textDocument: { uri }, range }),
				server.request('textDocument/codeLens', { textDocument: { uri } }),
			]);
			return hints?.some(({ position, label }) => position.line === line && !label.endsWith('…')) ?? false;
		};
		return () =>
			new Promise((resolve) => {
				server.onRefresh(async () => {
					if (await ask()) resolve();
				});
			});
	};
}

export function watchGopls(server) {
	return (uri, line) => {
		const isProbe = ({ source, range }) => source === 'optimizer details' && range.start.line === line;
		let asked = false;
		return async (version) => {
			const found = server.diagnostics(uri, isProbe, version);
			if (!asked) await server.request('workspace/executeCommand', { command: 'gopls.gc_details', arguments: [uri] });
			asked = true;
			await found;
		};
	};
}

/** False when nobody would wait any longer. */
async function comes(hint) {
	return (await Promise.race([hint, pause(patience, 'late', { ref: false })])) !== 'late';
}
