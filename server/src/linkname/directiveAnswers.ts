/** What is told about a directive to whoever asks, and can wait a moment: hovers and the lines above directives. */
import { benchmarkSource } from '../analysis/benchmark/benchmarkSource.ts';
import { describeLinkname, paragraphs } from '../analysis/linkname/describeLinkname.ts';
import { bindLinkname } from '../analysis/linkname/linknameForm.ts';
import { hypotheticalPulls } from '../analysis/linkname/fixes/declareLocal.ts';
import { describeModuleTarget } from '../analysis/linkname/modules/describeModuleTarget.ts';
import { describeTarget, describeTargetAlone, summarizeTarget } from '../analysis/linkname/targets/describeTarget.ts';
import type { MoreFixes } from '../analysis/linkname/targets/checkTarget.ts';
import type { TargetView } from '../analysis/linkname/targets/targetView.ts';
import type { Span } from '../analysis/text/span.ts';
import { dirname } from '../toolchain/paths.ts';
import type { CheckedFile, LinknameChecks } from './linknameChecks.ts';
import { directiveAt } from './navigation/symbolAt.ts';
import type { ModuleVerdicts } from './standard/moduleVerdicts.ts';
import { checkTargets } from './standard/targetChecker.ts';

/** A text for a place: a hover in Markdown. */
export interface Description {
	readonly span: Span;
	readonly markdown: string;
}

/** A short line about a directive. */
export interface DirectiveSummary {
	readonly span: Span;
	/** Empty when there is nothing to say. */
	readonly title: string;
	/** It is a pull that can be measured against the public API. */
	readonly measurable: boolean;
}

export interface DirectiveAnswers {
	/** @param isReasoned whether the editor shows a finding with the hover that gives the reason of the verdict on a target */
	describe(path: string, offset: number, isReasoned?: (target: string) => boolean): Promise<Description | undefined>;
	summaries(path: string): Promise<readonly DirectiveSummary[]>;
	/**
	 * What a pull of a symbol by the package of an open file comes to, in Markdown: of the one in that file, or of one that might be.
	 * Undefined for what is no name of a symbol.
	 */
	describeSymbol(path: string, symbol: string): Promise<string | undefined>;
	/** The target of the directive, or of the declaration, that stands there. */
	viewAt(path: string, offset: number): Promise<TargetView | undefined>;
}

/**
 * @param mayMeasure whether a Go can be run that measures the package of a file
 * @param moreFixes as the findings have them
 */
export function createDirectiveAnswers(
	linknames: LinknameChecks,
	judges: ModuleVerdicts,
	mayMeasure: (path: string) => boolean,
	moreFixes: MoreFixes | undefined,
): DirectiveAnswers {
	async function allViews({ facts, index }: Pick<CheckedFile, 'facts' | 'index'>): Promise<readonly TargetView[]> {
		const judge = await judges.get(dirname(facts.path));
		return judge.allViews(facts, index, new AbortController().signal);
	}

	async function at(path: string, offset: number) {
		const checked = await linknames.file(path);
		const found = checked && directiveAt(checked, offset);
		if (!checked || !found) return undefined;
		const views = await allViews({ facts: found.facts, index: checked.index });
		return { ...found, index: checked.index, view: views.find(({ bound }) => bound.linkname === found.item) };
	}

	/** Of those that change code: what an editor lists first, or nothing. */
	function firstFix(view: TargetView): string {
		const fixes = checkTargets([view], moreFixes).flatMap((finding) => finding.fixes);
		const changing = fixes.filter(({ edits }) => edits.length > 0);
		return (changing.find(({ preferred }) => preferred) ?? changing[0])?.title ?? '';
	}

	return {
		async describe(path, offset, isReasoned = () => false) {
			const found = await at(path, offset);
			if (!found) return undefined;
			const { view, span, item, facts, index } = found;
			if (view) {
				const beside = { fix: firstFix(view), reasoned: isReasoned(view.symbol) };
				return { span, markdown: describeTarget(view, beside) };
			}
			const { others } = await judges.get(dirname(facts.path));
			const beyond = await others?.view(item, facts, index);
			if (beyond) return { span, markdown: describeModuleTarget(beyond) };
			const { title, meaning } = describeLinkname(bindLinkname(item, facts, index));
			return { span, markdown: paragraphs(title, meaning) };
		},
		async describeSymbol(path, symbol) {
			const checked = await linknames.file(path);
			if (!checked) return undefined;
			const own = checked.facts.linknames.find(({ target }) => target?.text === symbol);
			if (own) return (await this.describe(path, own.directive.comment.span.start))?.markdown;
			for (const { facts, index, as } of hypotheticalPulls(symbol, checked.facts, checked.index)) {
				const views = await allViews({ facts, index });
				const view = views.find(({ bound }) => bound.linkname.target?.text === symbol);
				if (view && (view.definition?.kind === 'var') === (as === 'var')) return describeTargetAlone(view);
			}
			return undefined;
		},
		async summaries(path) {
			const checked = await linknames.file(path);
			if (!checked || checked.facts.linknames.length === 0) return [];
			return (await allViews(checked)).flatMap((view) => {
				const title = summarizeTarget(view);
				const measurable = mayMeasure(path) && typeof benchmarkSource(view) !== 'string';
				const { span } = view.bound.linkname.directive.comment;
				return title === '' && !measurable ? [] : [{ span, title, measurable }];
			});
		},
		viewAt: async (path, offset) => (await at(path, offset))?.view,
	};
}
