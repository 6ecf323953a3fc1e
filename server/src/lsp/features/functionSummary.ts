/** What is worth saying about a whole function, in one short line. */
import type { EscapeHint, FunctionReport } from '../../analysis/escape/escapeHint.ts';
import { contains } from '../../analysis/text/span.ts';

/** The hints that belong to a function. */
export function hintsOf({ name, extent }: FunctionReport, hints: readonly EscapeHint[]): readonly EscapeHint[] {
	return hints.filter((hint) => hint.function === name && contains(extent, hint.span));
}

/** A parameter that makes its argument escape; one that only flows to a result is left to the caller. */
export function isLeak(hint: EscapeHint): boolean {
	return hint.verdict === 'leak' && hint.because !== 'result';
}

/**
 * `2 heap · leaks p · not inlinable (cost 112 of 80)`; empty when there is nothing worth a line. `shown` and `all` are
 * hints of the file: allocations count only when they are shown, leaks always, but not those of a parameter's content: what
 * is passed can stay on the stack.
 */
export function functionSummary(
	report: FunctionReport,
	shown: readonly EscapeHint[],
	all: readonly EscapeHint[],
): string {
	const { reason } = report.inline;
	// Assembly or another package has the body: nothing of it is known here.
	if (reason === 'no function body') return '';
	const own = hintsOf(report, shown);
	const count = (verdict: EscapeHint['verdict']) => own.filter((hint) => hint.verdict === verdict).length;
	const [heap, maybe] = [count('heap'), count('maybe-heap')];
	const leaks = [
		...new Set(
			hintsOf(report, all)
				.filter(({ verdict, because }) => verdict === 'leak' && because === 'heap')
				.map((hint) => hint.subject),
		),
	];
	const parts: string[] = [];
	if (heap > 0) parts.push(`${heap} heap`);
	if (maybe > 0) parts.push(`${maybe} maybe heap`);
	if (leaks.length > 0) parts.push(`leaks ${few(leaks)}`);
	if (parts.length === 0 && report.inline.can) return '';
	return [...parts, inlineText(report)].join(' · ');
}

function few(names: readonly string[]): string {
	return names.length <= 3 ? names.join(', ') : `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`;
}

function inlineText({ inline: { can, cost, budget, reason } }: FunctionReport): string {
	if (can) return cost === undefined ? 'inlinable' : `inlinable (cost ${cost})`;
	if (cost !== undefined && budget !== undefined) return `not inlinable (cost ${cost} of ${budget})`;
	return reason === undefined ? 'not inlinable' : `not inlinable (${shortReason(reason)})`;
}

/** The compiler's reasons (cmd/compile/internal/inline/inl.go, Go 1.21 to 1.27) as the Go that causes them. */
function shortReason(reason: string): string {
	const node = /^unhandled (?:op|node|expression) (?:O)?([A-Z0-9]+)/.exec(reason)?.[1];
	if (node !== undefined) return node.toLowerCase();
	if (reason.startsWith('marked ')) return reason.slice('marked '.length);
	if (reason.startsWith('recursive')) return 'recursive';
	if (reason.startsWith('call to recover')) return 'recover';
	return reason;
}
