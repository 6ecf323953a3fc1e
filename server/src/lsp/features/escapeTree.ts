/** All shown hints of the known packages, as the Escapes view lists them. */
import type { EscapeHint } from '../../analysis/escape/escapeHint.ts';
import { LineIndex } from '../../analysis/text/lineIndex.ts';
import {
	type EscapeFunction,
	type EscapePackage,
	type EscapeTree,
	escapeTreeRequest,
} from '../../protocol/requests.ts';
import type { KnownPackage } from '../../session/goWorkspace.ts';
import { toUri } from '../convert.ts';
import type { Feature } from '../feature.ts';
import { withSignal } from '../requestScope.ts';
import { hintsByFunction } from '../hintsByFunction.ts';
import type { Session } from '../session.ts';
import { shownHints } from '../shownHints.ts';
import { toItem } from './explainCommands.ts';

export const escapeTreeFeature: Feature = {
	register: registerEscapeTree,
};

function registerEscapeTree(session: Session): void {
	const { connection, workspace, logger } = session;
	connection.onRequest(escapeTreeRequest, (_: unknown, token) =>
		withSignal(token, logger, { packages: [] }, (): EscapeTree => {
			const packages = workspace.knownPackages().map((one) => packageOf(session, one));
			return { packages: packages.filter((one) => one.functions.length > 0) };
		}),
	);
}

function packageOf(session: Session, { directory, name, files }: KnownPackage): EscapePackage {
	const functions = files.flatMap(({ path, text, hints }): EscapeFunction[] => {
		// What changed is known of open files only: asking git about all of them would take a process for each.
		if (session.filter().onlyChanges && !session.documents.byPath(path)) return [];
		const shown = shownHints(session, path, hints);
		if (shown.length === 0) return [];
		const lines = session.documents.byPath(path)?.lines ?? new LineIndex(text);
		const uri = toUri(path);
		const profiled = session.workspace.profiledHints(path);
		const item = (hint: EscapeHint) => toItem(hint, lines, session.encoding, profiled);
		return [...hintsByFunction(shown)].map(([name, own]) => ({ name, uri, hints: own.map(item) }));
	});
	return { uri: toUri(directory), name, functions };
}
