/** The findings of whole trees for one Go, one unit after the other. */
import type { Finding } from '../../analysis/finding.ts';
import { createTreeReader } from '../../toolchain/treeReader.ts';
import { createLookedAt, findRoots, type TreeRequest } from './treeRoots.ts';
import { treeUnits, type WalkReport } from './treeUnits.ts';
import { createUnitChecker, inOrder, type TargetCheck } from './unitChecker.ts';

export interface OneGoRequest extends TreeRequest {
	/** The Go version in use, e.g. `go1.26.8`, as far as it is known. */
	readonly toolchain: string | undefined;
	/** GOARCH of the build in use. */
	readonly goarch?: string | undefined;
}

export interface TreeFindings {
	readonly findings: readonly Finding[];
	/** The texts of the files that findings stand in, by absolute path. */
	readonly texts: ReadonlyMap<string, string>;
	/** How many Go files were looked at. */
	readonly files: number;
	/** How many effective linkname directives they hold. */
	readonly directives: number;
	/** One sentence for each file, directory and path that was asked for and not checked; the rest was. */
	readonly unread: readonly string[];
	/** One sentence for each thing beside them that could not be read, such as a dependency. */
	readonly problems: readonly string[];
}

/** @throws PathError when one of the paths does not exist or is no Go file and no directory, or none of them holds a Go file */
export async function checkTree(
	request: OneGoRequest,
	targets: TargetCheck | undefined,
	signal: AbortSignal,
): Promise<TreeFindings> {
	const reader = createTreeReader();
	const roots = await findRoots(request);
	const report: WalkReport = { files: 0, unread: [], problems: [] };
	const { toolchain, goarch } = request;
	const checker = createUnitChecker([{ toolchain, goarch, targets }], reader, createLookedAt(roots, request, reader));
	const findings: Finding[] = [];
	const texts = new Map<string, string>();
	let directives = 0;
	for await (const unit of treeUnits(roots, request, reader, report)) {
		const found = await checker.check(unit, signal);
		for (const one of found.findings[0] ?? []) findings.push(one);
		for (const [file, text] of found.texts) texts.set(file, text);
		report.unread.push(...found.unread);
		directives += found.directives;
	}
	const problems = [...report.problems, ...((await targets?.problems()) ?? [])];
	return {
		findings: inOrder(findings),
		texts,
		files: report.files,
		directives,
		unread: [...new Set(report.unread)],
		problems,
	};
}
