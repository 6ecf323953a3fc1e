/** The target of each directive as a link to the line that defines it, found when somebody points at it. */
import type { DocumentLink } from 'vscode-languageserver';
import { LineIndex } from '../../analysis/text/lineIndex.ts';
import type { FoundPlace } from '../../linkname/navigation/navigation.ts';
import { toUri } from '../convert.ts';
import { toPosition, toRange } from '../encoding.ts';
import type { Feature } from '../feature.ts';
import { withSignal } from '../requestScope.ts';
import type { Session } from '../session.ts';

/** What a link carries until it is resolved. */
interface LinkData {
	readonly uri: string;
	readonly symbol: string;
}

export const documentLinkFeature: Feature = {
	capabilities: () => ({ documentLinkProvider: { resolveProvider: true } }),
	register: registerDocumentLinks,
};

function registerDocumentLinks(session: Session): void {
	const { connection, documents, workspace, logger, client, encoding } = session;
	connection.onDocumentLinks((params, token) =>
		withSignal(token, logger, [], async (): Promise<DocumentLink[]> => {
			const { uri } = params.textDocument;
			const document = documents.get(uri);
			if (!document || !session.settings().linkname.enabled) return [];
			const links = await workspace.navigation.links(document.path);
			return links.map(({ span, symbol }) => {
				const data: LinkData = { uri, symbol };
				return { range: toRange(document.lines, span, encoding), data };
			});
		}),
	);
	connection.onDocumentLinkResolve((link, token) =>
		withSignal(token, logger, link, async (): Promise<DocumentLink> => {
			const { uri, symbol } = link.data as LinkData;
			const document = documents.get(uri);
			const place = document && (await workspace.navigation.follow(document.path, symbol));
			if (!place) return link;
			const { line, character } = toPosition(new LineIndex(place.text), place.span.start, encoding);
			const target = `${toUri(place.path)}#L${line + 1},${character + 1}`;
			return { ...link, target, ...(client.linkTooltips && { tooltip: tooltipOf(symbol, place, line + 1) }) };
		}),
	);
}

/** `runtime.nanotime · runtime/time_nofake.go:20` */
function tooltipOf(symbol: string, { path, importPath }: FoundPlace, line: number): string {
	const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
	return `${symbol} · ${importPath}/${name}:${line}`;
}
