/** What the user names as profile: a file, several, or a directory that a capture was written to. */
import type { CostProfile } from '../../analysis/profile/costProfile.ts';
import { joinedProfile, type Recording } from '../../analysis/profile/recording.ts';
import type { Stacks } from '../../analysis/profile/stacks.ts';
import {
	captureKind,
	type CapturedFile,
	manifestName,
	readManifest,
} from '../../analysis/recording/captureManifest.ts';
import { fileStatus, listDirectory, readText } from '../../toolchain/files.ts';
import { join } from '../../toolchain/paths.ts';
import { readProfile } from './readProfile.ts';

/**
 * Reads files and directories as one recording. Answers one sentence when one of them cannot be used.
 *
 * @param paths absolute
 * @param sampleType as `readStacks` takes it
 */
export async function readRecording(paths: readonly string[], sampleType = ''): Promise<Recording | string> {
	const profiles: CostProfile[] = [];
	for (const path of paths) {
		const isDirectory = (await fileStatus(path))?.kind === 'directory';
		const read = isDirectory ? await readCapture(path, sampleType) : await readOne(path, sampleType);
		if (typeof read === 'string') return read;
		profiles.push(...read);
	}
	return { profiles };
}

async function readOne(path: string, sampleType: string): Promise<readonly CostProfile[] | string> {
	const stacks = await readProfile(path, sampleType);
	return typeof stacks === 'string' ? stacks : [joinedProfile([stacks])];
}

/** The profiles of a directory: those that its manifest names, else all that lie in it. */
async function readCapture(directory: string, sampleType: string): Promise<readonly CostProfile[] | string> {
	const manifest = readManifest((await readText(join(directory, manifestName))) ?? '');
	const files = manifest ?? (await profilesIn(directory));
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

async function profilesIn(directory: string): Promise<readonly CapturedFile[]> {
	return (await listDirectory(directory))
		.filter(({ kind }) => kind === 'file')
		.map(({ name }) => ({ name, kind: captureKind(name), bytes: 0 }));
}
