/** An editor with a server, and whatever else happens to its folder: it knows what is on the disk and in the buffers. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { vi } from 'vitest';
import { LineIndex } from '../../../server/src/analysis/text/lineIndex.ts';
import type { LspPair } from '../../support/lspPair.ts';
import type { Happening, Rewrite } from './events.ts';
import { positionAt } from './answers.ts';
import { type Choice, files, firstChoice, spell } from './smallModules.ts';

export interface Buffer {
	choice: readonly number[];
	text: string;
	version: number;
	/** It differs from what the editor last read or wrote. */
	dirty: boolean;
}

/** All that a client tells a server besides texts. */
export interface Told {
	trusted: boolean;
	tags: string;
	goarch: string;
	checkDisabled: boolean;
	escapes: boolean;
	diagnostics: boolean;
	coldPaths: boolean;
	onlyChanges: boolean;
}

export class Editor {
	readonly folder: string;
	readonly disk = new Map<string, readonly number[]>();
	readonly buffers = new Map<string, Buffer>();
	readonly told: Told = {
		trusted: true,
		tags: '',
		goarch: 'amd64',
		checkDisabled: false,
		escapes: true,
		diagnostics: false,
		coldPaths: false,
		onlyChanges: false,
	};

	/** Writes the first variant of every file. */
	constructor(folder: string) {
		this.folder = folder;
		for (const name of Object.keys(files)) this.#write(name, firstChoice(name));
		this.#git('init', '-q');
		this.#commit();
	}

	/** As `initializationOptions` of a server that starts now. */
	options(): object {
		return {
			...this.#environment(),
			settings: this.#settings(),
			filter: this.#filter(),
			ownCommands: true,
			ownNotifications: true,
		};
	}

