/** An escape hint as the Markdown of a hover: what happens, along which way, what would help. */
import type { ColdPath } from '../../analysis/escape/coldPath.ts';
import type { EscapeHint, FlowStep } from '../../analysis/escape/escapeHint.ts';
import { keptAsWords } from '../../analysis/escape/keptAs.ts';
import { loopBodyName, loopSteps } from '../../analysis/escape/loopBody.ts';
import { codeSpan, escapeProse } from '../../analysis/text/markdown.ts';
import type { LeakPlace } from '../../escape/leaks.ts';
import type { PossibleFix } from '../../escape/provenFixes.ts';
import { clientCommands, type ExplainParams } from '../../protocol/requests.ts';
import { toUri } from '../convert.ts';
import { instancesLine } from './functionSummary.ts';

export interface MarkdownOptions {
	/** The hint is of an earlier text. */
	readonly stale: boolean;
	/** What the allocation costs: `48 B, size class 48, has pointers`; empty when it is not known. */
	readonly size: string;
	/** What the line costs in the loaded profile: `16.7 MB, 16,269 objects on this line (12 % of the heap profile)`; empty for nothing. */
	readonly cost: string;
	/** What a test or benchmark showed: `Seen allocating 12 times, 288 B (BenchmarkPut)`; empty when none was run. */
	readonly observed?: string;
	/** The function of another package that keeps the value. */
	readonly keeper?: LeakPlace | undefined;
	/** Titles of the quick fixes of the place, and whether the compiler has confirmed them. */
	readonly fixes?: readonly Pick<PossibleFix, 'title' | 'isProven'>[];
	/** Where `Show the path` looks; absent when the client has no commands of ours. */
	readonly explain?: ExplainParams;
}

const classPages = 'https://github.com/linkscape/linkscape/blob/main/docs/escape-classes.md';

export function escapeMarkdown(hint: EscapeHint, options: MarkdownOptions): string {
	const { stale, size, cost, observed = '', keeper, fixes = [], explain } = options;
	const { head, reason } = sentence(hint);
	const level = hint.level > 0 ? `, L${hint.level}` : '';
	const title = [`**${head}** (${hint.class}${level})`, ...(size === '' ? [] : [size])].join(' · ');
	const steps = [...stepsOf(hint).map((step) => stepLine(step, hint.file)), ...(keeper ? [keeperLine(keeper)] : [])];
	return [
		stale ? `${title} · *from before the last edit*` : title,
		cost,
		escapeProse(observed),
		reason,
		hint.keptAs ? `Kept by ${escapeProse(keptAsWords(hint.keptAs))}.` : '',
		fixes.map((fix) => fixLine(fix, explain)).join('  \n'),
		escapeProse(hint.advice),
		stepList(steps, explain !== undefined),
		instancesLine(hint),
		hint.coldPath === undefined ? '' : coldWords[hint.coldPath],
		links(hint, explain),
	]
		.filter((part) => part !== '')
		.join('\n\n');
}

/** `**Quick fix:** Replace by strconv.Itoa(n), confirmed by the compiler`, with a link that opens the list where there is one. */
function fixLine(
	{ title, isProven }: Pick<PossibleFix, 'title' | 'isProven'>,
	explain: ExplainParams | undefined,
): string {
	const state = isProven ? 'confirmed by the compiler' : 'if the compiler confirms it';
	const label = explain ? `[Quick fix](${command(clientCommands.quickFix, explain)})` : 'Quick fix';
	return `**${label}:** ${escapeProse(title)} (${state})`;
}

/** Steps that are drawn of a longer path: those where it begins, and the one where it ends. */
const shownSteps = 5;

/** @param canShowAll the client lists the rest at a click */
function stepList(steps: readonly string[], canShowAll: boolean): string {
	const lines = steps.map((step, index) => `${index + 1}. ${step}`);
	if (!canShowAll || lines.length <= shownSteps + 1) return lines.join('\n');
	const [first, last] = [lines.slice(0, shownSteps - 1), lines.slice(-1)];
	return [...first, `\n*${lines.length - shownSteps} more steps*\n`, ...last].join('\n');
}

const coldWords: Readonly<Record<ColdPath, string>> = {
	error: 'Only where an error is made.',
	panic: 'Only on a path that panics.',
	initialization: 'Once, when the package is initialized.',
	once: 'Once; the result is kept.',
	'inlined-copy': 'A copy of a function of this package that is inlined here.',
};

