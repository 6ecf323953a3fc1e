/**
 * Judges the targets of directives for one Go and one module. The editor asks what is known now and comes back when more
 * is; the command line waits.
 */
import type { Finding } from '../../analysis/finding.ts';
import type { FileFacts } from '../../analysis/linkname/fileFacts.ts';
import type { PackageIndex } from '../../analysis/linkname/packageIndex.ts';
import { checkTarget, type MoreFixes } from '../../analysis/linkname/targets/checkTarget.ts';
import type { TargetView } from '../../analysis/linkname/targets/targetView.ts';
import type { Counterparts } from './counterparts.ts';
import type { TargetSources } from '../../world/build/targetSources.ts';
import { targetViews, type ViewOptions } from './targetViews.ts';

export interface TargetChecker {
	/** The directives of a file with what is known about their targets; `more` settles when asking again is worth while. */
	views(facts: FileFacts, index: PackageIndex): KnownViews;
	/** Waits until everything is known. */
	allViews(facts: FileFacts, index: PackageIndex, signal: AbortSignal): Promise<readonly TargetView[]>;
	/** What the other packages of the build have to say; undefined outside of modules. */
	readonly others: Counterparts | undefined;
}

export interface KnownViews {
	readonly views: readonly TargetView[];
	readonly more: Promise<void> | undefined;
}

/** Answers lead to questions (a type to its package, that to a file), but never this far. */
const mostRounds = 100;

export function createTargetChecker(
	options: ViewOptions,
	sources: TargetSources,
	others: Counterparts | undefined,
): TargetChecker {
	function views(facts: FileFacts, index: PackageIndex): KnownViews {
		const round = sources.lookups.round();
		return { views: targetViews(facts, index, options, sources, round), more: round.missing() };
	}
	return {
		views,
		others,
		async allViews(facts, index, signal) {
			for (let at = 0; at < mostRounds; at++) {
				const known = views(facts, index);
				if (!known.more) return known.views;
				await known.more;
				signal.throwIfAborted();
			}
			return [];
		},
	};
}

export function checkTargets(views: readonly TargetView[], moreFixes?: MoreFixes): Finding[] {
	return views.flatMap((view) => checkTarget(view, moreFixes));
}
