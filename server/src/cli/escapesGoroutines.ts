/** Which goroutines took the CPU time of a recording, and who started them. */
import type { CostProfile } from '../analysis/profile/costProfile.ts';
import { belongsTo, functionName } from '../analysis/profile/frameNames.ts';
import { lineShift } from '../analysis/profile/lineShift.ts';
import { cpuProfileOf, type Recording } from '../analysis/recording/recording.ts';
import {
	type StackRoot,
	type Starter,
	type Starters,
	startersIn,
	startersOf,
	starterWords,
} from '../analysis/recording/startedBy.ts';
import type { SyntaxTable } from '../analysis/syntax/syntaxTable.ts';
import { LineIndex } from '../analysis/text/lineIndex.ts';
import type { AnalysedPackage } from '../escape/runs/analysePatterns.ts';

export interface ReportedGoroutine {
	/** What it began with, as the profile names it. */
	readonly function: string;
	/** Of that function, relative to the working directory; absent when it is in none of the packages. */
	readonly file?: string;
	/** 1-based, of its `func`. */
	readonly line?: number;
	/** Nanoseconds of CPU time, with all that it calls, and the part of the profile from 0 to 1. */
	readonly cpu: number;
	readonly share: number;
	/** Several where the profile does not tell them apart; empty where nobody knows, and for main. */
	readonly started: readonly (Starter & { readonly text: string })[];
}

/** Less of the CPU time is not listed. */
const leastShare = 0.005;

/** @param parse what makes the syntax of a file of Go @param nameOf the path to show for an absolute one */
export async function goroutinesOf(
	packages: readonly AnalysedPackage[],
	recording: Recording,
	parse: (text: string) => Promise<SyntaxTable>,
	nameOf: (path: string) => string,
): Promise<readonly ReportedGoroutine[]> {
	const profile = cpuProfileOf(recording);
	if (!profile || profile.total.cpu <= 0) return [];
	const known = new Map<string, Starters>();
	const startersAt = async (path: string, text: string) => {
		const starters = known.get(path) ?? startersIn(await parse(text));
		known.set(path, starters);
		return starters;
	};
	const found: ReportedGoroutine[] = [];
	for (const { symbol, file, startLine, cpu } of profile.roots) {
		const share = cpu / profile.total.cpu;
		if (share < leastShare) continue;
		const { package: path, name } = functionName(symbol);
		const of = packages.find(({ importPath, sources }) => {
			const isMeant = path === importPath || sources.has(file);
			return isMeant || (path === 'main' && [...sources.keys()].some((each) => isSameFile(each, file)));
		});
		const source = [...(of?.sources ?? [])].find(([each]) => isSameFile(each, file));
		if (!of || !source) {
			found.push({ function: symbol, cpu, share, started: [] });
			continue;
		}
		const own = await startersAt(...source);
		const all = await Promise.all([...of.sources].map(([each, text]) => startersAt(each, text)));
		const now = lineNow({ name, startLine }, of, source, profile);
		const started = startersOf({ name, startLine: now }, own, all);
		found.push({
			function: symbol,
			file: nameOf(source[0]),
			line: now,
			cpu,
			share,
			started: started.map((starter) => ({ ...starter, text: starterWords(starter) })),
		});
	}
	return found;
}

/** Where the function begins in the text as it is now: what was edited above it has moved it. */
function lineNow(
	{ name, startLine }: StackRoot,
	{ importPath, escapes }: AnalysedPackage,
	[path, text]: readonly [string, string],
	profile: CostProfile,
): number {
	const index = new LineIndex(text);
	const functions = escapes.functions.filter(({ file }) => file === path);
	const starts = new Map(functions.map((each) => [each.name, index.position(each.span.start).line + 1]));
	const costs = profile.file({ path, importPath, functions: starts.keys() });
	const declared = functions.find((each) => belongsTo(name, each.name))?.name;
	return declared === undefined ? startLine : startLine - lineShift(costs, { starts, text })(declared);
}

/** By name: the directory may be another one. */
function isSameFile(path: string, recorded: string): boolean {
	return path.replaceAll('\\', '/').split('/').at(-1) === recorded.split('/').at(-1);
}