/** The message in two: `&P{…} goes to the heap` and, as a sentence of its own, why. */
function sentence({ subject: printed, name: subject = printed, message }: EscapeHint): {
	readonly head: string;
	readonly reason: string;
} {
	const named = message.startsWith(`${subject} `);
	const rest = named ? message.slice(subject.length) : message;
	const colon = rest.indexOf(': ');
	const verdict = colon < 0 ? rest.replace(/\.$/, '') : rest.slice(0, colon);
	const reason = colon < 0 ? '' : rest.slice(colon + 2);
	return {
		head: (named ? (subject === loopBodyName ? 'The loop body' : code(subject)) : '') + escapeProse(verdict),
		reason: escapeProse(reason.replace(/^(?:its?|the|an?|single|values|most)\b/, capitalized)),
	};
}

/** Not for the names of functions, which may stand at the beginning as well. */
function capitalized(word: string): string {
	return word.charAt(0).toUpperCase() + word.slice(1);
}

/** Steps that are the reason in other words. */
const saidAlready: ReadonlySet<string> = new Set(['too large for stack', 'non-constant size']);

/** The way of the value, without steps that repeat where it starts or why. */
export function stepsOf({ flow, position }: EscapeHint): readonly FlowStep[] {
	return flow
		.filter((step) => !saidAlready.has(step.why))
		.filter((step, index) => !(step.why === 'spill' && (index === 0 || step.line === position.line)));
}

/** What happens to the value in a step, without Markdown: `returns it`. */
export function stepWords({ why }: FlowStep): string {
	return words[why] ?? why;
}

function stepLine(step: FlowStep, file: string): string {
	const what = `${code(step.text)} ${escapeProse(stepWords(step))}`;
	if (step.file === '' || step.line === 0) return what;
	return `${what}, ${link(step, step.file === file ? `line ${step.line}` : undefined)}`;
}

function keeperLine(keeper: LeakPlace): string {
	const what = keeper.parameter === '' ? 'what it is given' : `its parameter ${code(keeper.parameter)}`;
	return `${code(keeper.name)} keeps ${what}, ${link(keeper)}`;
}

/** `reg.go:40`, or another text, that leads there. */
function link(to: Pick<FlowStep, 'file' | 'line' | 'column'>, text?: string): string {
	const name = to.file.slice(Math.max(to.file.lastIndexOf('/'), to.file.lastIndexOf('\\')) + 1);
	const column = to.column > 0 ? `,${to.column}` : '';
	return `[${escapeProse(text ?? `${name}:${to.line}`)}](${toUri(to.file)}#L${to.line}${column})`;
}

/** The compiler's words for a step (cmd/compile/internal/escape, Go 1.26) as what the code does; others say it already. */
const words: Readonly<Record<string, string>> = {
	'address-of': 'takes its address',
	'appendee slice': 'appends to it',
	'array literal element': 'puts it into an array',
	assign: 'assigns it',
	'assign-pair': 'assigns it',
	'assign-pair-dot-type': 'assigns it',
	'assign-pair-mapr': 'assigns it',
	'assign-pair-receive': 'assigns it',
	'call argument': 'passes it',
	'call parameter': 'passes it',
	'callee operand': 'calls it',
	'captured by a closure': 'is captured by a closure',
	'copied slice': 'copies it',
	dot: 'is part of it',
	'dot of pointer': 'is part of it',
	[loopSteps.given]: 'gives the loop body to the iterator',
	[loopSteps.used]: 'is used in the loop body',
	'fixed-array-index-of': 'is an element of it',
	indirection: 'follows it',
	'interface-converted': 'is converted to an interface',
	'key of map put': 'makes it a key',
	'map literal key': 'makes it a key',
	'map literal value': 'puts it into a map',
	range: 'ranges over it',
	'range-deref': 'ranges over it',
	reference: 'is captured by reference',
	return: 'returns it',
	send: 'sends it',
	slice: 'slices it',
	'slice-literal-element': 'puts it into a slice',
	spill: 'holds it',
	'struct literal element': 'puts it into a struct',
};

function links(hint: EscapeHint, explain: ExplainParams | undefined): string {
	const page = `[${hint.class}](${classPages}#${hint.class})`;
	if (!explain) return page;
	return [
		...(stepsOf(hint).length > 0 ? [`[Show the path](${command(clientCommands.explain, explain)})`] : []),
		`[Show only ${hint.class}](${command(clientCommands.showOnlyClass, hint.class)})`,
		`[About ${hint.class}](${classPages}#${hint.class})`,
	].join(' · ');
}

function command(id: string, argument: unknown): string {
	return `command:${id}?${encodeURIComponent(JSON.stringify([argument]))}`;
}

/** A code span; the compiler's `{...}` for what it leaves out becomes one sign. */
function code(text: string): string {
	const shown = text.replaceAll('{...}', '{…}').replaceAll('go.shape.', '').replace(/\s+/g, ' ');
	return codeSpan(shown);
}