	/** Makes it happen, and tells the server what a client would tell. */
	async let(what: Happening, pair: LspPair): Promise<void> {
		switch (what.kind) {
			case 'open': {
				const choice = this.disk.get(what.file);
				if (this.buffers.has(what.file) || !choice) return;
				const text = spell(what.file, choice);
				this.buffers.set(what.file, { choice, text, version: 1, dirty: false });
				return pair.open(what.file, text);
			}
			case 'close':
				if (!this.buffers.delete(what.file)) return;
				return pair.notify('textDocument/didClose', { textDocument: { uri: pair.uri(what.file) } });
			case 'edit': {
				const { file } = what.rewrite;
				await this.let({ kind: 'open', file }, pair);
				const buffer = this.buffers.get(file);
				return buffer && this.#type(pair, file, buffer, rewritten(buffer.choice, what.rewrite), what.atOnce);
			}
			case 'save': {
				const edited = [...this.buffers.keys()].filter((file) => this.buffers.get(file)?.dirty);
				const file = edited.includes(what.file) ? what.file : edited[0];
				const buffer = file === undefined ? undefined : this.buffers.get(file);
				if (file === undefined || !buffer) return;
				this.#write(file, buffer.choice);
				buffer.dirty = false;
				await pair.notify('textDocument/didSave', { textDocument: { uri: pair.uri(file) } });
				return what.watched ? this.#report(pair, [file]) : undefined;
			}
			case 'disk':
				return this.#rewrite(pair, what.rewrites, what.apart);
			case 'branch': {
				await this.#rewrite(pair, what.rewrites, false, () => this.#commit());
				return;
			}
			case 'commit':
				this.#commit();
				// What was known of HEAD counts for some seconds.
				vi.setSystemTime(Date.now() + 10_000);
				return;
			case 'remove':
				return this.#put(pair, what.file, undefined);
			case 'make':
				return this.disk.has(what.file)
					? undefined
					: this.#put(
							pair,
							what.file,
							files[what.file]?.parts.map(() => 0),
						);
			case 'trust':
				this.told.trusted = what.trusted;
				return pair.notify('linkscape/environment', this.#environment());
			case 'tags':
				this.told.tags = what.tags;
				return pair.notify('linkscape/environment', this.#environment());
			case 'platform':
				this.told.goarch = what.goarch;
				return pair.notify('linkscape/environment', this.#environment());
			case 'settings':
				this.told[what.name] = what.value;
				return pair.notify('workspace/didChangeConfiguration', { settings: { linkscape: this.#settings() } });
			case 'filter':
				this.told.onlyChanges = what.onlyChanges;
				return pair.notify('linkscape/filter', this.#filter());
		}
	}

	async #type(pair: LspPair, file: string, buffer: Buffer, choice: readonly number[], atOnce: boolean): Promise<void> {
		const before = buffer.text;
		const after = spell(file, choice);
		if (before === after) return;
		Object.assign(buffer, { choice, text: after, version: buffer.version + 1, dirty: true });
		if (atOnce) return pair.change(file, buffer.version, undefined, after);
		let start = 0;
		while (start < Math.min(before.length, after.length) && before[start] === after[start]) start++;
		let end = 0;
		while (end < Math.min(before.length, after.length) - start && before.at(-1 - end) === after.at(-1 - end)) end++;
		const lines = new LineIndex(before);
		const range = { start: positionAt(lines, start), end: positionAt(lines, before.length - end) };
		return pair.change(file, buffer.version, range, after.slice(start, after.length - end));
	}

	async #put(pair: LspPair, file: string, choice: Choice): Promise<void> {
		if (!this.disk.has(file) && choice === undefined) return;
		this.#write(file, choice);
		await this.#report(pair, [file]);
	}

	async #rewrite(pair: LspPair, rewrites: readonly Rewrite[], apart: boolean, then = () => {}): Promise<void> {
		const changed = new Set<string>();
		for (const rewrite of rewrites) {
			const { file } = rewrite;
			const choice = this.disk.get(file);
			if (!choice) continue;
			this.#write(file, rewritten(choice, rewrite));
			changed.add(file);
		}
		then();
		if (apart) for (const file of changed) await this.#report(pair, [file]);
		else if (changed.size > 0) await this.#report(pair, [...changed]);
	}

	/** The watcher's notification; an editor then reads again what it has open, unless that was edited. */
	async #report(pair: LspPair, changed: readonly string[]): Promise<void> {
		await pair.notify('workspace/didChangeWatchedFiles', {
			changes: changed.map((file) => ({ uri: pair.uri(file), type: this.disk.has(file) ? 2 : 3 })),
		});
		for (const file of changed) {
			const [buffer, choice] = [this.buffers.get(file), this.disk.get(file)];
			if (!buffer || !choice || buffer.dirty) continue;
			await this.#type(pair, file, buffer, choice, true);
			buffer.dirty = false;
		}
	}

	#write(file: string, choice: Choice): void {
		const path = join(this.folder, file);
		if (choice === undefined) {
			this.disk.delete(file);
			rmSync(path, { force: true });
			return;
		}
		this.disk.set(file, choice);
		mkdirSync(dirname(path), { recursive: true });
		writeFileSync(path, spell(file, choice));
	}

	#environment() {
		const { trusted, tags, goarch } = this.told;
		return { trusted, goExtension: { buildTags: tags, toolsEnvVars: { GOARCH: goarch } }, folders: this.#folders() };
	}

	#folders() {
		return [{ uri: `file://${this.folder}`, goExtension: {} }];
	}

	#settings() {
		const { checkDisabled, escapes, diagnostics, coldPaths } = this.told;
		return {
			linkname: { checkDisabled },
			escape: { enabled: escapes, diagnostics, coldPaths, delay: 10, codeLensScope: 'all' },
		};
	}

	#filter() {
		return { verdicts: [], classes: [], functions: [], onlyChanges: this.told.onlyChanges, onlyHot: false };
	}

	#commit(): void {
		this.#git('add', '-A');
		this.#git('commit', '-q', '--allow-empty', '-m', 'x');
	}

	#git(...args: string[]): void {
		const who = [
			'-c',
			'user.name=n',
			'-c',
			'user.email=n@example.com',
			'-c',
			'core.hooksPath=/dev/null',
			'-c',
			'gc.auto=0',
		];
		execFileSync('git', [...who, ...args], { cwd: this.folder, stdio: 'pipe' });
	}
}

function rewritten(choice: readonly number[], { file, part, steps }: Rewrite): readonly number[] {
	const ways = files[file]?.parts[part]?.length ?? 1;
	return choice.map((before, index) => (index === part ? (before + steps) % ways : before));
}
