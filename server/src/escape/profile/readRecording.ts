/** What the user names as profile: a file, several, or a directory that a capture was written to. */
import { keepersName, type KeeperReport, readKeepers } from '../../analysis/heapdump/keeperReport.ts';
import type { CostProfile } from '../../analysis/profile/costProfile.ts';
import { joinedProfile, type RecordedHeap, recordedHeap, type Recording } from '../../analysis/recording/recording.ts';
import type { Stacks } from '../../analysis/profile/stacks.ts';
import {
	captureKind,
	type CapturedFile,
	manifestName,
	readManifest,
} from '../../analysis/recording/captureManifest.ts';
import { type DatedSnapshot, markPhases, readSnapshots } from '../../analysis/recording/snapshotTimes.ts';
import { fileStatus, listDirectory, readText } from '../../toolchain/files.ts';
import { join } from '../../toolchain/paths.ts';
import { readProfile } from './readProfile.ts';

/** More snapshots than these say nothing more; of a long run so many are taken, spread over it. */
const mostSnapshots = 40;

/**
 * Reads files and directories as one recording. Answers one sentence when one of them cannot be used.
 *
 * @param paths absolute
 * @param sampleType as `readStacks` takes it
 */
export async function readRecording(paths: readonly string[], sampleType = ''): Promise<Recording | string> {
	const profiles: CostProfile[] = [];
	let heap: RecordedHeap | undefined;
	let keepers: KeeperReport | undefined;
	for (const path of paths) {
		const isDirectory = (await fileStatus(path))?.kind === 'directory';
		const read = isDirectory ? await readCapture(path, sampleType) : await readOne(path, sampleType);
		if (typeof read === 'string') return read;
		profiles.push(...read);
		if (isDirectory && sampleType === '') heap ??= await readHeap(path);
		if (isDirectory) keepers ??= readKeepers((await readText(join(path, keepersName))) ?? '');
	}
	return { profiles, ...(heap && { heap }), ...(keepers && { keepers }) };
}

async function readOne(path: string, sampleType: string): Promise<readonly CostProfile[] | string> {
	const stacks = await readProfile(path, sampleType);
	return typeof stacks === 'string' ? stacks : [joinedProfile([stacks])];
}

/** Those that the manifest names, else all that lie there. */
async function capturedFiles(directory: string): Promise<readonly CapturedFile[]> {
	const manifest = readManifest((await readText(join(directory, manifestName))) ?? '');
	if (manifest) return manifest;
	return (await listDirectory(directory))
		.filter(({ kind }) => kind === 'file')
		.map(({ name }) => ({ name, kind: captureKind(name), bytes: 0 }));
}

/** The snapshots of the heap; undefined when there are not two that are dated. One that cannot be read is left out. */
async function readHeap(directory: string): Promise<RecordedHeap | undefined> {
	const files = (await capturedFiles(directory)).filter(({ kind }) => kind === 'heap').map(({ name }) => name);
	const dated = readSnapshots((await readText(join(directory, 'snapshots.jsonl'))) ?? '');
	const known = new Map(dated.map((snapshot) => [snapshot.file, snapshot]));
	const read: (Omit<DatedSnapshot, 'file'> & { readonly stacks: Stacks })[] = [];
	for (const name of spread([...files].sort(), mostSnapshots)) {
		const stacks = await readProfile(join(directory, name), 'alloc_space');
		if (typeof stacks === 'string') continue;
		// Without a date of its collection, the profile was written right after one.
		const date = known.get(name) ?? { numGC: undefined, time: stacks.recorded / 1000, took: undefined };
		if (date.time > (read.at(-1)?.time ?? 0)) read.push({ ...date, stacks });
	}
	if (read.length < 2) return undefined;
	return recordedHeap(read, markPhases((await readText(join(directory, 'gctrace.txt'))) ?? ''));
}

/** So many of them, the first and the last among them. */
function spread<T>(all: readonly T[], most: number): readonly T[] {
	if (all.length <= most) return all;
	const wanted = new Set(Array.from({ length: most }, (_, at) => Math.round((at * (all.length - 1)) / (most - 1))));
	return all.filter((_, at) => wanted.has(at));
}

/** The profiles of a directory. */
async function readCapture(directory: string, sampleType: string): Promise<readonly CostProfile[] | string> {
	const files = await capturedFiles(directory);
	const chosen =
		sampleType === '' ? costFiles(files) : files.filter(({ kind }) => kind !== 'heap').concat(lastHeap(files));
	const groups = new Map<string, [Stacks, ...Stacks[]]>();
	let problem = '';
	for (const { name } of chosen) {
		if (!/\.(?:pb\.gz|pprof|prof|pb)$/.test(name)) continue;
		const stacks = await readProfile(join(directory, name), sampleType);
		if (typeof stacks === 'string') {
			problem ||= stacks;
			continue;
		}
		const group = groups.get(stacks.kind);
		if (group) group.push(stacks);
		else groups.set(stacks.kind, [stacks]);
	}
	if (groups.size > 0) return [...groups.values()].map(joinedProfile);
	return problem === '' ? `${directory} holds no CPU or heap profile.` : problem;
}

/** CPU time, and what was allocated: to the end where that was recorded, else until the last snapshot. */
function costFiles(files: readonly CapturedFile[]): readonly CapturedFile[] {
	const allocations = files.filter(({ kind }) => kind === 'allocs');
	const others = files.filter(({ kind }) => kind === 'cpu' || kind === 'profile');
	return [...others, ...(allocations.length > 0 ? allocations : lastHeap(files))];
}

function lastHeap(files: readonly CapturedFile[]): readonly CapturedFile[] {
	const heaps = files.filter(({ kind }) => kind === 'heap');
	return heaps.slice(-1);
}
