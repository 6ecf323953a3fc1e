/** All shown hints of the known packages, as the Escapes view lists them; a client is sent only what it does not have. */
import type { EscapeHint } from '../../analysis/escape/escapeHint.ts';
import { LineIndex } from '../../analysis/text/lineIndex.ts';
import {
	type EscapeFunction,
	type EscapePackage,
	type EscapeTree,
	type EscapeTreeParams,
	escapeTreeRequest,
} from '../../protocol/requests.ts';
import type { KnownPackage } from '../../session/goWorkspace.ts';
import { toUri } from '../convert.ts';
import type { Feature } from '../feature.ts';
import { withSignal } from '../requestScope.ts';
import { hintsByFunction } from '../hintsByFunction.ts';
import type { Session } from '../session.ts';
import { hiddenByFilter, shownHints } from '../shownHints.ts';
import { toItem } from './explainCommands.ts';

/** What was made of a package, and of what: while all of that is the same, so is the answer. */
interface Made {
	readonly of: readonly unknown[];
	readonly answer: EscapePackage;
	readonly hidden: number;
}

export const escapeTreeFeature: Feature = {
	register: registerEscapeTree,
};

function registerEscapeTree(session: Session): void {
	const { connection, workspace, logger } = session;
	let made = new Map<string, Made>();
	let versions = 0;

	function packageOf(one: KnownPackage): Made {
		const of = ingredients(session, one);
		const before = made.get(one.directory);
		if (before && before.of.length === of.length && before.of.every((each, index) => each === of[index])) return before;
		const hidden = one.files.reduce((sum, { path, hints }) => sum + hiddenByFilter(session, path, hints), 0);
		return { of, hidden, answer: { ...describe(session, one), version: ++versions } };
	}

	connection.onRequest(escapeTreeRequest, ({ known = {} }: EscapeTreeParams, token) =>
		withSignal(token, logger, { packages: [], hidden: 0 }, (): EscapeTree => {
			const all = workspace.knownPackages().map((one) => [one.directory, packageOf(one)] as const);
			made = new Map(all);
			const packages = all
				.map(([, { answer }]) => answer)
				.filter(({ functions, problem }) => functions.length > 0 || problem !== '')
				.map((one) => (known[one.uri] === one.version ? { ...one, functions: [], unchanged: true as const } : one));
			return { packages, hidden: all.reduce((sum, [, { hidden }]) => sum + hidden, 0) };
		}),
	);
}

/** All that an answer is made of, in values that are the same as long as nothing changed. */
function ingredients(session: Session, { name, files, problem, outdated }: KnownPackage): readonly unknown[] {
	const { onlyChanges, ...filter } = session.filter();
	const settings = JSON.stringify([filter, session.settings().escape]);
	const stretches = (path: string) => (onlyChanges ? JSON.stringify(session.workspace.changedSpans(path)) : '');
	const ofFiles = files.flatMap(({ path, text, hints }) => {
		const isOpen = session.documents.byPath(path) !== undefined;
		return [path, text, hints, session.workspace.profiledHints(path), onlyChanges && isOpen, stretches(path)];
	});
	return [name, problem, outdated, onlyChanges, settings, ...ofFiles];
}

function describe(session: Session, known: KnownPackage): Omit<EscapePackage, 'version'> {
	const { directory, name, files, problem, outdated } = known;
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
	return { uri: toUri(directory), name, functions, problem, outdated };
}
