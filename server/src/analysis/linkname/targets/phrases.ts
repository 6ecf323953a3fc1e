/** The words for verdicts, the same in squiggles, hovers and lenses. */
import type { LinksWhy, RefusedWhy, UndefinedWhy } from '../../linker/verdict.ts';
import { sinceWhen } from './versionStatus.ts';
import { type ViewContext, shortGo, type TargetView } from './targetView.ts';

export const linksReasons: Readonly<Record<LinksWhy, string>> = {
	unchecked: 'this linker does not check linknames (checked from go1.23 on)',
	pushed: 'std keeps it linkable for existing users',
	wrapper: 'this linker lets assembly behind a wrapper pass (refused from go1.27 on)',
	assembly: 'this linker does not check assembly (checked from go1.27 on, on most architectures)',
	builtin: 'it is a compiler builtin, which this linker does not check (checked from go1.24 on)',
	'no-package': 'its name has no package, so it is meant for code outside Go',
	'receiver-mentioned': 'this package mentions the type of the receiver',
	'larger-variable': 'the variable here takes the place of the target',
	allowed: 'the linker lists this package as allowed',
	'linker-made': 'the linker itself defines it',
	unresolved: 'the linker for wasm does not look whether a function exists; the program then does not start',
};

export function refusedReason(why: RefusedWhy, allowed: readonly string[] | undefined): string {
	switch (why) {
		case 'not-pushed':
			return 'std does not mark it for use from outside';
		case 'assembly':
			return 'std does not mark this assembly symbol for use from outside';
		case 'std-only':
			return 'it is marked for the standard library only';
		case 'blocked':
			return allowed && allowed.length > 0
				? `its list allows it to ${allowed.join(', ')} only`
				: 'the linker blocks this name outside std';
	}
}

/** Why a target cannot be pulled as a function: a main clause. `name` is the symbol as it is to be shown. */
export function undefinedReason(why: UndefinedWhy, name: string, declaredAs: TargetView['declaredAs']): string {
	if (why === 'assembly-only') return `${name} is assembly without a Go declaration, which Go code cannot call`;
	if (why === 'frozen') return `With GOFIPS140 the package of ${name} has another import path: there is no such symbol`;
	if (why === 'nameless-literal') return `${name} does not exist: function literals have no name for this linker`;
	if (why === 'no-abi0') return `${name} is a function that only Go code can call`;
	if (why === 'variable') return `${name} is a variable, not a function`;
	switch (declaredAs) {
		case 'type':
			return `${name} is a type, not a function`;
		case 'const':
			return `${name} is a constant, not a function`;
		case 'generic':
			return `${name} is generic, and its instances cannot be pulled`;
		case 'func':
			return `${name} has no body, and no package provides one`;
		case 'method':
		case 'var':
		case undefined:
			return `${name} does not exist`;
	}
}

/** ` (since go1.23)`, or nothing when the table does not say. */
export function sinceText(view: TargetView): string {
	const first = sinceWhen('refused', view.context.minor, view);
	return first ? ` (since ${shortGo(first)})` : '';
}

/** A sentence without its full stop, or a question, becomes one about the judged build. */
export function sentence(text: string, { difference }: ViewContext): string {
	const mark = text.endsWith('?') ? '?' : '.';
	const said = text.replace(/\?$/, '');
	return difference === '' ? `${said}${mark}` : `${said} (in a build with ${difference})${mark}`;
}
