/** The hover on a directive whose other side lies outside the standard library. Markdown. */
import type { SignatureComparison } from '../../signature/compareSignatures.ts';
import { codeSpan, escapeProse } from '../../text/markdown.ts';
import { describeLinkname, paragraphs } from '../describeLinkname.ts';
import type { MissingImport, ModuleView } from './moduleView.ts';
import { undefinedTarget } from './moduleTargetUndefined.ts';

export function describeModuleTarget(view: ModuleView): string {
	const { title, meaning } = describeLinkname(view.bound);
	return paragraphs(title, otherSide(view), meaning);
}

function otherSide({ partner, symbol, bound }: ModuleView): string {
	const name = codeSpan(symbol);
	const local = codeSpan(bound.linkname.local.text);
	switch (partner.kind) {
		case 'defined':
			return sentences(
				`Links: ${codeSpan(partner.side.importPath)} defines it${privateTo(partner.privateOf)}.`,
				signature(partner.comparison),
				missing(partner.missing),
			);
		case 'received':
			return sentences(
				`${codeSpan(partner.side.importPath)} waits for it.`,
				signature(partner.comparison),
				partner.rival ? `${codeSpan(partner.rival.importPath)} pushes the same name.` : '',
				missing(partner.missing),
			);
		case 'undefined':
			return `${undefinedTarget(partner.why, name, codeSpan)}.`;
		case 'zero-variable':
			return partner.why === 'function'
				? `${name} is a function; ${local} is a new variable that stays zero.`
				: `There is no variable ${name}; ${local} is a new one that stays zero.`;
		case 'clash':
			return `${codeSpan(partner.side.importPath)} defines ${name} itself.`;
		case 'unknown':
			return '';
	}
}

function sentences(...parts: readonly string[]): string {
	return parts.filter((part) => part !== '').join(' ');
}

function privateTo(module: { readonly path: string; readonly version: string } | undefined): string {
	if (!module) return '';
	return `, privately: ${module.version === '' ? 'other sources' : `another version than ${escapeProse(module.version)}`} may lack it`;
}

function signature(comparison: SignatureComparison | undefined): string {
	if (!comparison || comparison.target === '') return '';
	const yours = codeSpan(comparison.local);
	const fit: Readonly<Record<SignatureComparison['verdict'], string>> = {
		identical: ', matches yours',
		compatible: `, fits yours, ${yours}`,
		different: `, yours is ${yours}`,
		unknown: '',
	};
	return `Signature ${codeSpan(comparison.target)}${fit[comparison.verdict]}.`;
}

function missing(one: MissingImport | undefined): string {
	return one ? `Nothing in ${codeSpan(one.program)} imports ${codeSpan(one.provider)}.` : '';
}
