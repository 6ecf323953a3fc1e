// Set-up shared by every command of the repository. Uses nothing but Node, since it runs before anything is installed.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './repository.mjs';
import { runVisibly } from './run.mjs';

const oldestNode = { major: 20, minor: 19 };

/**
 * Makes sure that the dependencies of the repository are installed exactly as its lock file says.
 * A second call costs a few milliseconds.
 */
export async function setUp() {
	refuseOldNode();
	await ensureInstalled(root);
}

/**
 * Runs `npm ci` in `folder`, unless what is installed there is what its lock file names.
 * @param {string} folder absolute path of a folder with a package-lock.json
 */
export async function ensureInstalled(folder) {
	if (!isInstalled(folder)) await npm(['ci'], folder);
}

/**
 * Runs npm in `folder` without running any package's install scripts; its output goes to the terminal.
 * @param {readonly string[]} args
 * @param {string} folder
 */
export async function npm(args, folder) {
	// Under `npm run`, the same npm; elsewhere the one on PATH.
	const self = process.env.npm_execpath?.endsWith('.js') ? [process.execPath, process.env.npm_execpath] : ['npm'];
	const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
	const code = await runVisibly([...self, ...args, ...quiet], { cwd: folder });
	if (code !== 0) throw new Error(`npm ${args.join(' ')} failed in ${folder}`);
}

function isInstalled(folder) {
	// npm keeps a copy of the lock file inside node_modules that says what it put there.
	const installedLock = join(folder, 'node_modules/.package-lock.json');
	if (!existsSync(installedLock)) return false;
	const installed = packagesOf(installedLock);
	return Object.entries(packagesOf(join(folder, 'package-lock.json'))).every(
		([path, wanted]) => path === '' || wanted.optional || installed[path]?.version === wanted.version,
	);
}

function packagesOf(lockFile) {
	return JSON.parse(readFileSync(lockFile, 'utf8')).packages;
}

function refuseOldNode() {
	const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
	if (major > oldestNode.major || (major === oldestNode.major && minor >= oldestNode.minor)) return;
	console.error(
		`Linkscape needs Node ${oldestNode.major}.${oldestNode.minor} or newer; this is ${process.versions.node}.`,
	);
	process.exit(2);
}
