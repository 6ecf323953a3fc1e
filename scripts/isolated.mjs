// node scripts/isolated.mjs [--keep FOLDER] COMMAND ARG…
// Runs a command as on a machine that nobody has used: HOME, TMPDIR, the XDG folders and the caches of Go and npm are folders of its
// own, empty at the start. Fails when the command fails, and when it leaves something behind: a file in its temporary folder or in
// those that it must not know (/tmp, the user's home), a change in this repository, or a process.
//   --keep FOLDER   takes this folder, as an earlier run left it, instead of a new one that is removed afterwards
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from './repository.mjs';
import { runQuietly, runVisibly } from './run.mjs';

const mark = 'LINKSCAPE_ISOLATED';

/** @param {string} folder where the command's own folders lie */
export function isolatedEnvironment(folder) {
	const home = join(folder, 'home');
	const own = {
		HOME: home,
		USERPROFILE: home,
		TMPDIR: join(folder, 'tmp'),
		TEMP: join(folder, 'tmp'),
		TMP: join(folder, 'tmp'),
		XDG_CACHE_HOME: join(home, '.cache'),
		XDG_CONFIG_HOME: join(home, '.config'),
		XDG_DATA_HOME: join(home, '.local/share'),
		XDG_STATE_HOME: join(home, '.local/state'),
		XDG_RUNTIME_DIR: join(folder, 'run'),
		GOPATH: join(home, 'go'),
		GOMODCACHE: join(home, 'go/pkg/mod'),
		GOCACHE: join(home, '.cache/go-build'),
		npm_config_cache: join(home, '.npm'),
		// Downloads are tried again before they fail.
		npm_config_fetch_retries: '5',
	};
	for (const path of Object.values(own)) if (path.startsWith(folder)) mkdirSync(path, { recursive: true, mode: 0o700 });
	return { ...own, [mark]: folder };
}

/** Where the command must not write anything. */
function forbiddenPlaces() {
	const home = homedir();
	const own = [home, join(home, '.cache'), join(home, '.config'), join(home, 'go')];
	return { folders: ['/tmp', '/var/tmp', ...own], repository: root };
}

/**
 * Runs the command with an environment of its own.
 * @param {readonly string[]} command
 * @param {{ folder: string, quiet?: boolean, grace?: number, forbidden?: { folders: string[], repository: string } }} options
 *   `folder` is emptied by nobody: pass a fresh one; `grace` are the milliseconds in which processes may still end by themselves
 * @returns {Promise<{ code: number, left: string[] }>} its exit code, and a sentence for each thing that it left behind
 */
export async function runIsolated(command, { folder, quiet = false, grace = 5_000, forbidden = forbiddenPlaces() }) {
	const own = isolatedEnvironment(folder);
	const before = await namesIn(forbidden);
	const options = { cwd: process.cwd(), env: { ...process.env, ...own } };
	const code = quiet ? (await runQuietly(command, options)).code : await runVisibly(command, options);
	const left = [
		...(await processesOf(folder, grace)).map((line) => `A process still runs: ${line}`),
		...readdirSync(own.TMPDIR).map((name) => `A file was left in the temporary folder: ${name}`),
	];
	left.push(...(await newNames(before, forbidden, grace)));
	return { code, left };
}

/** A sentence for each name that is new there. Programs of others come and go in /tmp as well: what is gone soon is not reported. */
async function newNames(before, forbidden, grace) {
	for (const until = Date.now() + grace; ; await sleep(100)) {
		const after = [...(await namesIn(forbidden))];
		const found = after.flatMap(([place, names]) =>
			[...names].filter((name) => !before.get(place)?.has(name)).map((name) => `${place} has something new: ${name}`),
		);
		if (found.length === 0 || Date.now() > until) return found;
	}
}

/** What lies in the forbidden places. */
async function namesIn({ folders, repository }) {
	const places = new Map();
	for (const folder of folders) {
		// Others write there as well; what could be ours carries the name of a tool that the tests run.
		const names = existsSync(folder) ? readdirSync(folder) : [];
		places.set(folder, new Set(names.filter((name) => ours.test(name))));
	}
	const { output } = await runQuietly(['git', 'status', '--porcelain'], { cwd: repository });
	places.set('The repository', new Set(output.split('\n').filter((line) => line !== '')));
	return places;
}

const ours =
	/linkscape|^go-|^go$|go-build|vitest|vite|esbuild|npm|node|nvim|emacs|eln-cache|wine|vscode|code-server|chrom|playwright|\.org\.|^data$|^published-/i;

/** The processes of the command, as their command lines; ended, after some time to end by themselves. */
async function processesOf(folder, grace) {
	if (!existsSync('/proc/self/environ')) return [];
	const until = Date.now() + grace;
	for (;;) {
		const found = readdirSync('/proc').filter(
			(pid) => /^\d+$/.test(pid) && Number(pid) !== process.pid && isOurs(pid, folder) && commandLine(pid) !== '',
		);
		if (found.length === 0) return [];
		if (Date.now() > until) {
			const lines = found.map(commandLine);
			for (const pid of found) endProcess(Number(pid));
			return lines;
		}
		await sleep(100);
	}
}

/** It has our mark in its environment or, when it was started with another one, works in the folder. */
function isOurs(pid, folder) {
	try {
		if (readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`${mark}=${folder}`)) return true;
		return Number(pid) !== process.ppid && `${readlinkSync(`/proc/${pid}/cwd`)}/`.startsWith(`${folder}/`);
	} catch {
		return false;
	}
}

/** Empty for a process that has ended and that nobody has asked about. */
function commandLine(pid) {
	try {
		return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
	} catch {
		return '';
	}
}

function endProcess(pid) {
	try {
		process.kill(pid, 'SIGKILL');
	} catch {
		// It ended meanwhile.
	}
}

if (process.argv[1] === import.meta.filename) {
	const args = process.argv.slice(2);
	const kept = args[0] === '--keep' ? resolve(args.splice(0, 2)[1] ?? '') : undefined;
	if (args.length === 0) {
		console.error('usage: node scripts/isolated.mjs [--keep FOLDER] COMMAND ARG…');
		process.exit(2);
	}
	const folder = kept ?? mkdtempSync(join(tmpdir(), 'isolated-'));
	const { code, left } = await runIsolated(args, { folder });
	for (const sentence of left) console.error(sentence);
	if (kept === undefined) {
		// Go makes its module cache read-only.
		await runQuietly(['chmod', '-R', 'u+w', folder]);
		rmSync(folder, { recursive: true, force: true });
	}
	process.exit(code === 0 && left.length > 0 ? 1 : code);
}
