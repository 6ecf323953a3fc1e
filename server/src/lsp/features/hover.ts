/** Hovers: what a directive does, and why a value goes to the heap. */
import { type Hover, type HoverParams, type MarkupContent, MarkupKind, type Range } from 'vscode-languageserver';
import type { EscapeHint } from '../../analysis/escape/escapeHint.ts';
import { type Span, touches } from '../../analysis/text/span.ts';
import type { ExplainParams } from '../../protocol/requests.ts';
import type { ProfiledFile } from '../../session/goWorkspace.ts';
import type { OpenDocument } from '../documents.ts';
import { toOffset, toRange } from '../encoding.ts';
import type { Feature } from '../feature.ts';
import { withSignal } from '../requestScope.ts';
import type { Session } from '../session.ts';
import { folding, shownHints } from '../shownHints.ts';
import { escapeMarkdown } from './escapeMarkdown.ts';
import { functionMarkdown, isLeak } from './functionSummary.ts';
import { plainText } from './plainText.ts';

export const hoverFeature: Feature = {
	capabilities: ({ client }) => ({ hoverProvider: !client.lateHovers }),
	register: registerHover,
};

function registerHover(session: Session): void {
	const { connection, documents, workspace, logger, client, encoding } = session;
	const contentsOf = (markdown: string): MarkupContent =>
		client.markdownHovers
			? { kind: MarkupKind.Markdown, value: markdown }
			: { kind: MarkupKind.PlainText, value: plainText(markdown) };
	connection.onHover((params, token) =>
		withSignal(token, logger, null, async (signal): Promise<Hover | null> => {
			const document = documents.get(params.textDocument.uri);
			if (!document) return null;
			const hover = await hoverOf(params, document, signal);
			const inserted = workspace.insertedCalls(document.path, params.position.line + 1);
			if (inserted.length === 0) return hover && { contents: contentsOf(hover.markdown), range: hover.range };
			const becomes = insertedMarkdown(inserted);
			const markdown = [...(hover ? [hover.markdown] : []), becomes].join('\n\n---\n\n');
			return { contents: contentsOf(markdown), ...(hover && { range: hover.range }) };
		}),
	);

	async function hoverOf(
		params: HoverParams,
		document: OpenDocument,
		signal: AbortSignal,
	): Promise<HoverAnswer | null> {
		const settings = session.settings();
		const offset = toOffset(document.lines, params.position, encoding);
		const described = settings.linkname.enabled
			? await workspace.describe(document.path, offset, client.ownCommands)
			: undefined;
		if (described) {
			return {
				markdown: described.markdown,
				range: toRange(document.lines, described.span, encoding),
			};
		}
		const { functions, hints } = workspace.escapes(document.path);
		const shown = shownHints(session, document.path, hints);
		const leaks = settings.escape.enabled ? hints.filter(isLeak) : [];
		const here = [...shown, ...leaks].filter((hint) => touches(hint.span, offset));
		const innermost = here.sort((a, b) => length(a.span) - length(b.span))[0];
		if (!innermost) {
			const named = settings.escape.enabled && functions.find(({ span }) => touches(span, offset));
			const isFolded = folding(session, document.path);
			const markdown = named ? functionMarkdown(named, { all: hints, isFolded }) : '';
			if (!named || markdown === '') return null;
			return {
				markdown,
				range: toRange(document.lines, named.span, encoding),
			};
		}
		const together = here.filter(
			(hint) => hint.span.start === innermost.span.start && hint.span.end === innermost.span.end,
		);
		// A good moment to see that the profile was recorded anew.
		workspace.profile();
		const explain = client.ownCommands ? { uri: document.uri, position: params.position } : undefined;
		const value = await describeHints(session, document.path, together, { explain, signal });
		return {
			markdown: value,
			range: toRange(document.lines, innermost.span, encoding),
		};
	}
}

/** A hover before it becomes what the client can show. */
interface HoverAnswer {
	readonly markdown: string;
	readonly range: Range;
}

/** What the compiler inserted into a line; see `GoWorkspace.insertedCalls`. */
function insertedMarkdown(calls: readonly (readonly string[])[]): string {
	const items = calls.map(([first = '', ...rest]) => [`- ${first}`, ...rest.map((line) => `  \n  ${line}`)].join(''));
	return `**This line becomes**\n\n${items.map(escapedLine).join('\n')}`;
}

/** Names of types have brackets and stars, which Markdown would take for its own. */
function escapedLine(text: string): string {
	return text.replace(/[*_`<>[\]]/g, '\\$&');
}

/** Where links to commands lead, absent where there can be none; and who asks. */
interface Asked {
	readonly explain: ExplainParams | undefined;
	readonly signal: AbortSignal;
}

/** Hints of one line in words. */
export async function describeHints(
	{ workspace }: Session,
	path: string,
	hints: readonly EscapeHint[],
	{ explain, signal }: Asked,
): Promise<string> {
	const { state } = workspace.escapes(path);
	const profiled = workspace.profiledHints(path);
	const older = profiled !== undefined && (await workspace.profileIsOlder(path));
	const possible = await workspace.possibleFixes({ path, hints }, signal);
	const parts = hints.map((hint) => profiled?.part(hint));
	const texts = hints.map(async (hint, index) =>
		escapeMarkdown(hint, {
			stale: state === 'stale',
			size: await workspace.allocationSize(hint),
			// What several hints cost together is said once.
			cost: parts.indexOf(parts[index]) === index ? costOf(hint, profiled, older) : '',
			observed: workspace.observed(hint),
			fixes: possible.filter((fix) => fix.hint === hint),
			keeper: await workspace.keeper(hint),
			...(explain && { explain }),
		}),
	);
	return (await Promise.all(texts)).join('\n\n---\n\n');
}

/** Within a function that was edited, the lines of the profile may be others. */
function costOf(hint: EscapeHint, profiled: ProfiledFile | undefined, older: boolean): string {
	const facts = profiled?.facts(hint) ?? [];
	if (facts.length === 0) return '';
	const last = older ? [`${facts.at(-1)}, as recorded before this file was changed`] : facts.slice(-1);
	const how = profiled?.residency(hint) ? [`[How lifetimes and savings are computed](${capturePage})`] : [];
	return [...facts.slice(0, -1), ...last, ...how].join('  \n');
}

const capturePage = 'https://github.com/linkscape/linkscape/blob/main/docs/capture.md#how-long-values-live';

function length({ start, end }: Span): number {
	return end - start;
}
