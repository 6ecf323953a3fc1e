// A Windows under Wine, in folders of its own, with Node and Go.
import { spawn } from 'node:child_process';
import { closeSync, copyFileSync, mkdirSync, mkdtempSync, openSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { part, randomLibrary, windowsGo, windowsNode } from './parts.mjs';
import { ensurePrograms } from './programs.mjs';

/**
 * The path of a file as Windows programs see it.
 * @param {string} path absolute
 */
export function windowsPath(path) {
	return `Z:${path.replaceAll('/', '\\')}`;
}

/**
 * Starts a Windows; nothing is left of it after `close`, but what is kept for the next time.
 * @param {{ withGo: boolean }} options
 */
export async function startWindows({ withGo }) {
	const { wine, wineserver, compiler } = await ensurePrograms();
	const node = join(await windowsNode(), 'node.exe');
	const goroot = withGo ? await windowsGo() : undefined;
	const library = join(await randomLibrary(compiler), 'bcryptprimitives.dll');
	// Wine's server and the home are in the folder of this run.
	const folder = realpathSync(mkdtempSync(join(tmpdir(), 'linkscape-windows-')));
	const home = join(folder, 'home');
	mkdirSync(home);
	const environment = (prefix) => ({
		PATH: process.env.PATH,
		LANG: 'C.UTF-8',
		HOME: home,
		TMPDIR: folder,
		WINEPREFIX: prefix,
		WINEDEBUG: '-all',
		// Neither .NET nor a browser nor menus of a desktop.
		WINEDLLOVERRIDES: 'mscoree=;mshtml=;winemenubuilder.exe=',
		...(goroot ? { WINEPATH: windowsPath(join(goroot, 'bin')) } : {}),
		GOTOOLCHAIN: 'local',
		GOPROXY: 'off',
	});
	let runs = 0;

	/** Programs of Wine want files for their streams: Node ends with EBADF where they are pipes of the host. */
	function start(prefix, program, args, { cwd = folder, env = {} } = {}) {
		const streams = ['stdout', 'stderr'].map((name) => join(folder, `${runs}.${name}`));
		runs++;
		const [stdout = 0, stderr = 0] = streams.map((file) => openSync(file, 'w'));
		const child = spawn(wine, [program, ...args], {
			cwd,
			env: { ...environment(prefix), ...env },
			stdio: ['ignore', stdout, stderr],
		});
		for (const descriptor of [stdout, stderr]) closeSync(descriptor);
		const read = () => streams.map((file) => readFileSync(file, 'utf8').replaceAll('\r\n', '\n'));
		const ended = new Promise((resolve, reject) => {
			child.once('error', reject);
			child.once('exit', (code) => {
				const [out = '', err = ''] = read();
				resolve({ code, stdout: out, stderr: err });
			});
		});
		return { ended, kill: () => child.kill() };
	}

	async function endPrograms(prefix) {
		const stop = (flag) =>
			new Promise((resolve) => {
				spawn(wineserver, [flag], { env: environment(prefix), stdio: 'ignore' })
					.once('exit', resolve)
					.once('error', resolve);
			});
		await stop('-k');
		await stop('-w');
	}

	const prefix = await part('prefix', async (draft) => {
		const must = async (...args) => {
			const { code, stderr } = await start(draft, args[0] ?? '', args.slice(1)).ended;
			if (code !== 0) throw new Error(`wine ${args.join(' ')} ended with ${code}\n${stderr}`);
		};
		// The first start of Wine fails now and then on a busy machine (code 53); what it has made by then does not hinder the next.
		for (let left = 2; ; left--) {
			try {
				await must('wineboot', '-i');
				break;
			} catch (error) {
				await endPrograms(draft);
				if (left === 0) throw error;
			}
		}
		// Node refuses an older Windows.
		await must('reg', 'add', 'HKCU\\Software\\Wine', '/v', 'Version', '/d', 'win10', '/f');
		await endPrograms(draft);
	});
	copyFileSync(library, join(prefix, 'drive_c/windows/system32/bcryptprimitives.dll'));

	return {
		folder,
		/** The go command, as a path of this machine. */
		go: goroot && join(goroot, 'bin/go.exe'),
		/**
		 * Runs a program to its end.
		 * @param {string} program absolute path of this machine
		 */
		run: (program, args, options) => start(prefix, program, args, options).ended,
		runNode: (args, options) => start(prefix, node, args, options).ended,
		startNode: (args, options) => start(prefix, node, args, options),
		async close() {
			await endPrograms(prefix);
			rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
		},
	};
}
