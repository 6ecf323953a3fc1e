// Puts a real VS Code into test/editor/node_modules. Nothing here touches the main install.
//
// It comes out of the npm package code-server, which carries the VS Code server and its web workbench under lib/vscode.
// code-server's own wrapper is left aside: it needs native modules, the VS Code server does not.
import { chmodSync, copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { ensureInstalled, npm } from '../../../scripts/setup.mjs';

const folder = join(import.meta.dirname, '..');
const vscodeFolder = join(folder, 'node_modules/code-server/lib/vscode');

/** The program that serves VS Code: run it with Node. */
export const serverMain = join(vscodeFolder, 'out/server-main.js');

/** Makes sure that VS Code is installed (about 330 MB). A second call costs a few milliseconds. */
export async function installVsCode() {
	await ensureInstalled(folder);
	// A peer dependency is missing from the lock file that VS Code ships; nothing needs it at run time.
	const lock = join(vscodeFolder, 'node_modules/.package-lock.json');
	if (!existsSync(lock)) await npm(['ci', '--omit=dev', '--legacy-peer-deps'], vscodeFolder);
	placeRipgrep();
}

// File search wants a ripgrep that VS Code 1.100 would download in an install script; npm has the same program.
function placeRipgrep() {
	const { rgPath } = createRequire(import.meta.url)('@vscode/ripgrep');
	const folderOfProgram = join(vscodeFolder, 'node_modules/@vscode/ripgrep/bin');
	const program = join(folderOfProgram, basename(rgPath));
	if (existsSync(program)) return;
	mkdirSync(folderOfProgram, { recursive: true });
	copyFileSync(rgPath, program);
	chmodSync(program, 0o755);
}
