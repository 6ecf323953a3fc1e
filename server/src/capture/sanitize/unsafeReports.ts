/** Uses of unsafe.Pointer in packages that neither the compiler nor `go vet` reports: found by reading, nothing is built or run. */
import type { RunReport } from '../../analysis/sanitizer/runReports.ts';
import { scanGoFile } from '../../analysis/source/scanGoFile.ts';
import { LineIndex } from '../../analysis/text/lineIndex.ts';
import { unsafeUses } from '../../analysis/unsafePointer/unsafeUses.ts';
import { readText } from '../../toolchain/files.ts';
import { type ListedPackage, recordedListArguments } from '../../toolchain/goCommand.ts';
import { parseListedPackages } from '../../toolchain/goOutput.ts';
import { isInside, join } from '../../toolchain/paths.ts';
import type { GoContext } from '../../world/go/goContext.ts';

/**
 * @param pattern as the go command takes it; it may name several packages
 * @returns one sentence when it names none
 */
export async function unsafeReports(
	{ toolchain, go, environment, buildFlags, goroot }: GoContext,
	directory: string,
	pattern: string,
	signal: AbortSignal,
): Promise<{ readonly importPaths: readonly string[]; readonly reports: readonly RunReport[] } | string> {
	const args = recordedListArguments(buildFlags, pattern);
	const ran = await toolchain.run({ file: go, args, cwd: directory, env: environment }, signal);
	const listed = parseListedPackages(ran.stdout).filter(({ Dir }) => Dir !== undefined);
	if (listed.length === 0) {
		const why = ran.stderr.split('\n').find((line) => line.trim() !== '' && !line.startsWith('go: downloading '));
		return `${pattern}: ${why?.replace(/\.$/, '') ?? 'there is no such package'}.`;
	}
	const reports: RunReport[] = [];
	for (const one of listed) {
		// The standard library is written for the runtime that it comes with, and knows how that lays out values.
		if (!isInside(join(goroot, 'src'), one.Dir ?? '')) reports.push(...(await reportsOf(one)));
	}
	return { importPaths: listed.map(({ ImportPath }) => ImportPath), reports };
}

async function reportsOf(listed: ListedPackage): Promise<readonly RunReport[]> {
	const { Dir = '', GoFiles = [], CgoFiles = [], TestGoFiles = [] } = listed;
	const paths = [...GoFiles, ...CgoFiles, ...TestGoFiles].map((file) => join(Dir, file));
	const texts = await Promise.all(paths.map((path) => readText(path)));
	const files = texts.map((text) => scanGoFile(text ?? ''));
	return files.flatMap((file, index) =>
		unsafeUses(file, files).map(({ kind, span, message }): RunReport => {
			const line = new LineIndex(file.text).position(span.start).line + 1;
			const at = { function: '', file: paths[index] ?? '', line };
			return { kind, message: message.replace(/\.$/, ''), at, stack: [], related: [], address: undefined };
		}),
	);
}
