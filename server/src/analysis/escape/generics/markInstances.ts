/** Says of generic functions which type arguments their hints hold for, and which of them are not known at all. */
import type { FunctionReport, PackageEscapes } from '../escapeHint.ts';
import type { GenericFunction } from './genericFunctions.ts';

/** The reason of {@link FunctionReport.inline} for a function that no instance is known of. */
export const notInstantiated = 'generic, not instantiated here';

export interface MarkedEscapes {
	readonly escapes: PackageEscapes;
	/** The functions that nothing is known of, by {@link genericKey}. */
	readonly silent: ReadonlySet<string>;
}

/**
 * @param generic all generic functions of the package
 * @param assumed those of them that were compiled for types which only stand for others, by {@link genericKey}
 */
export function markInstances(
	escapes: PackageEscapes,
	generic: readonly GenericFunction[],
	assumed: ReadonlySet<string>,
): MarkedEscapes {
	if (generic.length === 0) return { escapes, silent: new Set() };
	const byStart = new Map(generic.map((each) => [`${each.file} ${each.nameSpan.start}`, each]));
	const reported = new Set<GenericFunction>();
	const functions = escapes.functions.map((report): FunctionReport => {
		const own = byStart.get(`${report.file} ${report.span.start}`);
		if (own === undefined) return report;
		reported.add(own);
		return assumed.has(genericKey(own)) ? { ...report, assumed: true } : report;
	});
	const silent = generic.filter((each) => !reported.has(each));
	const marked = functions.filter((each) => each.assumed);
	const hints = escapes.hints.map((hint) => {
		const around = marked.find(
			({ file, extent }) => file === hint.file && extent.start <= hint.span.start && hint.span.start < extent.end,
		);
		if (around?.instances === undefined) return hint;
		return { ...hint, instances: hint.instances ?? around.instances, assumed: true };
	});
	const inOrder = (a: FunctionReport, b: FunctionReport) =>
		a.file === b.file ? a.span.start - b.span.start : a.file < b.file ? -1 : 1;
	const all = [...functions, ...silent.map(reportOf)].sort(inOrder);
	return { escapes: { ...escapes, hints, functions: all }, silent: new Set(silent.map(genericKey)) };
}

/** The same for the same function after an edit elsewhere. */
export function genericKey({ file, name }: GenericFunction): string {
	return `${file} ${name}`;
}

function reportOf({ file, name, nameSpan, span }: GenericFunction): FunctionReport {
	return { file, name, span: nameSpan, extent: span, inline: { can: false, reason: notInstantiated }, leaks: [] };
}
