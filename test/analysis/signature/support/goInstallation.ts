/** Go toolchains for tests that compare with real ones, and what their modules require. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { platformTags } from '../../../../server/src/analysis/build/fileName.ts';
import { gorootOf } from '../../../support/downloads.ts';

export interface GoInstallation {
	/** 26 in `1.26.8`. */
	readonly minor: number;
	readonly goroot: string;
	/** What is set in a build for linux/amd64 without cgo. */
	readonly tags: ReadonlySet<string>;
}

/** Undefined, with one visible line, when this Go cannot be had; with CI=true that is an error. */
export function goInstallation(version: string): GoInstallation | undefined {
	const goroot = gorootOf(version);
	if (goroot === undefined) return undefined;
	const env = {
		...process.env,
		GOTOOLCHAIN: `go${version}`,
		GOFLAGS: '',
		GOOS: 'linux',
		GOARCH: 'amd64',
		CGO_ENABLED: '0',
	};
	const ask = ['list', '-f', '{{join context.ToolTags " "}} {{join context.ReleaseTags " "}}', 'runtime'];
	const tags = spawnSync('go', ask, { cwd: tmpdir(), env, encoding: 'utf8' }).stdout.trim().split(' ');
	return {
		minor: Number(version.split('.')[1]),
		goroot,
		tags: new Set([...platformTags('linux', 'amd64'), 'gc', ...tags]),
	};
}

/** The version of another module that the go.mod in this directory requires, as `path@version`. */
export function requirement(directory: string, path: string): string | undefined {
	const line = readFileSync(join(directory, 'go.mod'), 'utf8')
		.split('\n')
		.map((text) =>
			text
				.trim()
				.replace(/^require /, '')
				.split(' '),
		)
		.find((words) => words[0] === path);
	return line && `${path}@${line[1]}`;
}
