// Serves a real VS Code on 127.0.0.1 with one extension installed. Used by the editor tests and by `npm start`.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runQuietly } from '../../../scripts/run.mjs';

/** A calm VS Code: nothing but the workbench and the extension. */
const quietSettings = {
	'workbench.startupEditor': 'none',
	'workbench.enableExperiments': false,
	'workbench.secondarySideBar.defaultVisibility': 'hidden',
	'chat.disableAIFeatures': true,
	'telemetry.telemetryLevel': 'off',
	'extensions.autoCheckUpdates': false,
	'extensions.autoUpdate': false,
	'extensions.ignoreRecommendations': true,
	'git.enabled': false,
	'window.commandCenter': false,
	'files.autoSave': 'off',
	'security.workspace.trust.enabled': false,
};

/**
 * Starts VS Code with the packaged extension and nothing else but `others`, which are packages as well.
 * @param {{ installed: import('./install.mjs').Installed, vsix: string, others?: readonly string[], env?: NodeJS.ProcessEnv, port?: number }} options `env` replaces the
 * environment of the extension host
 * @returns {Promise<VsCode>} end it with `stop`
 */
export async function startVsCode({ installed, vsix, others = [], env = process.env, port = 0 }) {
	const home = mkdtempSync(join(tmpdir(), 'linkscape-vscode-'));
	try {
		const folders = layOut(home);
		for (const file of [vsix, ...others]) await installExtension(file, installed, folders);
		const child = spawnServer(installed, folders, { env, port });
		return new VsCode(child, await listening(child), folders, installed.opensFiles);
	} catch (error) {
		rmSync(home, { recursive: true, force: true });
		throw error;
	}
}

function layOut(home) {
	const folders = {
		home,
		user: join(home, 'user'),
		server: join(home, 'server'),
		extensions: join(home, 'extensions'),
		temporary: join(home, 'tmp'),
	};
	mkdirSync(folders.temporary);
	mkdirSync(join(folders.user, 'User'), { recursive: true });
	return { ...folders, settings: join(folders.user, 'User/settings.json') };
}

async function installExtension(vsix, { node, main }, folders) {
	const command = [node, main, '--install-extension', resolve(vsix), ...folderFlags(folders)];
	const { code, output } = await runQuietly(command);
	if (code !== 0 || !output.includes('was successfully installed'))
		throw new Error(`cannot install ${vsix}\n${output}`);
}

function spawnServer({ node, main }, folders, { env, port }) {
	const flags = ['--host', '127.0.0.1', '--port', String(port), '--without-connection-token'];
	const silence = ['--accept-server-license-terms', '--telemetry-level', 'off'];
	// Else the PATH of a login shell replaces ours in the extension host.
	const environment = ['--force-disable-user-env'];
	const child = spawn(node, [main, ...flags, ...silence, ...environment, ...folderFlags(folders)], {
		stdio: ['ignore', 'pipe', 'pipe'],
		// A process group of its own, so that its extension hosts end with it.
		detached: true,
		// An empty gallery: nothing is asked of a marketplace. Sockets and temporary files go to our folder: VS Code leaves some behind.
		env: { ...env, EXTENSIONS_GALLERY: '{}', XDG_RUNTIME_DIR: folders.home, TMPDIR: folders.temporary },
	});
	process.once('exit', () => killGroup(child));
	return child;
}

function folderFlags({ user, server, extensions }) {
	return ['--user-data-dir', user, '--server-data-dir', server, '--extensions-dir', extensions];
}

function listening(child) {
	return new Promise((resolve, reject) => {
		let log = '';
		const timer = setTimeout(() => {
			killGroup(child);
			reject(new Error(`VS Code did not start within a minute\n${log}`));
		}, 60_000);
		const read = (chunk) => {
			log += chunk;
			const port = /Extension host agent listening on (\d+)/.exec(log)?.[1];
			if (port === undefined) return;
			clearTimeout(timer);
			resolve(Number(port));
		};
		child.stdout.on('data', read);
		child.stderr.on('data', read);
		child.once('exit', (code) => reject(new Error(`VS Code ended with ${code}\n${log}`)));
	});
}

class VsCode {
	#child;
	#port;
	#folders;

	/** Whether {@link url} leads to the file as well, or the user has to open it. */
	opensFiles;

	constructor(child, port, folders, opensFiles) {
		this.opensFiles = opensFiles;
		this.#child = child;
		this.#port = port;
		this.#folders = folders;
		this.writeSettings({});
	}

	/** Replaces the user's settings, on top of the quiet ones. Workbenches opened before see them too. */
	writeSettings(settings) {
		writeFileSync(this.#folders.settings, JSON.stringify({ ...quietSettings, ...settings }, null, '\t'));
	}

	/**
	 * The address of a workbench with a folder and one of its files open.
	 * @param {string} folder absolute path
	 * @param {string} [file] absolute path
	 */
	url(folder, file) {
		const url = new URL(`http://127.0.0.1:${this.#port}/`);
		url.searchParams.set('folder', folder);
		// The authority must be the page's own: with another one VS Code takes it for a second file of the same name.
		const uri = `vscode-remote://127.0.0.1:${this.#port}${file}`;
		if (file !== undefined) url.searchParams.set('payload', JSON.stringify([['openFile', uri]]));
		return url.href;
	}

	async stop() {
		if (this.#child.exitCode === null && this.#child.signalCode === null) {
			const gone = new Promise((resolve) => this.#child.once('exit', resolve));
			killGroup(this.#child);
			await gone;
		}
		rmSync(this.#folders.home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
	}
}

function killGroup(child) {
	try {
		process.kill(-child.pid, 'SIGKILL');
	} catch {
		// Nothing is left of the group.
	}
}
