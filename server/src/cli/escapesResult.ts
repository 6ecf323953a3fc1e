/** Results of `escapes --format json`, read again and joined: the other half of `report/json.ts`. */
import * as v from 'valibot';
import { escapeClasses } from '../analysis/escape/escapeHint.ts';
import type {
	EscapesReport,
	ReportedBudget,
	ReportedContract,
	ReportedFunction,
	ReportedHint,
	ReportedPackage,
} from './escapesReport.ts';
import type { Problem } from './exitCode.ts';

export interface EscapesResult {
	readonly context: EscapesReport['context'];
	readonly hints: readonly ReportedHint[];
	readonly functions: readonly ReportedFunction[];
	readonly packages: readonly ReportedPackage[];
	readonly contracts: readonly ReportedContract[];
	readonly budgets: readonly ReportedBudget[];
	readonly problems: readonly Problem[];
	/** What was measured, which says nothing about packages of other results: the option that asked for it. */
	readonly measured: '--gate' | '--verify' | '--pgo' | '--goroutines' | undefined;
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const region = { line: count, column: count, endLine: count, endColumn: count };
const text = v.string();

// Fields that are only handed on are not looked at, and kept.
const hint = v.looseObject({
	file: text,
	...region,
	function: text,
	verdict: text,
	class: v.picklist(escapeClasses),
	subject: text,
	message: text,
	advice: text,
	flow: v.array(v.looseObject({ file: text, line: count, column: count, text })),
	costText: v.optional(text),
	new: v.optional(v.boolean()),
});
const contract = v.looseObject({
	file: text,
	line: count,
	column: count,
	function: text,
	contract: text,
	state: v.picklist(['kept', 'broken', 'unsure', 'unknown']),
	breaches: v.array(v.looseObject({ ...region, message: text })),
});
const document = v.object({
	version: v.literal(1),
	tool: v.literal('linkscape'),
	context: v.object({ go: text, goos: text, goarch: text }),
	hints: v.array(hint),
	functions: v.array(v.looseObject({ file: text, line: count, name: text, inline: v.looseObject({}) })),
	packages: v.array(v.looseObject({ importPath: text, status: v.picklist(['ok', 'failed']), error: v.optional(text) })),
	contracts: v.optional(v.array(contract), []),
	budgets: v.optional(v.array(v.looseObject({ file: text, ...region, package: text, message: text })), []),
	run: v.optional(v.object({ problems: v.array(v.object({ level: v.picklist(['error', 'note']), message: text })) })),
	gate: v.optional(v.unknown()),
	verification: v.optional(v.unknown()),
	pgo: v.optional(v.unknown()),
	goroutines: v.optional(v.unknown()),
});

/** Whether a document says that it is about escapes, whatever is wrong with it otherwise. */
export function isEscapesResult(value: unknown): boolean {
	return typeof value === 'object' && value !== null && 'hints' in value;
}

/** The result in a document, or what is wrong with it: the end of a sentence that begins with the file's name. */
export function readEscapesResult(value: unknown): EscapesResult | string {
	const parsed = v.safeParse(document, value);
	if (!parsed.success) {
		const [issue] = parsed.issues;
		const where = v.getDotPath(issue) ?? 'the document';
		return `is not a result of linkscape escapes --format json: ${where} is not as expected`;
	}
	const { gate, verification, pgo, goroutines, run, context, hints, functions, packages, contracts, budgets } =
		parsed.output;
	const lists = { context, hints, functions, packages, contracts, budgets };
	const measured = (
		[
			['--gate', gate],
			['--verify', verification],
			['--pgo', pgo],
			['--goroutines', goroutines],
		] as const
	).find(([, found]) => found !== undefined)?.[0];
	// What the schema does not name was written from these types.
	return { ...lists, problems: run?.problems ?? [], measured } as unknown as EscapesResult;
}

export type MergedEscapes = Omit<EscapesResult, 'measured'>;

/** The same for any order of the results; one sentence when they cannot be joined. */
export function mergeEscapes(results: readonly EscapesResult[]): MergedEscapes | string {
	const [first] = results;
	if (!first) return 'There are no results to merge.';
	const other = results.find((one) => buildOf(one) !== buildOf(first));
	if (other) return `The results are of different builds: ${buildOf(first)} and ${buildOf(other)}.`;
	const { measured } = results.find((one) => one.measured !== undefined) ?? {};
	if (measured !== undefined) return `What ${measured} measured cannot be joined: merge the results without it.`;
	const all = <T>(of: (result: EscapesResult) => readonly T[]) => inOrder(results.flatMap(of));
	return {
		context: first.context,
		hints: all(({ hints }) => hints).sort(byPlace),
		functions: all(({ functions }) => functions).sort(byPlace),
		packages: joinPackages(all(({ packages }) => packages)),
		contracts: all(({ contracts }) => contracts).sort(byPlace),
		budgets: all(({ budgets }) => budgets).sort(byPlace),
		problems: all(({ problems }) => problems),
	};
}

function buildOf({ context: { go, goos, goarch } }: EscapesResult): string {
	return `${go || 'no Go'} ${goos}/${goarch}`;
}

/** Each thing once, in an order that does not depend on the order of the results. */
function inOrder<T>(list: readonly T[]): T[] {
	const byText = new Map(list.map((one) => [JSON.stringify(one), one]));
	return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

/** A package that failed in one of the results failed. */
function joinPackages(packages: readonly ReportedPackage[]): ReportedPackage[] {
	const failed = new Set(packages.filter(({ status }) => status === 'failed').map(({ importPath }) => importPath));
	return packages
		.filter(({ importPath, status }) => status === 'failed' || !failed.has(importPath))
		.sort((a, b) => (a.importPath < b.importPath ? -1 : a.importPath > b.importPath ? 1 : 0));
}

/** By file, then by place: the order of all reports. */
export function byPlace(a: Placed, b: Placed): number {
	if (a.file !== b.file) return a.file < b.file ? -1 : 1;
	return a.line - b.line || (a.column ?? 0) - (b.column ?? 0);
}

interface Placed {
	readonly file: string;
	readonly line: number;
	readonly column?: number;
}
