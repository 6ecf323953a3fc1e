/** The hover on a directive: the verdict with its reason, a way out, what other Go versions do, signatures, users. Markdown. */
import { codeSpan } from '../../text/markdown.ts';
import { describeLinkname, paragraphs } from '../describeLinkname.ts';
import { alternativeName, isUsable } from './alternative.ts';
import { erasOf, type VersionStatus, statusMeanings, statusWords, rangeText } from './versionStatus.ts';
import { linksReasons, refusedReason, sinceText, undefinedReason } from './phrases.ts';
import { shortGo, type TargetView } from './targetView.ts';

/** What stands beside the hover of a directive. */
export interface Beside {
	/** The title of the quick fix that is offered; empty when there is none. */
	readonly fix?: string;
	/** A finding that the editor shows with the hover gives the reason of the verdict. */
	readonly reasoned?: boolean;
}

/** What decides comes first, since an editor shows little of a hover at once: the verdict, and what to do about it. */
export function describeTarget(view: TargetView, { fix = '', reasoned = false }: Beside = {}): string {
	const { title, meaning } = describeLinkname(view.bound);
	const wayOut = [alternativeText(view), fix === '' ? '' : `Quick fix: ${plain(fix)}.`].filter((part) => part !== '');
	const verdict = reasoned
		? [[`${goText(view)}: ${stateText(view)}.`, ...wayOut].join(' ')]
		: [verdictText(view), wayOut.join(' ')];
	return paragraphs(title, ...verdict, meaning, versionLine(view), signatureText(view), usersText(view));
}

/** The same of a target that nothing pulls yet: what is said of the pull is left out. */
export function describeTargetAlone(view: TargetView): string {
	return paragraphs(
		`**${codeSpan(view.symbol)}**`,
		verdictText(view),
		alternativeText(view),
		versionLine(view),
		signatureText({ ...view, comparison: undefined }),
		usersText(view),
	);
}

/** Text in which nothing is taken for Markdown. */
function plain(text: string): string {
	return text.replace(/[\\`*_[\]<>#|]/g, '\\$&');
}

function goText({ context }: TargetView): string {
	const recorded = context.source === 'table' ? ' (from the recorded table: no Go tree is at hand)' : '';
	return `**${context.go}**${context.difference === '' ? '' : ` with ${context.difference}`}${recorded}`;
}

function verdictText(view: TargetView): string {
	const { verdict, symbol, bound, checkDisabledBy } = view;
	const go = goText(view);
	switch (verdict.state) {
		case 'links':
			return `${go}: links; ${linksReasons[verdict.why]}.`;
		case 'refused': {
			const reason = refusedReason(verdict.why, verdict.allowed);
			if (checkDisabledBy !== undefined)
				return `${go}: links only with \`-checklinkname=0\`, which ${checkDisabledBy} sets; ${reason}${sinceText(view)}.`;
			if (!verdict.sure) return `${go}: refused, unless this package brings the type along otherwise; ${reason}.`;
			return `${go}: the linker refuses it; ${reason}${sinceText(view)}.`;
		}
		case 'undefined':
			return `${go}: ${undefinedReason(verdict.why, codeSpan(symbol), view.declaredAs)}.`;
		case 'zero-variable':
			return verdict.why === 'function'
				? `${go}: \`${symbol}\` is a function; \`${bound.linkname.local.text}\` is a new variable that stays zero.`
				: `${go}: there is no variable \`${symbol}\`; \`${bound.linkname.local.text}\` is a new one that stays zero.`;
		case 'left-out':
			return `${go}: nothing in this program imports \`${verdict.importPath}\`, so \`${symbol}\` is not there.`;
		case 'clash':
			return `${go}: \`${symbol}\` is defined already.`;
		case 'free':
			return `${go}: nothing else defines \`${symbol}\`.`;
		case 'unknown':
			return '';
	}
}

/** `Go 1.18-1.22 links · 1.23+ refused`: the recorded releases, those with the same answer together. */
function versionLine(view: TargetView): string {
	const { history, bound } = view;
	if (history.length === 0 || bound.form !== 'pull') return '';
	const eras = erasOf(history, view);
	// Another kind of thing goes by that name.
	if (eras.every(({ fate }) => fate === 'absent')) return '';
	const line = eras.map((era) => `${rangeText(era, history)} ${statusWords[era.fate]}`).join(' · ');
	const legend = eras.some(({ fate }) => fate === 'kept') ? ` (kept: ${statusMeanings.kept})` : '';
	return `Go ${line}${legend}`;
}

