import type { Finding } from '../../finding.ts';
import type { ModuleView, UndefinedTarget } from './moduleView.ts';
import { onCounterpart, renames } from './counterpartReport.ts';

/**
 * A pull of something that no package of the build defines: `relocation target p.f not defined` for a function, a new
 * variable that stays zero for a variable. A function that nobody calls makes no reference.
 */
export function moduleTargetUndefined(view: ModuleView): Finding[] {
	const { partner, symbol, bound, use } = view;
	if (partner.kind === 'zero-variable') {
		const what = partner.why === 'function' ? `${symbol} is a function` : `${symbol} does not exist`;
		const text = `${what}: ${bound.linkname.local.text} is a new variable that stays zero`;
		const fixes = renames(view, partner.suggestions);
		return [onCounterpart('linkname-zero-variable', view, ask(text, partner.suggestions), { fixes })];
	}
	if (partner.kind !== 'undefined' || use !== 'used') return [];
	const text = ask(undefinedTarget(partner.why, symbol), partner.suggestions);
	return [onCounterpart('linkname-undefined', view, text, { fixes: renames(view, partner.suggestions) })];
}

/** A main clause as a sentence, with a question about what was probably meant. */
export function ask(text: string, [meant]: readonly string[]): string {
	return meant === undefined ? `${text}.` : `${text}; did you mean ${meant}?`;
}

/** Why nothing defines the symbol: a main clause. */
export function undefinedTarget(
	why: UndefinedTarget,
	symbol: string,
	quoted: (name: string) => string = (name) => name,
): string {
	switch (why.kind) {
		case 'no-package':
			return `${symbol} does not exist: there is no package ${quoted(why.importPath)}`;
		case 'absent':
			return `${symbol} does not exist`;
		case 'declared-as':
			return why.as === 'generic function'
				? `${symbol} is a generic function, which has no symbol of its own`
				: `${symbol} is a ${why.as}, not a function`;
		case 'renamed':
			return `${symbol} does not exist: the linker knows that declaration as ${quoted(why.symbol)}`;
		case 'left-out':
			return `${symbol} does not exist in this build: only ${why.files.join(', ')} ${why.files.length === 1 ? 'defines' : 'define'} it`;
		case 'main-in-test':
			return `${symbol} does not exist in a test: go test compiles package main under its import path`;
		case 'assembly-only':
			return `${symbol} is assembly without a Go declaration, which Go code cannot call`;
		case 'nameless-literal':
			return `${symbol} does not exist: function literals have no name for this linker`;
		case 'go-only':
			return `${symbol} is a ${why.as} that only Go code can call`;
		case 'not-pushed':
			return `Nothing in ${quoted(why.program)} defines ${symbol}: no package pushes a body to it`;
	}
}
