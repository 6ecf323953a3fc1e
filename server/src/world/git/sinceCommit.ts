/** Which lines of files are not as they were in a commit: for reports about a change. */
import { changedLines } from '../../analysis/text/changedLines.ts';
import { LineIndex } from '../../analysis/text/lineIndex.ts';
import { gitBlobName } from '../../toolchain/contentHash.ts';
import { readBytes, realPath } from '../../toolchain/files.ts';
import { isInside, slashPathBelow } from '../../toolchain/paths.ts';
import type { Toolchain } from '../../toolchain/toolchain.ts';
import { findProgram } from '../go/findGo.ts';
import type { GoSettings } from '../go/goSettings.ts';
import { askGit } from './gitCommand.ts';
import { oncePerKey } from '../answers/oncePerKey.ts';

export interface SinceCommit {
	/** Whether one of these lines, from 1 and both included, is new or changed; true for a file that the commit does not have. */
	isChanged(path: string, from: number, to: number): Promise<boolean>;
}

export interface SinceCommitDeps {
	readonly settings: GoSettings;
	readonly toolchain: Toolchain;
}

/**
 * The working tree against the commit from which it and `reference` went apart (their merge base): what a pull request shows. Objects
 * are read and compared with the bytes on disk, so that neither filters nor hooks of the repository run.
 *
 * @param directory inside the repository, absolute
 * @returns one sentence when that cannot be told
 */
export async function openSinceCommit(
	reference: string,
	directory: string,
	{ settings, toolchain }: SinceCommitDeps,
	signal: AbortSignal,
): Promise<SinceCommit | string> {
	const git = await findProgram('git', settings);
	if (git === undefined) return 'There is no git on PATH, which --changed-since asks.';
	const ask = (...args: string[]) => askGit(git, args, directory, toolchain, signal);
	const top = (await ask('rev-parse', '--show-toplevel'))?.trim();
	if (!top) return `${directory} is in no git repository, which --changed-since needs.`;
	const commit = (await ask('rev-parse', '--verify', '--quiet', `${reference}^{commit}`))?.trim();
	if (!commit) return `${reference} is not a commit of the repository ${top}.`;
	const base = (await ask('merge-base', commit, 'HEAD'))?.trim() || commit;
	const listed = await ask('ls-tree', '-r', '-z', '--full-tree', base);
	if (listed === undefined) return `What the commit ${reference} holds cannot be read.`;
	const blobs = blobsIn(listed);
	const root = (await realPath(top)) ?? top;

	const changesOf = oncePerKey(async (path: string): Promise<ChangedLines> => {
		const real = (await realPath(path)) ?? path;
		const blob = isInside(root, real) ? blobs.get(slashPathBelow(root, real)) : undefined;
		const bytes = await readBytes(real);
		if (blob === undefined || bytes === undefined) return 'all';
		if (gitBlobName(bytes, blob.length) === blob) return [];
		const before = await ask('cat-file', 'blob', blob);
		if (before === undefined) return 'all';
		const after = Buffer.from(bytes).toString();
		const lines = new LineIndex(after);
		return changedLines(before, after).map(({ start, end }) => ({
			from: lines.position(start).line + 1,
			to: lines.position(Math.max(start, end - 1)).line + 1,
		}));
	});

	return {
		async isChanged(path, from, to) {
			const found = await changesOf(path);
			return found === 'all' || found.some((one) => one.from <= to && from <= one.to);
		},
	};
}

type ChangedLines = 'all' | readonly { readonly from: number; readonly to: number }[];

/** Path from the root of the repository → name of the blob. */
function blobsIn(listed: string): ReadonlyMap<string, string> {
	const blobs = new Map<string, string>();
	for (const line of listed.split('\0')) {
		const tab = line.indexOf('\t');
		const [, kind, name] = line.slice(0, tab).split(' ');
		if (kind === 'blob' && name !== undefined) blobs.set(line.slice(tab + 1), name);
	}
	return blobs;
}