function signatureText(view: TargetView): string {
	const { comparison, definition, history } = view;
	const lines: string[] = [];
	if (comparison) {
		const fit: Readonly<Record<string, string>> = {
			identical: 'matches yours',
			compatible: `fits yours, ${codeSpan(comparison.local)}`,
			different: `yours is ${codeSpan(comparison.local)}`,
			unknown: '',
		};
		const said = fit[comparison.verdict] ?? '';
		if (comparison.target !== '')
			lines.push(`Signature ${codeSpan(comparison.target)}${said === '' ? '' : `, ${said}`}.`);
	} else if (definition && definition.signature !== '') {
		lines.push(`Signature ${codeSpan(definition.signature)}.`);
	}
	const changes: string[] = [];
	let last: string | undefined;
	for (const cell of history) {
		if (!('kind' in cell) || cell.signature === '' || cell.signature === last) continue;
		const text = codeSpan(`${cell.kind === 'var' ? '' : 'func'}${cell.signature}`);
		changes.push(last === undefined ? text : `${text} since ${shortGo(cell)}`);
		last = cell.signature;
	}
	if (changes.length > 1) lines.push(`From release to release: ${changes.join(', ')}.`);
	return lines.join(' ');
}

function usersText({ knownUsers }: TargetView): string {
	if (knownUsers.length === 0) return '';
	const shown = knownUsers.slice(0, 5);
	const rest = knownUsers.length - shown.length;
	return `The Go tree names as its users: ${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}.`;
}

function alternativeText({ alternative, index }: TargetView): string {
	if (!alternative) return '';
	const usable = isUsable(alternative, index.goVersion) ? '' : ', newer than the `go` line of this module';
	return `Public API: ${codeSpan(alternativeName(alternative))} (go${alternative.since}${usable}).`;
}

/** The line above a directive: `go1.26: links (kept for known users) · refused from go1.27 on · use time.Since`; may be empty. */
export function summarizeTarget(view: TargetView): string {
	const { verdict, context, alternative, index } = view;
	const go = context.difference === '' ? shortGo(context) : `${shortGo(context)}, ${context.difference}`;
	const now = stateText(view);
	if (now === '') return '';
	const parts = [`${go}${context.source === 'table' ? ', as recorded' : ''}: ${now}`];
	if (verdict.state === 'links' && view.bound.form === 'pull') {
		const later = erasOf(view.history, view).find(
			({ cells, fate }) => fate !== 'open' && fate !== 'kept' && (cells[0]?.minor ?? 0) > context.minor,
		);
		if (later?.cells[0]) parts.push(`${lensWords[later.fate]} from ${shortGo(later.cells[0])}`);
	}
	if (alternative && isUsable(alternative, index.goVersion)) parts.push(`use ${alternativeName(alternative)}`);
	return parts.join(' · ');
}

const lensWords: Readonly<Record<VersionStatus, string>> = {
	...statusWords,
	absent: 'gone',
	signature: 'another signature',
};

function stateText({ verdict, comparison, checkDisabledBy, declaredAs }: TargetView): string {
	switch (verdict.state) {
		case 'links':
			if (comparison?.verdict === 'different' && comparison.harm === 'breaks') return 'links with a wrong signature';
			return verdict.why === 'pushed' ? 'links (kept for known users)' : 'links';
		case 'refused':
			if (checkDisabledBy !== undefined) return 'links only with -checklinkname=0';
			return verdict.sure ? 'refused' : 'perhaps refused';
		case 'undefined':
			if (verdict.why === 'absent' && declaredAs === undefined) return 'does not exist';
			return verdict.why === 'variable' ? 'is a variable' : 'cannot be pulled';
		case 'zero-variable':
			return verdict.why === 'function' ? 'is a function, stays zero' : 'does not exist, stays zero';
		case 'left-out':
			return `${verdict.importPath} is not imported`;
		case 'clash':
			return verdict.with === 'method' ? 'two bodies' : 'defined twice';
		case 'free':
		case 'unknown':
			return '';
	}
}
