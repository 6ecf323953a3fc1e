/** Where an attack happens: a repository, a home that is not its business, and programs that leave a mark when somebody runs them. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
	chmodSync,
	lstatSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	readlinkSync,
	realpathSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface Ground {
	/** The repository, which is opened. Absolute, without links. */
	readonly repo: string;
	/** A directory beside it. */
	readonly outside: string;
	/** Writes files into the repository. */
	write(files: Readonly<Record<string, string>>): void;
	/** Puts a program into the repository that leaves its name as a mark, and ends with 1; answers its absolute path. */
	trap(path: string): string;
	/** Puts a named pipe into the repository, which nobody writes to. */
	pipe(path: string): void;
	/** Runs git in the repository, by itself: no settings of the machine count. Answers what it prints. */
	git(...args: readonly string[]): string;
	/** The traps that were run so far, each once. */
	sprung(): readonly string[];
	/** The files of the repository and beside it: path → what is in it. */
	contents(): ReadonlyMap<string, string>;
	remove(): void;
}

/** What every repository of the attacks holds: a finding for `check`, an allocation for `escapes`. */
const ordinary = {
	'go.mod': 'module example.com/m\n\ngo 1.21\n',
	'a.go': `package m

import _ "unsafe"

//go:linkname nanotime runtime.nanotime
func nanotime() int64

func New() *int64 {
	now := nanotime()
	return &now
}
`,
	'a.s': '',
};

export function createGround(): Ground {
	const root = mkdtempSync(join(realpathSync(tmpdir()), 'linkscape-attack-'));
	const [repo, outside, marks] = ['repo', 'outside', 'marks'].map((name) => join(root, name)) as [
		string,
		string,
		string,
	];
	for (const folder of [repo, outside, marks]) mkdirSync(folder);
	const ground: Ground = {
		repo,
		outside,
		write(files) {
			for (const [name, text] of Object.entries(files)) {
				mkdirSync(dirname(join(repo, name)), { recursive: true });
				writeFileSync(join(repo, name), text);
			}
		},
		trap(path) {
			const mark = join(marks, path.replaceAll('/', '+'));
			ground.write({ [path]: `#!/bin/sh\n: > '${mark}'\nexit 1\n` });
			chmodSync(join(repo, path), 0o755);
			return join(repo, path);
		},
		pipe: (path) => void execFileSync('mkfifo', [join(repo, path)]),
		git(...args) {
			const env = { ...process.env, ...withoutOwnSettings };
			return execFileSync('git', [...args], { cwd: repo, env, stdio: 'pipe', encoding: 'utf8' }).trim();
		},
		sprung: () => readdirSync(marks).map((name) => name.replaceAll('+', '/')),
		contents: () => new Map([...contentsOf(repo, ''), ...contentsOf(outside, '')]),
		remove: () => rmSync(root, { recursive: true, force: true }),
	};
	ground.write(ordinary);
	return ground;
}

/** For git: neither the settings of the user nor those of the machine. */
export const withoutOwnSettings = {
	GIT_CONFIG_GLOBAL: '/dev/null',
	GIT_CONFIG_NOSYSTEM: '1',
	GIT_AUTHOR_NAME: 'a',
	GIT_AUTHOR_EMAIL: 'a@example.com',
	GIT_COMMITTER_NAME: 'a',
	GIT_COMMITTER_EMAIL: 'a@example.com',
};

function* contentsOf(folder: string, below: string): Generator<[string, string]> {
	for (const name of readdirSync(join(folder, below))) {
		const path = join(below, name);
		const found = lstatSync(join(folder, path));
		if (found.isDirectory()) yield* contentsOf(folder, path);
		else if (found.isSymbolicLink()) yield [join(folder, path), readlinkSync(join(folder, path))];
		else if (found.isFile()) yield [join(folder, path), hashOf(join(folder, path))];
		else yield [join(folder, path), 'other'];
	}
}

function hashOf(file: string): string {
	return createHash('sha256').update(readFileSync(file)).digest('hex');
}

/** A host that counts who asks it, whatever is asked. */
export interface Host {
	readonly url: string;
	asked(): number;
	close(): void;
}

export async function createHost(): Promise<Host> {
	let asked = 0;
	const server = createServer((socket) => {
		asked++;
		socket.on('error', () => {}).destroy();
	});
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	const address = server.address();
	const port = typeof address === 'object' && address !== null ? address.port : 0;
	return { url: `http://127.0.0.1:${port}`, asked: () => asked, close: () => void server.close() };
}
