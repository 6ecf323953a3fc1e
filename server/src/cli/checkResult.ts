/** Results of `check --format json`, read again: the other half of `report/json.ts`. */
import * as v from 'valibot';
import type { PlacedFinding } from '../audit/check/placedFinding.ts';
import { type RuleId, rules } from '../analysis/linkname/rules.ts';
import type { Problem } from './exitCode.ts';
import type { CheckedContext } from './report/report.ts';

export interface CheckResult {
	readonly context: CheckedContext;
	/** Only where several were asked about. */
	readonly versions: readonly string[] | undefined;
	readonly findings: readonly PlacedFinding[];
	readonly suppressed: readonly PlacedFinding[];
	readonly files: number;
	readonly directives: number;
	readonly fixed: number;
	readonly shard: { readonly index: number; readonly count: number } | undefined;
	readonly problems: readonly Problem[];
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const place = { line: count, column: count, endLine: count, endColumn: count };

const finding = v.object({
	file: v.string(),
	...place,
	rule: v.picklist(Object.keys(rules) as RuleId[]),
	severity: v.picklist(['error', 'warning', 'information', 'hint']),
	message: v.string(),
	target: v.optional(v.string()),
	fixes: v.array(v.string()),
	edits: v.optional(v.array(v.nullable(v.array(v.object({ ...place, text: v.string() }))))),
	related: v.optional(v.array(v.object({ file: v.string(), ...place, message: v.string() })), []),
	source: v.optional(v.string(), ''),
	module: v.optional(v.string()),
	go: v.optional(v.array(v.string())),
	new: v.optional(v.boolean()),
	suppression: v.optional(v.object({ kind: v.picklist(['inSource', 'external']), reason: v.string() })),
});

const document = v.object({
	version: v.literal(1),
	tool: v.literal('linkscape'),
	context: v.object({
		go: v.string(),
		goos: v.string(),
		goarch: v.string(),
		versions: v.optional(v.array(v.string())),
	}),
	findings: v.array(finding),
	suppressed: v.optional(v.array(finding), []),
	summary: v.object({ files: count, directives: count, fixed: v.optional(count, 0) }),
	shard: v.optional(v.object({ index: count, count })),
	run: v.optional(
		v.object({
			problems: v.array(v.object({ level: v.picklist(['error', 'note']), message: v.string() })),
		}),
	),
});

/** The result in a document, or what is wrong with it: the end of a sentence that begins with the file's name. */
export function readCheckResult(value: unknown): CheckResult | string {
	const parsed = v.safeParse(document, value);
	if (!parsed.success) {
		const [issue] = parsed.issues;
		const where = v.getDotPath(issue) ?? 'the document';
		return `is not a result of linkscape check --format json: ${where} is not as expected`;
	}
	const { context, findings, suppressed, summary, shard, run } = parsed.output;
	const { versions, ...rest } = context;
	return {
		context: rest,
		versions,
		findings: findings.map(toPlaced),
		suppressed: suppressed.map(toPlaced),
		files: summary.files,
		directives: summary.directives,
		fixed: summary.fixed,
		shard,
		problems: run?.problems ?? [],
	};
}

function toPlaced(read: v.InferOutput<typeof finding>): PlacedFinding {
	const { file, rule, severity, message, target, fixes, edits, related, source, module, go } = read;
	return {
		rule,
		severity,
		message,
		...(target !== undefined && { target }),
		file,
		region: regionIn(read),
		sourceLine: source,
		related: related.map((one) => ({ file: one.file, region: regionIn(one), message: one.message })),
		fixes: fixes.map((title, at) => {
			const found = edits?.[at];
			return found
				? { title, replacements: found.map((one) => ({ region: regionIn(one), text: one.text })) }
				: { title };
		}),
		...(module !== undefined && { module }),
		...(go !== undefined && { go }),
		...(read.new !== undefined && { new: read.new }),
		...(read.suppression && { suppression: read.suppression }),
	};
}

function regionIn({ line, column, endLine, endColumn }: Readonly<Record<keyof typeof place, number>>) {
	return { line, column, endLine, endColumn };
}
