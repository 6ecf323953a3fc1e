// Answers during a storm: 10,000 files change, or the compiler prints half a gigabyte, while somebody types and hovers.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { startLanguageServer } from '../bench/support/languageServer.mjs';
import { ourServer } from '../bench/support/ourServer.mjs';

export const title = 'Storms: the slowest hover and keystroke → hints beside what is good enough';

const [slowestHover, slowestKeystroke] = [1_000, 50];
/** A run that the storm interrupts, one while it goes on, one behind it. */
const mostRuns = 3;
const changed = 10_000;
const main = `package main

import (
	"fmt"
	_ "unsafe"
)

//go:linkname nanotime runtime.nanotime
func nanotime() int64

func main() {
	x := 42
	fmt.Println(&x, nanotime())
}
`;

export async function measure() {
	const folder = mkdtempSync(join(tmpdir(), 'linkscape-storm-'));
	try {
		const rows = [];
		for (const [what, storm] of Object.entries({ files, 'lines of output': lines, 'a line without end': endless })) {
			const { hovers, keystrokes, runs } = await weather(join(folder, what.replaceAll(' ', '-')), storm);
			const row = (name, value, other, unit) => ({
				what: `${what}: ${name}`,
				ours: { name: 'slowest', value },
				other: { name: 'limit', value: other },
				unit,
				limit: 1,
			});
			rows.push(row('hover', Math.max(...hovers), slowestHover, 'ms'));
			rows.push(row('keystroke', Math.max(...keystrokes), slowestKeystroke, 'ms'));
			if (storm === files) rows.push(row('compilations', runs, mostRuns, 'runs'));
		}
		return rows;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** Files appear on the disk, and the editor tells of 20 at a time. */
async function files(server, folder) {
	const paths = Array.from({ length: changed }, (_, at) => join(folder, `p${at % 200}`, `f${at}.go`));
	for (const [at, path] of paths.entries()) {
		mkdirSync(dirname(path), { recursive: true });
		writeFileSync(path, `package p\n\nvar v${at} = 1\n`);
	}
	void tellOf(paths, server);
}

/** For some four seconds, while somebody types. */
async function tellOf(paths, server) {
	for (let at = 0; at < changed; at += 20) {
		const changes = paths.slice(at, at + 20).map((path) => ({ uri: pathToFileURL(path).href, type: 1 }));
		server.notify('workspace/didChangeWatchedFiles', { changes });
		await pause(8);
	}
}

function lines(server, folder, uri) {
	writeFileSync(
		join(folder, 'storm'),
		"yes './main.go:12:2: x escapes to heap in main:' | head -c 500000000 >&2; exit 1",
	);
	server.notify('textDocument/didSave', { textDocument: { uri } });
}

function endless(server, folder, uri) {
	writeFileSync(join(folder, 'storm'), "head -c 500000000 /dev/zero | tr '\\0' x >&2; exit 1");
	server.notify('textDocument/didSave', { textDocument: { uri } });
}

/** Types and hovers for some seconds while it storms. */
async function weather(folder, storm) {
	mkdirSync(folder);
	writeFileSync(join(folder, 'go.mod'), 'module example.com/storm\n\ngo 1.21\n');
	writeFileSync(join(folder, 'main.go'), main);
	const real = execFileSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).trim();
	const go = join(folder, 'go');
	const log = join(folder, 'runs');
	// As soon as there is a storm, `go list` is it.
	writeFileSync(
		go,
		`#!/bin/sh
if [ "$1" = list ]; then
	echo run >> '${log}'
	if [ -e '${folder}/storm' ]; then . '${folder}/storm'; fi
fi
exec '${real}/bin/go' "$@"
`,
	);
	chmodSync(go, 0o755);
	const server = await startLanguageServer(ourServer, folder);
	server.configuration = { go: { path: go }, escape: { delay: 100 } };
	try {
		const uri = server.open(join(folder, 'main.go'));
		const textDocument = { uri };
		const range = { start: { line: 0, character: 0 }, end: { line: 100, character: 0 } };
		const hints = () => server.request('textDocument/inlayHint', { textDocument, range });
		while (!(await hints())?.length) await pause(50);
		const before = runsIn(log);
		await storm(server, folder, uri);
		const measured = { hovers: [], keystrokes: [], runs: 0 };
		const until = performance.now() + 8_000;
		const at = { line: 11, character: 8 };
		for (let version = 2; performance.now() < until; version++) {
			const pressed = performance.now();
			// In the file that is being compiled: what runs is stale with each.
			server.change(uri, version, `${version % 10}`, {
				start: at,
				end: { line: 11, character: version === 2 ? 8 : 9 },
			});
			await hints();
			measured.keystrokes.push(performance.now() - pressed);
			const moved = performance.now();
			await server.request('textDocument/hover', { textDocument, position: { line: 7, character: 25 } });
			measured.hovers.push(performance.now() - moved);
			await pause(version % 10 === 0 ? 400 : 60);
		}
		measured.runs = runsIn(log) - before;
		return measured;
	} finally {
		await server.stop();
	}
}

/** How often `go list` was started. */
function runsIn(log) {
	return existsSync(log) ? readFileSync(log, 'utf8').split('\n').length - 1 : 0;
}
