/** The package that is recorded, and how it is built with the recorder in it. */
import { parseListedPackages } from '../../toolchain/goOutput.ts';
import type { ListedPackage } from '../../toolchain/goCommand.ts';
import { recordedBuildArguments, recordedListArguments } from '../../toolchain/goCommand.ts';
import { writeText } from '../../toolchain/files.ts';
import { join } from '../../toolchain/paths.ts';
import type { GoContext } from '../../world/go/goContext.ts';

/** A package with what a recording needs of it. */
export interface RecordedPackage {
	readonly listed: ListedPackage;
	/** Absolute. */
	readonly directory: string;
}

/** Milliseconds. A cold cache means that all below the package is compiled first. */
const buildTimeout = 5 * 60_000;

/** Finds the one package that a pattern names; answers one sentence when it is not one. */
export async function findPackage(
	{ toolchain, go, environment, buildFlags }: GoContext,
	directory: string,
	pattern: string,
	signal: AbortSignal,
): Promise<RecordedPackage | string> {
	const args = recordedListArguments(buildFlags, pattern);
	const ran = await toolchain.run({ file: go, args, cwd: directory, env: environment }, signal);
	const found = parseListedPackages(ran.stdout);
	const [listed] = found;
	if (found.length > 1) return `${pattern} names ${found.length} packages, and a capture is of one: name that.`;
	if (listed?.Error) return `${pattern}: ${firstLine(listed.Error.Err)}`;
	if (!listed?.Dir) return `${pattern}: ${firstLine(ran.stderr) || 'there is no such package.'}`;
	return { listed, directory: listed.Dir };
}

/** Absolute path of a file of the package → its text in the build. */
export type Replaced = ReadonlyMap<string, string>;

export interface RecordedBuild {
	readonly context: GoContext;
	readonly directory: string;
	readonly pattern: string;
	readonly test: boolean;
	readonly replaced: Replaced;
	/** Absolute; for the overlay. */
	readonly temporary: string;
	/** Absolute path of the program to make. */
	readonly output: string;
}

/** Builds a package with files that are nowhere on the disk. Answers one sentence when it does not compile. */
export async function buildRecorded(build: RecordedBuild, signal: AbortSignal): Promise<string | undefined> {
	const { context, directory, pattern, test, replaced, temporary, output } = build;
	const { toolchain, go, environment, buildFlags } = context;
	const overlay: Record<string, string> = {};
	for (const [path, text] of replaced) {
		const written = join(temporary, `${Object.keys(overlay).length}.go`);
		await writeText(written, text);
		overlay[path] = written;
	}
	const file = join(temporary, 'overlay.json');
	await writeText(file, JSON.stringify({ Replace: overlay }));
	const args = recordedBuildArguments({ test, overlay: file, output, buildFlags, pattern });
	const env = { ...environment, GOTMPDIR: temporary };
	const ran = await toolchain.builds.run(
		context.directory,
		() => toolchain.run({ file: go, args, cwd: directory, env, timeout: buildTimeout }, signal),
		signal,
	);
	if (ran.end === 'timeout') return `${pattern} was not built within ${buildTimeout / 60_000} minutes.`;
	if (ran.exitCode === 0) return undefined;
	return `${pattern} does not compile: ${firstLine(`${ran.stderr}\n${ran.stdout}`) || 'the go command does not say why.'}`;
}

/** The first line that says something: `# package` heads what the compiler says. */
function firstLine(output: string): string {
	return output.split('\n').find((line) => line.trim() !== '' && !/^(?:#|WORK=|go: downloading )/.test(line)) ?? '';
}
