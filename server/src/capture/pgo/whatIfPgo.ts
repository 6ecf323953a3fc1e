/** What the compiler would do with a CPU profile as default.pgo, without one being committed. */
import { type PgoChange, pgoChanges } from '../../analysis/recording/pgoChanges.ts';
import { captureKind, manifestName, readManifest } from '../../analysis/recording/captureManifest.ts';
import { copyTo, fileStatus, listDirectory, readText } from '../../toolchain/files.ts';
import { pgoListArguments } from '../../toolchain/goCommand.ts';
import { join } from '../../toolchain/paths.ts';
import { withTemporaryDirectory } from '../../toolchain/temporaryDirectory.ts';
import type { GoModules } from '../../world/go/goModules.ts';

export interface PgoRequest {
	/** Working directory, absolute. */
	readonly directory: string;
	readonly patterns: readonly string[];
	/** Absolute paths of profiles and capture directories; the first CPU profile counts. */
	readonly profiles: readonly string[];
}

/** Milliseconds. */
const timeout = 5 * 60_000;

/** Compiles the packages that the patterns name twice, without their dependencies. Answers one sentence when it cannot. */
export async function whatIfPgo(
	{ directory, patterns, profiles }: PgoRequest,
	modules: GoModules,
	signal: AbortSignal,
): Promise<readonly PgoChange[] | string> {
	const profile = await cpuProfileIn(profiles);
	if (profile === undefined) return 'Profile-guided optimization needs a CPU profile.';
	const context = await modules.contextOfDirectory(directory, signal);
	if (context.kind === 'no-go') return context.problem;
	const { toolchain, go, environment, buildFlags } = context;
	return withTemporaryDirectory(async (temporary) => {
		// A path without spaces, whose content stays the same while the compiler reads it.
		const copy = join(temporary, 'cpu.pprof');
		if (!(await copyTo(profile, copy))) return `${profile} cannot be read.`;
		const outputs: string[] = [];
		for (const used of [undefined, copy]) {
			const args = pgoListArguments(buildFlags, patterns, used);
			const env = { ...environment, GOTMPDIR: temporary };
			const ran = await toolchain.builds.run(
				context.directory,
				() => toolchain.run({ file: go, args, cwd: directory, env, timeout }, signal),
				signal,
			);
			if (ran.end !== 'exited') return 'The compiler did not come to an end.';
			outputs.push(ran.stderr);
		}
		const refused = /^.*(?:failed to load PGO|error reading profile|profile.*(?:invalid|unsupported)).*$/im.exec(
			outputs[1] ?? '',
		);
		if (refused) return `The compiler does not take this profile: ${refused[0].trim()}`;
		return pgoChanges(outputs[0] ?? '', outputs[1] ?? '');
	});
}

async function cpuProfileIn(paths: readonly string[]): Promise<string | undefined> {
	for (const path of paths) {
		if ((await fileStatus(path))?.kind !== 'directory') return path;
		const manifest = readManifest((await readText(join(path, manifestName))) ?? '');
		const names = manifest?.map(({ name }) => name) ?? (await listDirectory(path)).map(({ name }) => name);
		let [largest, most] = ['', 0];
		for (const name of names.filter((each) => captureKind(each) === 'cpu')) {
			const size = (await fileStatus(join(path, name)))?.size ?? 0;
			if (size > most) [largest, most] = [join(path, name), size];
		}
		if (largest !== '') return largest;
	}
	return undefined;
}
