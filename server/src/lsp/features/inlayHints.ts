/** Escape verdicts at the end of their lines. A request reads what is known; it never starts a compiler. */
import type { InlayHint, InlayHintLabelPart } from 'vscode-languageserver';
import type { EscapeHint } from '../../analysis/escape/escapeHint.ts';
import { fixMark, lineLabel } from '../../analysis/escape/lineLabel.ts';
import type { LineIndex } from '../../analysis/text/lineIndex.ts';
import { clientCommands, type ExplainParams } from '../../protocol/requests.ts';
import { type Encoding, toPosition, toSpan } from '../encoding.ts';
import type { Feature } from '../feature.ts';
import { withSignal } from '../requestScope.ts';
import type { Session } from '../session.ts';
import { folding, shownEscapes } from '../shownHints.ts';
import { shareOfHints } from './functionSummary.ts';

export const inlayHintFeature: Feature = {
	capabilities: () => ({ inlayHintProvider: true }),
	register: registerInlayHints,
};

function registerInlayHints(session: Session): void {
	const { connection, documents, workspace, logger, client, encoding } = session;
	connection.languages.inlayHint.on((params, token) =>
		withSignal(token, logger, [], () => {
			const document = documents.get(params.textDocument.uri);
			const settings = session.settings();
			if (!document || !settings.escape.inlayHints) return [];
			const { lines } = document;
			const wanted = toSpan(lines, params.range, encoding);
			const { hints, state } = shownEscapes(session, document.path);
			const profiled = workspace.profiledHints(document.path);
			const folded = folding(session, document.path);
			const sizeOf = workspace.hintSizes(document.path);
			const fixable = workspace.fixableHints(document.path);
			const byLine = new Map<number, EscapeHint[]>();
			for (const hint of hints) {
				if (hint.span.start > wanted.end || hint.span.end < wanted.start) continue;
				const { line } = lines.position(hint.span.start);
				const onLine = byLine.get(line);
				if (onLine) onLine.push(hint);
				else byLine.set(line, [hint]);
			}
			const { start, end } = params.range;
			const details = new Map<number, readonly string[]>();
			for (const [number, texts] of workspace.details(document.path)) {
				const line = number - 1;
				if (line >= start.line && line <= end.line) details.set(line, texts);
			}
			return [...new Set([...byLine.keys(), ...details.keys()])].flatMap((line): InlayHint[] => {
				const onLine = byLine.get(line) ?? [];
				const unfolded = onLine.filter((hint) => !folded(hint));
				const stays = details.get(line) ?? [];
				if (unfolded.length === 0 && stays.length === 0) return [];
				const marked = unfolded.length > 0 && isLong(lineText(lines, line), settings.escape.longLines);
				const share = shareOfHints(unfolded, profiled);
				const fixed = unfolded.find((hint) => fixable.has(hint));
				const label = lineLabel({
					hints: unfolded,
					details: stays,
					stale: state === 'stale',
					fixable: fixed !== undefined,
					taken: marked ? longLineMark.length : 0,
					size: sizeText(unfolded, sizeOf),
					extras: share >= 0.01 ? [`${Math.round(share * 100)} %`] : [],
				});
				const title = fixed === undefined ? '' : (fixable.get(fixed) ?? '');
				const at = fixed && { uri: document.uri, position: toPosition(lines, fixed.span.start, encoding) };
				const tooltip = [
					...(state === 'stale' && unfolded.length > 0 ? [oldText] : []),
					...onLine.flatMap((hint) => [hint.message, workspace.observed(hint)].filter((text) => text !== '')),
					...(title === '' ? [] : [`Quick fix: ${title}.`]),
					...stays,
				];
				return [
					...(marked ? [mark(lines, line, { old: state === 'stale', tooltip: tooltip.join('\n') }, encoding)] : []),
					{
						position: toPosition(lines, lines.lineSpan(line).end, encoding),
						label: at && client.ownCommands ? withFixLink(label, title, at) : label,
						paddingLeft: true,
						tooltip: tooltip.join('\n'),
					},
				];
			});
		}),
	);
}

/** `48 B`: of all that a line allocates for sure; empty unless each of them is known. */
function sizeText(hints: readonly EscapeHint[], sizeOf: (hint: EscapeHint) => number | undefined): string {
	const sizes = hints.filter(({ verdict }) => verdict === 'heap').map(sizeOf);
	const total = sizes.reduce<number>((sum, size) => sum + (size ?? Number.NaN), 0);
	return total > 0 ? `${total.toLocaleString('en-US')} B` : '';
}

const oldText = 'From before the last edit: the package has not been compiled since, or does not compile.';

/** The label in two parts, of which the second opens the quick fixes at a click. */
function withFixLink(label: string, title: string, at: ExplainParams): InlayHintLabelPart[] {
	const command = { title, command: clientCommands.quickFix, arguments: [at] };
	return [{ value: label.slice(0, -fixMark.length) }, { value: fixMark, tooltip: `Quick fix: ${title}`, command }];
}

/** Stands before a line whose end, and with it the label, may be outside the window. */
const longLineMark = '↑';
const oldLineMark = '~';

function mark(
	lines: LineIndex,
	line: number,
	{ old, tooltip }: { readonly old: boolean; readonly tooltip: string },
	encoding: Encoding,
): InlayHint {
	const { start } = lines.lineSpan(line);
	const indentation = /^\s*/.exec(lineText(lines, line))?.[0].length ?? 0;
	return {
		position: toPosition(lines, start + indentation, encoding),
		label: old ? oldLineMark : longLineMark,
		paddingRight: true,
		tooltip,
	};
}

function lineText(lines: LineIndex, line: number): string {
	const { start, end } = lines.lineSpan(line);
	return lines.text.slice(start, end);
}

/** Whether a line is wider than `columns`, with tabs of four; 0 columns: never. */
function isLong(line: string, columns: number): boolean {
	if (columns === 0) return false;
	const tabs = /^\t*/.exec(line)?.[0].length ?? 0;
	return line.length + 3 * tabs > columns;
}
