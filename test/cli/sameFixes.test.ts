/** The terminal lists the fixes that an editor offers: the same titles for the same files. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CodeAction } from 'vscode-languageserver';
import { afterAll, expect, test } from 'vitest';
import { targetFixes } from '../../server/src/analysis/linkname/fixes/targetFixes.ts';
import { parseTable } from '../../server/src/analysis/syntax/syntaxCache.ts';
import { goPath } from '../support/go.ts';
import { goParser } from '../support/goParser.ts';
import { lspPair } from '../support/lspPair.ts';
import { until } from '../support/until.ts';
import { fixModules } from '../linkname/fixes/fixModules.ts';
import { type Cli, createCli } from './runCli.ts';

let cli: Cli | undefined;
afterAll(() => cli?.dispose());

const capabilities = {
	workspace: { workspaceEdit: { documentChanges: true, resourceOperations: ['create', 'delete'] } },
};

/** All modules in one tree, one directory each. */
function tree(): Record<string, string> {
	const files = Object.values(fixModules).flatMap(({ line = '1.22', files: own }, at) => [
		[`m${at}/go.mod`, `module example.com/m${at}\n\ngo ${line}\n`],
		...Object.entries(own).map(([name, text]) => [
			`m${at}/${name}`,
			text.replaceAll('example.com/m/', `example.com/m${at}/`),
		]),
	]);
	return Object.fromEntries(files) as Record<string, string>;
}

interface Listed {
	readonly findings: readonly { readonly file: string; readonly fixes: readonly string[] }[];
}

test.skipIf(goPath === undefined)('titles', async () => {
	const parser = await goParser();
	const moreFixes = targetFixes(({ file }) => parseTable(parser, file.text));
	const files = tree();
	const pair = await lspPair(files, { capabilities, initializationOptions: { ownCommands: true }, moreFixes });
	try {
		cli = await createCli();
		const { stdout } = await cli.run(['check', '--format', 'json'], { cwd: pair.folder });
		const listed = new Map<string, string[]>();
		for (const { file, fixes } of (JSON.parse(stdout) as Listed).findings) {
			listed.set(file, [...(listed.get(file) ?? []), ...fixes]);
		}
		const all = [...listed.values()].flat();
		for (const kind of [
			'Replace by ',
			'Call ',
			'Split by Go version: ',
			'Use the signature of ',
			'Open the page ',
			'Remove this ',
			'Declare ',
		]) {
			expect(all).toContainEqual(expect.stringContaining(kind));
		}
		for (const [file, titles] of listed) {
			const text = readFileSync(join(pair.folder, file), 'utf8');
			await pair.open(file, text);
			const range = { start: { line: 0, character: 0 }, end: { line: text.split('\n').length, character: 0 } };
			const offered = async () => {
				const context = { diagnostics: [], only: ['quickfix'] };
				const textDocument = { uri: pair.uri(file) };
				const actions = await pair.request<CodeAction[]>('textDocument/codeAction', { textDocument, range, context });
				// A finding that somebody wants to keep is kept in an editor only.
				const titles = actions.map(({ title }) => title).filter((title) => !/^Ignore .* here$/.test(title));
				return titles.sort();
			};
			const wanted = [...titles].sort();
			// What is known about targets comes later than the first answer.
			await until(async () => (await offered()).length >= wanted.length);
			expect(await offered(), file).toEqual(wanted);
		}
	} finally {
		await pair.stop();
	}
});
