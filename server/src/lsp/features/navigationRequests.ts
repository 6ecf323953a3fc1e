/** Definition and references of linknames: from one side to the other, where Go itself sees two names. */
import { type Definition, type DefinitionLink, type Location, LocationLink } from 'vscode-languageserver';
import { LineIndex } from '../../analysis/text/lineIndex.ts';
import type { FoundPlace } from '../../linkname/navigation/navigation.ts';
import { toUri } from '../convert.ts';
import { type Encoding, toOffset, toRange } from '../encoding.ts';
import type { Feature } from '../feature.ts';
import { withSignal } from '../requestScope.ts';
import type { Session } from '../session.ts';

export const navigationFeature: Feature = {
	capabilities: () => ({ definitionProvider: true, referencesProvider: true }),
	register: registerNavigation,
};

function registerNavigation(session: Session): void {
	const { connection, documents, workspace, logger, client, encoding } = session;
	connection.onDefinition((params, token) =>
		withSignal(token, logger, null, async (): Promise<Definition | DefinitionLink[] | null> => {
			const document = documents.get(params.textDocument.uri);
			if (!document || !session.settings().linkname.enabled) return null;
			const offset = toOffset(document.lines, params.position, encoding);
			const found = await workspace.navigation.definitions(document.path, offset, session.besideGopls());
			if (!found || found.places.length === 0) return null;
			const locations = found.places.map((place) => toLocation(place, encoding));
			if (!client.definitionLinks) return locations;
			const origin = toRange(document.lines, found.span, encoding);
			return locations.map(({ uri, range }) => LocationLink.create(uri, range, range, origin));
		}),
	);
	connection.onReferences((params, token) =>
		withSignal(token, logger, null, async (): Promise<Location[] | null> => {
			const document = documents.get(params.textDocument.uri);
			if (!document || !session.settings().linkname.enabled) return null;
			const offset = toOffset(document.lines, params.position, encoding);
			const { includeDeclaration } = params.context;
			const places = await workspace.navigation.references(document.path, offset, includeDeclaration);
			return places.map((place) => toLocation(place, encoding));
		}),
	);
}

function toLocation({ path, text, span }: FoundPlace, encoding: Encoding): Location {
	return { uri: toUri(path), range: toRange(new LineIndex(text), span, encoding) };
}
