/** Which escape hints the user wants to see: by the filter of the workspace, where it is silent by the settings. */
import type { EscapeHint } from '../analysis/escape/escapeHint.ts';
import { isFolded } from '../analysis/escape/foldedHints.ts';
import { filterHints } from '../analysis/escape/filterHints.ts';
import { type EscapeFilter, noFilter } from '../protocol/requests.ts';
import type { FileEscapes } from '../session/goWorkspace.ts';
import type { Session } from './session.ts';

/** What is known about a file, with its hints narrowed to the shown ones. */
export function shownEscapes(session: Session, path: string): FileEscapes {
	const escapes = session.workspace.escapes(path);
	return { ...escapes, hints: shownHints(session, path, escapes.hints) };
}

/** Those hints of a file that are shown. */
export function shownHints(session: Session, path: string, hints: readonly EscapeHint[]): readonly EscapeHint[] {
	return passing(session, path, hints, session.filter());
}

/** How many hints of a file would be shown without the filter of the workspace. */
export function hiddenByFilter(session: Session, path: string, hints: readonly EscapeHint[]): number {
	if (!hasFilter(session)) return 0;
	const shown = new Set(shownHints(session, path, hints));
	return passing(session, path, hints, noFilter).filter((hint) => !shown.has(hint)).length;
}

/** Whether the workspace has a filter at all. */
export function hasFilter(session: Session): boolean {
	const { verdicts, classes, functions, onlyChanges, onlyHot } = session.filter();
	return verdicts.length + classes.length + functions.length > 0 || onlyChanges || onlyHot;
}

function passing(
	session: Session,
	path: string,
	hints: readonly EscapeHint[],
	filter: EscapeFilter,
): readonly EscapeHint[] {
	const { escape } = session.settings();
	if (!escape.enabled || hints.length === 0) return [];
	const verdicts = filter.verdicts.length > 0 ? filter.verdicts : escape.verdicts;
	if (verdicts.length === 0) return [];
	const isHot = session.workspace.profiledHints(path)?.isHot;
	const shown = filterHints(hints, {
		verdicts,
		classes: filter.classes,
		functions: filter.functions,
		within: filter.onlyChanges ? session.workspace.changedSpans(path) : undefined,
		isHot: filter.onlyHot ? isHot : undefined,
		isDear: isHot,
	});
	if (filter.classes.length > 0 || escape.hiddenClasses.length === 0) return shown;
	return shown.filter((hint) => !escape.hiddenClasses.includes(hint.class));
}

/** Whether a hint of a file is counted only, by the settings and the loaded profile. */
export function folding(session: Session, path: string): (hint: EscapeHint) => boolean {
	if (session.settings().escape.coldPaths) return () => false;
	const isHot = session.workspace.profiledHints(path)?.isHot;
	return (hint) => isFolded(hint, isHot);
}
