/** Files of pulls that a newer Go leaves out by their build constraint, while the package still needs what they declare. */
import { type BuildContext, isBuiltIn } from '../../build/buildContext.ts';
import { closes, type CodeToken, isMember, opens, tokensOf } from '../../reference/codeTokens.ts';
import { hasOnlyMethods, methodUses, variableTypes } from '../../reference/methodUses.ts';
import { parseReceiver } from '../../signature/parseType.ts';
import { isDeclaredAs, likelyName } from '../../signature/typeScope.ts';
import type { Declaration } from '../../source/goFile.ts';
import { type Span, spanText } from '../../text/span.ts';
import type { FileFacts } from '../fileFacts.ts';
import type { BoundLinkname } from '../linknameForm.ts';
import { compiledTogether, type PackageIndex } from '../packageIndex.ts';
import { predeclared } from '../packageNames.ts';
import type { Orphaned } from './targetView.ts';

/**
 * The first newer Go that leaves out the file of a pull, and with it the only declaration of a name that other code of the package uses: the
 * pull itself, or what stands beside it. What concerns several pulls is said of one: of the file that is built longest, and there of the first.
 *
 * @param context the build in which the pull is looked at
 * @param minors of the releases that are known, ascending
 * @param userElsewhere the file of another package that uses an exported name with a version of Go
 */
export function orphanedBy(
	{ form, declaration, linkname }: BoundLinkname,
	facts: FileFacts,
	index: PackageIndex,
	context: BuildContext,
	minors: readonly number[],
	userElsewhere: (name: string, minor: number) => string | undefined,
): Orphaned | undefined {
	const home: FileFacts | undefined = declaration?.facts;
	if (form !== 'pull' || !home || !isGated(home)) return undefined;
	const local = linkname.local.text;
	const files = compiledTogether(index, facts);
	const isFirst = home === facts && facts.linknames.find(({ target }) => target !== undefined) === linkname;
	for (const minor of minors) {
		const newer = { ...context, minor };
		if (minor <= context.minor || isBuiltIn(home, newer)) continue;
		const built = files.filter((other) => isBuiltIn(other, newer));
		const userOf = (name: string) => built.find((other) => needs(other, name))?.path ?? userElsewhere(name, minor);
		if (!built.some(({ declared }) => declared.has(local))) {
			const user = userOf(local);
			if (user !== undefined) return { minor, name: local, home, user };
		}
		if (!isFirst) continue;
		for (const name of home.declared.keys()) {
			if (name === local || predeclared.has(name) || built.some(({ declared }) => declared.has(name))) continue;
			const user = userOf(name);
			if (user === undefined) continue;
			const owners = ownersOf(name, files, context, minors, minor);
			const teller = owners.find(({ linknames }) => linknames.length > 0);
			if (teller === home) return { minor, name, home: owners[0] ?? home, user };
		}
		const method = orphanedMethod(home, built);
		if (method) return { minor, home, ...method };
	}
	return undefined;
}

/** A method of the file that other code selects, of a type which is there without it. */
function orphanedMethod(home: FileFacts, built: readonly FileFacts[]): Pick<Orphaned, 'name' | 'user'> | undefined {
	const files = built.map(({ file }) => file);
	const gone = home.file.declarations.flatMap((declaration) => {
		if (declaration.kind !== 'func' || !declaration.receiver) return [];
		const { type } = parseReceiver(spanText(home.file.text, declaration.receiver));
		const base = type.kind === 'pointer' ? type.element : type;
		return base.kind === 'name' ? [{ type: base.name, name: declaration.name }] : [];
	});
	if (gone.length === 0) return undefined;
	const variables = variableTypes(files);
	for (const { type, name } of gone) {
		const method = `${type}.${name}`;
		if (files.some((file) => file.declarations.some((one) => isDeclaredAs(method, one, file)))) continue;
		const owner = built.find(({ declared }) => declared.has(type));
		const declaration = owner?.declared.get(type)?.[0];
		if (!owner || declaration?.kind !== 'type' || !hasOnlyMethods(owner.file, declaration, name)) continue;
		const user = built.find(({ file }) =>
			methodUses(file, variables).some((use) => use.type === type && use.name === name),
		);
		if (user) return { name: method, user: user.path };
	}
	return undefined;
}

/** The constraint asks for versions of Go. */
function isGated({ file }: FileFacts): boolean {
	return /\bgo1\.\d/.test(file.buildConstraint ?? '');
}

/** The files that declare a name before this Go, those first that are built in the newest one. */
function ownersOf(
	name: string,
	files: readonly FileFacts[],
	context: BuildContext,
	minors: readonly number[],
	before: number,
): FileFacts[] {
	const newest = (facts: FileFacts) =>
		minors.findLast((minor) => minor < before && isBuiltIn(facts, { ...context, minor })) ?? -1;
	const owners = files.filter((facts) => isGated(facts) && facts.declared.has(name));
	return owners.sort((a, b) => newest(b) - newest(a) || (a.path < b.path ? -1 : 1));
}

/** A function of the file uses the name for something that it does not declare itself. */
function needs({ file }: FileFacts, name: string): boolean {
	if (!file.text.includes(name)) return false;
	const imported = file.imports.some((one) => one.name === '.' || (one.name ?? likelyName(one.path)) === name);
	return !imported && file.declarations.some((declaration) => usesFreely(name, file.text, declaration));
}

function usesFreely(name: string, text: string, declaration: Declaration): boolean {
	const { span } = declaration;
	const code = codeOf(declaration);
	if (!code || !text.slice(span.start, span.end).includes(name)) return false;
	const tokens = tokensOf(text, code);
	const receiver = declaration.kind === 'func' && declaration.receiver ? tokensOf(text, declaration.receiver) : [];
	// A method of an interface looks like a call.
	if ([...receiver, ...tokens].some((token) => token.text === 'interface')) return false;
	const uses = tokens.flatMap((token, at) => (token.text === name && !isMember(tokens, at) ? [at] : []));
	const isFree = uses.length > 0 && uses.every((at) => declaresNothing(tokens, at));
	return isFree && receiver.every((token) => token.text !== name);
}

/** A function with a body, from behind its own name on; what a variable is given. */
function codeOf(declaration: Declaration): Span | undefined {
	if (declaration.kind === 'var') return declaration.value;
	if (declaration.kind !== 'func' || !declaration.body) return undefined;
	return { start: declaration.nameSpan.end, end: declaration.span.end };
}

/** What follows a name tells it from a parameter, a variable, a key or a label that is called so. */
function declaresNothing(tokens: readonly CodeToken[], at: number): boolean {
	const next = tokens[at + 1];
	if (next?.text === ',') return isArgument(tokens, at);
	const isOperator = /^[();\]}+\-/%<>|^]$/.test(next?.text ?? ';');
	return next?.kind !== 'name' && isOperator && !(next?.text === '<' && tokens[at + 2]?.text === '-');
}

/** Directly between the brackets of a call; those of a signature stand behind `func`, or at the start. */
function isArgument(tokens: readonly CodeToken[], at: number): boolean {
	let depth = 0;
	for (let before = at - 1; before >= 0; before--) {
		const token = tokens[before];
		if (closes(token)) depth++;
		else if (opens(token) && depth-- === 0) {
			const called = tokens[before - 1];
			return token?.text === '(' && called?.kind === 'name' && called.text !== 'func';
		}
	}
	return false;
}
