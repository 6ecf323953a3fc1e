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
 * Installs in `folder` exactly what its lock file names, unless it is there already.
 * @param {string} folder absolute path of a folder with a package-lock.json
 */
export async function ensureInstalled(folder) {
	assertPinned(folder);
	if (isInstalled(folder)) return;
	// Not `npm ci`: it refuses a lock file in which the optional packages of some other platform are missing, as they are
	// when it was written behind a registry that does not carry them. The check below is as strict.
	await npm(['install', '--no-save'], folder);
	if (!isInstalled(folder)) throw new Error(`What npm installed in ${folder} is not what package-lock.json names.`);
}

/**
 * Runs npm in `folder` without running any package's install scripts; its output goes to the terminal.
 * @param {readonly string[]} args
 * @param {string} folder
 */
export async function npm(args, folder) {
	// Under `npm run`, the same npm; elsewhere the one on PATH.
	const self = process.env.npm_execpath?.endsWith('.js') ? [process.execPath, process.env.npm_execpath] : ['npm'];
	const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', '--no-update-notifier'];
	const patient = ['--prefer-offline', '--fetch-retries=5', '--fetch-retry-mintimeout=1000'];
	const code = await runVisibly([...self, ...args, ...quiet, ...patient], { cwd: folder });
	if (code !== 0) throw new Error(`npm ${args.join(' ')} failed in ${folder}`);
}

/** Fails for a lock file that leaves open which bytes a package has: npm would take whatever it gets. */
function assertPinned(folder) {
	const loose = Object.entries(packagesOf(join(folder, 'package-lock.json')))
		.filter(([path, { integrity }]) => path !== '' && !/^sha512-[\w+/]{86}==$/.test(integrity ?? ''))
		.map(([path]) => path);
	if (loose.length > 0) throw new Error(`package-lock.json in ${folder} has no sha512 of ${loose.join(', ')}.`);
}

function isInstalled(folder) {
	// npm notes inside node_modules what it put there, in the form of a lock file.
	const note = join(folder, 'node_modules/.package-lock.json');
	if (!existsSync(note)) return false;
	const installed = packagesOf(note);
	const isThere = ([path, wanted]) =>
		installed[path]?.version === wanted.version && installed[path]?.integrity === wanted.integrity;
	return Object.entries(packagesOf(join(folder, 'package-lock.json'))).every(
		(entry) => entry[0] === '' || entry[1].optional || isThere(entry),
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
