/** The directory of a capture: made at the end, all of it or nothing. */
import { keepersName } from '../../analysis/heapdump/keeperReport.ts';
import {
	captureKind,
	type CapturedFile,
	type CaptureManifest,
	manifestName,
} from '../../analysis/recording/captureManifest.ts';
import { copyTo, deleteFile, fileStatus, listDirectory, makeDirectory, writeText } from '../../toolchain/files.ts';
import { join } from '../../toolchain/paths.ts';

/** Why a capture cannot be written there, as one sentence; undefined when it can. */
export async function unusableFolder(directory: string): Promise<string | undefined> {
	const status = await fileStatus(directory);
	if (!status) return undefined;
	if (status.kind !== 'directory') return `${directory} is not a directory.`;
	if ((await listDirectory(directory)).length === 0) return undefined;
	return `${directory} is not empty: a capture is written into a new or an empty directory.`;
}

export type CaptureFacts = Omit<CaptureManifest, 'version' | 'files' | 'ended'>;

/**
 * Copies what was recorded, and then writes the manifest: who finds that, finds all that it names. Answers one sentence when it could not be
 * written, and leaves nothing.
 *
 * @param recorded the directory that it was recorded in, absolute; `names` of it are kept, where they are not empty
 */
export async function writeCapture(
	directory: string,
	recorded: string,
	names: readonly string[],
	facts: CaptureFacts,
): Promise<CaptureManifest | string> {
	const files: CapturedFile[] = [];
	const problem = `${directory} cannot be written.`;
	const undo = async () => {
		for (const { name } of files) await deleteFile(join(directory, name));
		return problem;
	};
	if (!(await makeDirectory(directory))) return problem;
	for (const name of names) {
		const bytes = (await fileStatus(join(recorded, name)))?.size ?? 0;
		if (bytes === 0) continue;
		files.push({ name, kind: captureKind(name), bytes });
		if (!(await copyTo(join(recorded, name), join(directory, name)))) return undo();
	}
	const manifest: CaptureManifest = { version: 1, ...facts, ended: new Date().toISOString(), files };
	const text = `${JSON.stringify(manifest, null, '\t')}\n`;
	return (await writeText(join(directory, manifestName), text)) ? manifest : undo();
}

/** What the recorder has written as a whole. */
export async function recordedNames(directory: string): Promise<readonly string[]> {
	const names = (await listDirectory(directory)).flatMap(({ name, kind }) => (kind === 'file' ? [name] : []));
	return names.filter((name) => name === keepersName || /\.(?:pb\.gz|txt|jsonl|out)$/.test(name));
}
