import type { Finding } from '../../finding.ts';
import { stopsCompiler } from './compilerCall.ts';
import { onTarget } from './targetReport.ts';
import type { TargetView } from './targetView.ts';

/**
 * Parameters, results or a variable's type that differ from the target's declaration. Nothing in the toolchain asks: it
 * builds, and passes garbage. A difference that the registers of this machine hide is told as information.
 */
export function linknameSignature(view: TargetView): Finding[] {
	const { comparison, bound, symbol } = view;
	const known = knownToCompiler(view);
	if (known !== undefined) return [onTarget('linkname-signature', view, known)];
	if (comparison?.verdict !== 'different') return [];
	// It links by accident: that is said first, and goes together with the call.
	if (view.verdict.state === 'refused' && view.use !== 'used' && bound.declaration?.item.kind === 'func') return [];
	const { declaration, linkname } = bound;
	const text = `${linkname.local.text} ${comparison.difference} (${symbol} is ${comparison.target})`;
	const finding = onTarget('linkname-signature', view, text, {
		...(declaration && {
			related: [
				{ file: declaration.facts.path, span: declaration.item.nameSpan, message: `Declared as ${comparison.local}.` },
			],
		}),
	});
	return [comparison.harm === 'none' ? { ...finding, severity: 'information' } : finding];
}

/** What the compiler makes of calls of runtime.newobject, under whatever name. */
function knownToCompiler({ symbol, verdict, use, bound, built }: TargetView): string | undefined {
	const { declaration, linkname } = bound;
	if (symbol !== 'runtime.newobject' || verdict.state !== 'links' || use !== 'used') return undefined;
	if (declaration?.item.kind !== 'func' || !stopsCompiler(declaration.facts, declaration.item, built)) return undefined;
	return `The compiler takes calls of ${linkname.local.text} for its own and needs a pointer type such as *int as their result`;
}
