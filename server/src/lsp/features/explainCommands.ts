/** Answers for "why does this escape": the places of one value's way, and what is known about one function. */
import type { Range } from 'vscode-languageserver';
import { URI } from 'vscode-uri';
import type { EscapeHint, FlowStep } from '../../analysis/escape/escapeHint.ts';
import { contains, touches } from '../../analysis/text/span.ts';
import { LineIndex } from '../../analysis/text/lineIndex.ts';
import {
	type EscapeExplanation,
	type EscapeItem,
	type ExplainParams,
	explainRequest,
	type FunctionEscapes,
	type FunctionParams,
	functionRequest,
} from '../../protocol/requests.ts';
import type { ProfiledFile } from '../../session/goWorkspace.ts';
import { toUri } from '../convert.ts';
import { type Encoding, toOffset, toRange } from '../encoding.ts';
import type { Feature } from '../feature.ts';
import { withSignal } from '../requestScope.ts';
import type { Session } from '../session.ts';
import { folding, shownHints } from '../shownHints.ts';
import { stepsOf, stepWords } from './escapeMarkdown.ts';
import { functionSummary, hintsOf, isLeak } from './functionSummary.ts';

export const explainFeature: Feature = {
	register: registerExplain,
};

function registerExplain(session: Session): void {
	const { connection, documents, workspace, logger, encoding } = session;
	connection.onRequest(explainRequest, ({ uri, position }: ExplainParams, token) =>
		withSignal(token, logger, null, async (signal): Promise<EscapeExplanation | null> => {
			const document = documents.get(uri);
			if (!document) return null;
			const { lines, path } = document;
			const offset = toOffset(lines, position, encoding);
			const { hints } = workspace.escapes(path);
			const hint = hintAt([...shownHints(session, path, hints), ...hints.filter(isLeak)], lines, offset);
			if (!hint) return null;
			const subject = hint.name ?? hint.subject;
			const start = { uri, range: toRange(lines, hint.span, encoding), text: subject, words: beginning(hint) };
			const rest = await workspace.restOfFlow(hint, signal);
			return { message: hint.message, steps: [start, ...(await stepPlaces(session, hint, rest))] };
		}),
	);
	connection.onRequest(functionRequest, ({ uri, name }: FunctionParams, token) =>
		withSignal(token, logger, null, (): FunctionEscapes | null => {
			const path = URI.parse(uri).fsPath;
			const document = documents.byPath(path);
			const { functions, hints } = workspace.escapes(path);
			const report = functions.find((one) => one.name === name);
			if (!document || !report) return null;
			const shown = shownHints(session, path, hints);
			const own = [...hintsOf(report, hints).filter(isLeak), ...hintsOf(report, shown)];
			const items = [...new Set(own)].map((hint) =>
				toItem(hint, document.lines, encoding, workspace.profiledHints(path)),
			);
			return {
				summary: functionSummary(report, { shown, all: hints, isFolded: folding(session, path) }),
				hints: items,
			};
		}),
	);
}

export function toItem(hint: EscapeHint, lines: LineIndex, encoding: Encoding, profiled?: ProfiledFile): EscapeItem {
	const { subject: printed, name: subject = printed, label, message, verdict, class: escapeClass, span } = hint;
	const [cost, share, part] = profiled
		? [profiled.words(hint), profiled.share(hint), profiled.part(hint)]
		: ['', 0, String(lines.position(span.start).line)];
	const range = toRange(lines, span, encoding);
	return { subject, label, message, cost, share, part, verdict, class: escapeClass, range };
}

/** The words for where a path begins. */
function beginning(hint: EscapeHint): string {
	return isLeak(hint) ? 'is passed in here' : 'is allocated here';
}

/** The innermost hint at an offset, or else the first on its line: the label stands at the line's end. */
function hintAt(hints: readonly EscapeHint[], lines: LineIndex, offset: number): EscapeHint | undefined {
	const inner = (a: EscapeHint, b: EscapeHint) => (contains(a.span, b.span) ? 1 : -1);
	const here = hints.filter((hint) => touches(hint.span, offset)).sort(inner)[0];
	if (here) return here;
	const { line } = lines.position(offset);
	return hints.find((hint) => lines.position(hint.span.start).line === line);
}

type PlacedStep = EscapeExplanation['steps'][number];

/** One place for each line on the way, so that a peek lists every line once. */
async function stepPlaces({ workspace, encoding }: Session, hint: EscapeHint, rest: readonly FlowStep[]) {
	const steps = [...stepsOf(hint), ...rest].filter(({ file, line }) => file !== '' && line > 0);
	const files = [...new Set(steps.map(({ file }) => file))];
	const texts = await Promise.all(files.map((file) => workspace.text(file)));
	const linesOf = new Map(files.map((file, index) => [file, linesIn(texts[index])]));
	const seen = new Set([`${hint.file}:${hint.position.line}`]);
	return steps.flatMap((step): PlacedStep[] => {
		const { file, line, column, text } = step;
		if (seen.has(`${file}:${line}`)) return [];
		seen.add(`${file}:${line}`);
		const lines = linesOf.get(file);
		const range = lines ? statement(lines, line - 1, encoding) : place(line - 1, Math.max(0, column - 1));
		return [{ uri: toUri(file), range, text, words: stepWords(step) }];
	});
}

function linesIn(text: string | undefined): LineIndex | undefined {
	return text === undefined ? undefined : new LineIndex(text);
}

/** A line without its indentation. */
function statement(lines: LineIndex, line: number, encoding: Encoding): Range {
	const { start, end } = lines.lineSpan(line);
	const indentation = /^\s*/.exec(lines.text.slice(start, end))?.[0].length ?? 0;
	return toRange(lines, { start: start + indentation, end }, encoding);
}

function place(line: number, character: number): Range {
	return { start: { line, character }, end: { line, character } };
}
