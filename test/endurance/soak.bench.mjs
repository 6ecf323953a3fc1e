// A long day with one server: 10,000 edits over 200 files in 40 packages, with saves, renames, deletions, branch switches, and changes of
// settings and trust. Its memory stays what it was, and nothing is left when it ends.
//   EDITS=2000 SEED=7 npm run soak   fewer of them, and others
import { execFileSync } from 'node:child_process';
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { startLanguageServer } from '../bench/support/languageServer.mjs';
import { median } from '../bench/support/median.mjs';
import { ourServer } from '../bench/support/ourServer.mjs';
import { seeded } from '../support/seeded.mjs';
import { root } from '../../scripts/repository.mjs';
import { writeModules } from './generatedModules.mjs';

const edits = Number(process.env.EDITS ?? 10_000);
export const title = `${edits.toLocaleString('en')} edits over 200 files in 40 packages`;

/** Milliseconds between two edits; a compile begins after 100 ms without one. */
const pace = 20;
const rests = 10;
const openAtOnce = 12;

const random = seeded(Number(process.env.SEED ?? 1));
const chance = (one, of) => random() * of < one;
const oneOf = (list) => list[Math.floor(random() * list.length)];

export async function measure() {
	const folder = mkdtempSync(join(tmpdir(), 'linkscape-soak-'));
	const [module, temporary] = [join(folder, 'module'), join(folder, 'tmp')];
	mkdirSync(temporary);
	try {
		const files = writeModules(module, { modules: 1, packages: 40, files: 5 });
		git(module, 'init', '-q');
		git(module, 'add', '-A');
		git(module, 'commit', '-q', '-m', 'all');
		git(module, 'branch', 'other');
		const report = join(folder, 'memory.json');
		const [node, ...args] = ourServer;
		const memory = ['--expose-gc', '--import', pathToFileURL(join(root, 'test/endurance/reportMemory.mjs')).href];
		const command = ['env', `TMPDIR=${temporary}`, `MEMORY_REPORT=${report}`, node, ...memory, ...args];
		const server = await startLanguageServer(command, module);
		const day = new Day(server, module, files);
		await day.begin();
		const [before, running] = [day.handles(), day.children()];
		const held = [];
		const resident = [];
		for (let rest = 0; rest < rests; rest++) {
			for (let edit = 0; edit < edits / rests; edit++) await day.edit();
			// With nothing open each rest is like the others.
			await day.closeAll();
			await pause(3_000);
			const measured = await memoryOf(server.pid, report);
			held.push(measured.held / 1e6);
			resident.push(measured.rss / 1e6);
		}
		const after = day.handles();
		const left = day.children().filter((pid) => !running.includes(pid));
		await server.stop();
		console.log(`  ${JSON.stringify(day.counts)}`);
		console.log(`  MB held at rest: ${held.map((each) => each.toFixed(1)).join(' ')}`);
		console.log(`  MB resident:     ${resident.map((each) => each.toFixed(0)).join(' ')}`);
		const nothing = { name: 'at most', value: 1 };
		return [
			{
				what: 'memory held at the end',
				ours: { name: 'end', value: median(held.slice(-3)) },
				other: { name: 'plateau', value: median(held.slice(2, -3)) },
				unit: 'MB',
				limit: 1.1,
			},
			{
				what: 'handles',
				ours: { name: 'end', value: after },
				other: { name: 'start', value: before },
				unit: '',
				limit: 1,
			},
			counted('requests without an answer', day.counts.refused, nothing),
			counted('processes left', left.length, nothing),
			counted('files left', readdirSync(temporary).length, nothing),
		];
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** What the server holds after a collection of its garbage. Bytes. */
async function memoryOf(pid, report) {
	rmSync(report, { force: true });
	process.kill(pid, 'SIGUSR2');
	for (;;) {
		await pause(100);
		const text = existsSync(report) ? readFileSync(report, 'utf8') : '';
		// A file that is there may still be empty.
		if (text.endsWith('}')) return JSON.parse(text);
	}
}

/** None is 0 of 1; one is over the limit. */
function counted(what, value, other) {
	return { what, ours: { name: 'counted', value }, other, unit: '', limit: 0 };
}

/** Somebody who works in an editor. */
class Day {
	counts = {
		edits: 0,
		saves: 0,
		opens: 0,
		closes: 0,
		renames: 0,
		deletions: 0,
		branches: 0,
		settings: 0,
		trust: 0,
		requests: 0,
		refused: 0,
	};
	#server;
	#module;
	#files;
	#gone = [];
	#open = new Map();
	#trusted = true;
	#waiting = new Set();

	constructor(server, module, files) {
		this.#server = server;
		this.#module = module;
		this.#files = files;
	}

	async begin() {
		this.#openFile(this.#files[0]);
		await pause(3_000);
	}

	/** One edit, and now and then what else happens. */
	async edit() {
		if (this.#open.size === 0 || chance(1, 60)) this.#openFile(oneOf(this.#files));
		if (this.#open.size > openAtOnce) this.#close(oneOf([...this.#open.keys()]));
		// Mostly in the file that was edited last.
		const [path, buffer] = chance(1, 20) ? oneOf([...this.#open]) : [...this.#open].at(-1);
		this.#type(path, buffer);
		this.counts.edits++;
		if (chance(1, 5)) this.#ask(path);
		if (chance(1, 12)) this.#save(path, buffer);
		if (chance(1, 90)) this.#rename(path);
		if (chance(1, 90)) this.#removeOrRestore();
		if (chance(1, 500)) this.#switchBranch();
		if (chance(1, 300)) this.#configure();
		if (chance(1, 500)) this.#trust();
		await pause(chance(1, 50) ? 300 : pace);
		// Nobody asks on while so much is unanswered.
		while (this.#waiting.size > 50) await Promise.race(this.#waiting);
	}

	async closeAll() {
		await Promise.all(this.#waiting);
		for (const path of [...this.#open.keys()]) this.#close(path);
	}

	handles() {
		return readdirSync(`/proc/${this.#server.pid}/fd`).length;
	}

	children() {
		return readFileSync(`/proc/${this.#server.pid}/task/${this.#server.pid}/children`, 'utf8')
			.split(' ')
			.filter(Boolean);
	}

	#openFile(path) {
		if (this.#open.has(path) || !existsSync(path)) return;
		const text = readFileSync(path, 'utf8');
		this.#open.set(path, { text, version: 1 });
		const textDocument = { uri: uriOf(path), languageId: 'go', version: 1, text };
		this.#server.notify('textDocument/didOpen', { textDocument });
		this.counts.opens++;
	}

	#close(path) {
		this.#open.delete(path);
		this.#server.notify('textDocument/didClose', { textDocument: { uri: uriOf(path) } });
		this.counts.closes++;
	}

	/** A word more or less somewhere, or a whole function; one in ten does not compile until it is taken back. */
	#type(path, buffer) {
		const lines = buffer.text.split('\n');
		const broken = lines.findIndex((line) => line.startsWith('torn('));
		if (broken >= 0) return this.#replaceLines(path, buffer, broken, 1, []);
		if (chance(1, 10)) return this.#replaceLines(path, buffer, lines.length - 1, 0, ['torn(', '']);
		const own = lines.findIndex((line) => line.startsWith('func More('));
		if (own >= 0 && chance(1, 3)) return this.#replaceLines(path, buffer, own, 1, []);
		const at = lines.findIndex((line) => line.startsWith('// Word'));
		if (at >= 0)
			return this.#replaceLines(path, buffer, at, 1, chance(1, 4) ? [] : [`// Word ${'x'.repeat(random() * 20)}`]);
		if (own < 0 && chance(1, 3)) {
			const file = /func New(\d+)/.exec(buffer.text)?.[1] ?? '0';
			return this.#replaceLines(path, buffer, lines.length - 1, 0, [
				`func More(n int) *Item${file} { return New${file}(n + ${Math.floor(random() * 99)}) }`,
				'',
			]);
		}
		this.#replaceLines(path, buffer, lines.length - 1, 0, ['// Word', '']);
	}

	#replaceLines(path, buffer, line, count, text) {
		const lines = buffer.text.split('\n');
		const last = line + count >= lines.length;
		lines.splice(line, last ? lines.length - line : count, ...text);
		buffer.version++;
		const range = {
			start: { line, character: 0 },
			end: last ? { line, character: 1_000 } : { line: line + count, character: 0 },
		};
		buffer.text = lines.join('\n');
		const change = { range, text: last ? text.join('\n') : text.map((each) => `${each}\n`).join('') };
		const textDocument = { uri: uriOf(path), version: buffer.version };
		this.#server.notify('textDocument/didChange', { textDocument, contentChanges: [change] });
	}

	#save(path, { text }) {
		writeFileSync(path, text);
		this.#server.notify('textDocument/didSave', { textDocument: { uri: uriOf(path) } });
		this.#report([path]);
		this.counts.saves++;
	}

	#rename(path) {
		if (!existsSync(path)) return;
		const to = join(dirname(path), `r${Math.floor(random() * 1e6)}.go`);
		this.#close(path);
		renameSync(path, to);
		this.#files = this.#files.map((file) => (file === path ? to : file));
		this.#report([path, to]);
		this.#openFile(to);
		this.counts.renames++;
	}

	#removeOrRestore() {
		const back = this.#gone.pop();
		if (back) {
			writeFileSync(back.path, back.text);
			return this.#report([back.path]);
		}
		const path = oneOf(this.#files);
		if (!existsSync(path) || this.#open.has(path)) return;
		this.#gone.push({ path, text: readFileSync(path, 'utf8') });
		rmSync(path);
		this.#report([path]);
		this.counts.deletions++;
	}

	/** All files become those of the other branch; an editor reads anew what it has open. */
	#switchBranch() {
		git(this.#module, 'add', '-A');
		git(this.#module, 'commit', '-q', '--allow-empty', '-m', 'more');
		const before = git(this.#module, 'rev-parse', 'HEAD').trim();
		git(this.#module, 'checkout', '-q', '--detach', 'other');
		const changed = git(this.#module, 'diff', '--name-only', before, 'HEAD').split('\n').filter(Boolean);
		git(this.#module, 'branch', '-f', 'other', before);
		this.#report(changed.map((name) => join(this.#module, name)));
		for (const path of [...this.#open.keys()]) this.#close(path);
		this.#files = execFileSync('git', ['ls-files', '*.go'], { cwd: this.#module, encoding: 'utf8' })
			.split('\n')
			.filter(Boolean)
			.map((name) => join(this.#module, name));
		this.#gone = [];
		this.#openFile(oneOf(this.#files));
		this.counts.branches++;
	}

	#configure() {
		const escape = {
			enabled: !chance(1, 6),
			delay: 100,
			diagnostics: chance(1, 2),
			codeLensScope: chance(1, 2) ? 'all' : 'allocating',
		};
		this.#server.notify('linkscape/filter', { onlyChanges: chance(1, 3) });
		this.#server.notify('workspace/didChangeConfiguration', { settings: { linkscape: { escape } } });
		this.#server.configuration = { escape };
		this.counts.settings++;
	}

	#trust() {
		this.#trusted = !this.#trusted || chance(1, 2);
		this.#server.notify('linkscape/environment', {
			trusted: this.#trusted,
			goExtension: { buildTags: chance(1, 2) ? 'soak' : '' },
		});
		this.counts.trust++;
	}

	#report(paths) {
		const changes = paths.map((path) => ({ uri: uriOf(path), type: existsSync(path) ? 2 : 3 }));
		this.#server.notify('workspace/didChangeWatchedFiles', { changes });
	}

	#ask(path) {
		const textDocument = { uri: uriOf(path) };
		const lines = this.#open.get(path)?.text.split('\n') ?? [];
		const line = Math.max(
			0,
			lines.findIndex((each) => each.includes(oneOf(['&Item', 'go:linkname', 'func Keep', 'append(']))),
		);
		const position = { line, character: (lines[line] ?? '').indexOf('&') + 1 || 14 };
		const whole = { start: { line: 0, character: 0 }, end: { line: lines.length, character: 0 } };
		const [method, params] = oneOf([
			['textDocument/hover', { textDocument, position }],
			['textDocument/inlayHint', { textDocument, range: whole }],
			['textDocument/codeLens', { textDocument }],
			['textDocument/definition', { textDocument, position }],
			['textDocument/references', { textDocument, position, context: { includeDeclaration: true } }],
			['textDocument/codeAction', { textDocument, range: whole, context: { diagnostics: [], triggerKind: 2 } }],
			['linkscape/escapeTree', {}],
		]);
		this.counts.requests++;
		const answer = this.#server
			.request(method, params)
			.catch(() => void this.counts.refused++)
			.finally(() => this.#waiting.delete(answer));
		this.#waiting.add(answer);
	}
}

function uriOf(path) {
	return pathToFileURL(path).href;
}

function git(directory, ...args) {
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
	return execFileSync('git', [...who, ...args], {
		cwd: directory,
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'pipe'],
	});
}
