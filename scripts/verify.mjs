// npm run verify: whether what is installed is what package-lock.json names, file by file, and what the registry signed.
//   The first needs no network where npm's cache holds the packages; the second is left out, with a visible line, where the registry
//   cannot be asked.
import { createHash } from 'node:crypto';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './repository.mjs';
import { runQuietly } from './run.mjs';
import { npm, setUp } from './setup.mjs';

/** What tools keep in node_modules beside the packages. */
const notes = new Set(['.package-lock.json', '.cache', '.vite', '.vite-temp']);

await setUp();
const differences = await compareWithLock();
for (const difference of differences) console.error(difference);
console.log(`${differences.length} files differ from what package-lock.json names.`);
const signed = await signatures();
console.log(signed.text);
process.exitCode = differences.length === 0 && signed.good ? 0 : 1;

/** npm unpacks the packages once more, which checks the sha512 of each; answers a sentence for each file that is not the same. */
async function compareWithLock() {
	const folder = mkdtempSync(join(tmpdir(), 'linkscape-verify-'));
	try {
		for (const file of ['package.json', 'package-lock.json', '.npmrc'])
			copyFileSync(join(root, file), join(folder, file));
		await npm(['install', '--no-save'], folder);
		const wanted = hashes(join(folder, 'node_modules'));
		const found = hashes(join(root, 'node_modules'));
		const paths = new Set([...wanted.keys(), ...found.keys()]);
		return [...paths]
			.filter((path) => wanted.get(path) !== found.get(path))
			.sort()
			.map(
				(path) => `node_modules/${path} ${wanted.has(path) ? (found.has(path) ? 'differs' : 'is missing') : 'is new'}`,
			);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** @param {string} folder @returns {Map<string, string>} path → hash of the file, or where the link leads */
function hashes(folder, below = '', into = new Map()) {
	for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
		if (notes.has(entry.name)) continue;
		const path = below === '' ? entry.name : `${below}/${entry.name}`;
		if (entry.isDirectory()) hashes(folder, path, into);
		else if (entry.isSymbolicLink()) into.set(path, readlinkSync(join(folder, path)));
		else
			into.set(
				path,
				createHash('sha256')
					.update(readFileSync(join(folder, path)))
					.digest('hex'),
			);
	}
	return into;
}

/** `npm audit signatures`; a registry that has no keys, or no registry at all, is no fault of the packages. */
async function signatures() {
	// `npm run --silent` makes the npm below it silent, too.
	const command = ['npm', 'audit', 'signatures', '--loglevel=error', '--fetch-retries=1', '--fetch-timeout=20000'];
	const { code, output } = await runQuietly(command, { cwd: root });
	if (code === 0) return { good: true, text: output.trim() };
	const silent =
		/found no (?:installed dependencies|dependencies to audit)|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|E40\d|No supported signing keys/i;
	if (silent.test(output)) return { good: true, text: 'skipped: the registry could not be asked about signatures.' };
	return { good: false, text: output.trim() };
}
