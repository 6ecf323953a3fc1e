// What a scenario plays on: a VS Code, a browser, and Go modules of its own.
import {
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	realpathSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { findOnPath } from '../../../scripts/run.mjs';
import { newPage, openBrowser } from './browser.mjs';
import { Editor } from './editor.mjs';
import { packageGoExtension } from './goExtension.mjs';
import { poll } from './poll.mjs';
import { startVsCode } from './server.mjs';

const editorFolder = join(import.meta.dirname, '..');

/** Where every screenshot goes; not kept. */
const shots = join(editorFolder, 'shots');

/** Where the pictures of the README and, in a folder of their own, those of the walkthrough are. */
const images = join(editorFolder, '../../images');

/** In pixels of the page. */
const pictureWidth = 940;

const example = join(editorFolder, '../../examples');

const bareSettings = {
	'workbench.activityBar.location': 'hidden',
	'breadcrumbs.enabled': false,
	'editor.minimap.enabled': false,
	'editor.renderLineHighlight': 'none',
	'editor.occurrencesHighlight': 'off',
	'editor.scrollBeyondLastLine': true,
};

/**
 * One VS Code and one browser for all scenarios. End it with `close`.
 * @param {{ installed: import('./install.mjs').Installed, vsix: string, keepPictures: boolean }} options `keepPictures` renews the
 *   pictures of the README
 */
export async function setStage({ installed, vsix, keepPictures }) {
	mkdirSync(shots, { recursive: true });
	// The real path: on macOS the temporary folder is behind a link, and VS Code and go would not agree on its name.
	const folder = realpathSync(mkdtempSync(join(tmpdir(), 'linkscape-editor-')));
	const goLog = join(folder, 'go.log');
	const browser = await openBrowser();
	const env = withRecordedGo(folder, goLog);
	const vscode = await startVsCode({ installed, vsix, env });
	return new Stage({ installed, vsix, keepPictures, folder, goLog, env, browser, vscode });
}

class Stage {
	#parts;
	#vscodeWithoutGo;
	#vscodeBesideGo;
	#editors = [];
	#modules = 0;

	constructor(parts) {
		this.#parts = parts;
	}

	/**
	 * Opens a new Go module in a new workbench.
	 * @param {Record<string, string>} files name → text; the first one is shown. A go.mod is added.
	 * @param {{ settings?: object, withoutGo?: boolean, besideGo?: boolean }} [options] `besideGo`: with the stand-in for the Go
	 *   extension
	 */
	async open(files, { settings = {}, withoutGo = false, besideGo = false } = {}) {
		const module = this.#writeModule(files);
		const vscode = withoutGo ? await this.#withoutGo() : besideGo ? await this.#besideGo() : this.#parts.vscode;
		vscode.writeSettings(settings);
		const editor = new Editor(await newPage(this.#parts.browser));
		this.#editors.push(editor);
		const [name] = Object.keys(files);
		await editor.start(vscode.url(module, join(module, name)), vscode.opensFiles ? undefined : name);
		return Object.assign(editor, { module });
	}

	/** Waits until the file of an opened module reads `text` on disk. */
	async seeOnDisk(editor, name, text) {
		await poll(`${name} on disk`, () => readFileSync(join(editor.module, name), 'utf8') === text);
	}

	/** How often go was run in the module of that editor. */
	goRuns(editor) {
		if (!existsSync(this.#parts.goLog)) return 0;
		const lines = readFileSync(this.#parts.goLog, 'utf8').split('\n');
		return lines.filter((line) => line.startsWith(`${editor.module} `)).length;
	}

	/**
	 * Opens a copy of the example module in a workbench that shows little else than the code.
	 * @param {string} file the one to show, as a path in the module
	 * @param {object} [settings] more of them, such as a colour theme
	 */
	async openExample(file, settings = {}) {
		const names = readdirSync(example, { recursive: true, encoding: 'utf8' }).filter((name) =>
			/\.(go|mod|s)$/.test(name),
		);
		const texts = [file, ...names].map((name) => [name, readFileSync(join(example, name), 'utf8')]);
		return this.open(Object.fromEntries(texts), { settings: { ...bareSettings, ...settings } });
	}

	/** Takes a picture of the README: the editor from the line that shows `from` to the one that shows `to`. */
	async picture(editor, name, from, to) {
		const { x, y, width, height } = await editor.placeOfLines(from, to);
		await this.pictureOf(editor, name, { x, y, width: Math.min(width, pictureWidth), height });
	}

	/**
	 * Takes a picture for the README or, as `walkthrough/NAME`, for the walkthrough.
	 * @param {{ x: number, y: number, width: number, height: number }} clip the part of the page
	 */
	async pictureOf(editor, name, clip) {
		for (const folder of this.#parts.keepPictures ? [shots, images] : [shots]) {
			const path = join(folder, `${name}.png`);
			mkdirSync(dirname(path), { recursive: true });
			await editor.page.screenshot({ path, clip });
		}
	}

	/** Keeps what the whole page shows, for whoever wants to look at it. */
	async screenshot(editor, name) {
		await editor.page.screenshot({ path: join(shots, `${name}.png`) });
	}

	/** Ends the workbenches that the last scenario opened; when it failed, after a screenshot of each. */
	async clear({ failedAs } = {}) {
		for (const [index, editor] of this.#editors.splice(0).entries()) {
			if (failedAs)
				await editor.page.screenshot({ path: join(shots, `failed-${failedAs}-${index}.png`) }).catch(() => {});
			await editor.close();
		}
	}

	async close() {
		await this.#parts.browser.close();
		await this.#parts.vscode.stop();
		await this.#vscodeWithoutGo?.stop();
		await this.#vscodeBesideGo?.stop();
		rmSync(this.#parts.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
	}

	#writeModule(files) {
		const module = join(this.#parts.folder, `module${++this.#modules}`);
		for (const [name, text] of Object.entries({ 'go.mod': 'module example.com/agent\n\ngo 1.21\n', ...files })) {
			mkdirSync(dirname(join(module, name)), { recursive: true });
			writeFileSync(join(module, name), text);
		}
		return module;
	}

	async #withoutGo() {
		const { installed, vsix, folder } = this.#parts;
		const empty = join(folder, 'empty');
		mkdirSync(empty, { recursive: true });
		this.#vscodeWithoutGo ??= await startVsCode({ installed, vsix, env: { ...process.env, PATH: empty } });
		return this.#vscodeWithoutGo;
	}

	async #besideGo() {
		const { installed, vsix, folder, env } = this.#parts;
		const others = this.#vscodeBesideGo ? [] : [await packageGoExtension(folder)];
		this.#vscodeBesideGo ??= await startVsCode({ installed, vsix, others, env });
		return this.#vscodeBesideGo;
	}
}

// A go ahead of the real one on PATH that notes where it is run, and measures benchmarks for a moment only: what a scenario wants to
// see is the report.
function withRecordedGo(folder, goLog) {
	const go = findOnPath('go');
	if (go === undefined) return process.env;
	const bin = join(folder, 'bin');
	mkdirSync(bin);
	const script = `#!/bin/sh
echo "$PWD $*" >> '${goLog}'
for arg do
	shift
	[ "$arg" = -benchtime=1s ] && arg=-benchtime=10ms
	set -- "$@" "$arg"
done
exec '${go}' "$@"
`;
	writeFileSync(join(bin, 'go'), script);
	chmodSync(join(bin, 'go'), 0o755);
	return { ...process.env, PATH: bin + delimiter + process.env.PATH };
}
