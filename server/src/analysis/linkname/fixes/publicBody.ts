/** The public way to do what a pulled function does, written as the body of the function that the user declared. */
import { parseSignature } from '../../signature/parseType.ts';
import { likelyName } from '../../signature/typeScope.ts';
import type { FuncDeclaration } from '../../source/goFile.ts';
import { spanText } from '../../text/span.ts';
import type { TextEdit } from '../../text/textEdit.ts';
import type { FileFacts } from '../fileFacts.ts';
import type { Alternative } from '../targets/alternative.ts';
import { type Conversion, unchanged } from './conversions.ts';
import { type Qualifier, qualifierFor } from './fileImports.ts';
import { freeName, importNames, packageNames, predeclared } from '../packageNames.ts';
import { parameterNames } from './parameterNames.ts';
import { signatureConversions, withResults } from './signatureConversions.ts';

export interface PublicBody {
	/** The statements, without indentation, one a line. */
	readonly lines: readonly string[];
	/** A declaration that has to stand beside the function. */
	readonly helper: string | undefined;
	readonly qualifiers: readonly Qualifier[];
	/** What gives names to parameters that have none. */
	readonly signatureEdits: readonly TextEdit[];
	/** The declaration has the very types that the alternative is written for: nothing is converted. */
	readonly exact: boolean;
}

/**
 * Undefined when the declaration's types cannot be converted to those that the alternative is written for, or when the package
 * gives another meaning to a word that the body needs.
 *
 * @param files all files of the package, this one among them
 */
export function publicBody(
	{ expr, helper, signature, imports }: Alternative,
	declaration: FuncDeclaration,
	facts: FileFacts,
	files: readonly FileFacts[],
): PublicBody | undefined {
	if (expr === undefined || signature === undefined) return undefined;
	const model = parseSignature(signature);
	const own = parseSignature(spanText(facts.file.text, declaration.signature));
	const casts = signatureConversions(model, own, { facts, files });
	if (!casts) return undefined;
	const names = parameterNames(
		declaration,
		facts.file.text,
		model.parameters.map(({ name }) => name ?? ''),
	);
	if (!names) return undefined;

	const declared = packageNames(files);
	const signatureNames = new Set([...names.all, ...own.results.flatMap(({ name }) => name ?? [])]);
	const converting = [...casts.parameters, ...casts.results].map(({ before }) => before).join(' ');
	const castWords = wordsOf(converting);
	const words = new Set([...wordsOf(expr), ...wordsOf(helper ?? ''), ...wordsOf(signature), ...castWords]);
	if (castWords.some((name) => signatureNames.has(name) && name !== 'unsafe')) return undefined;
	for (const word of words) {
		// A package that declares its own `copy` or `uint32`, or a parameter of such a name.
		if (!predeclared.has(word) || model.parameters.some(({ name }) => name === word)) continue;
		if (declared.has(word) || signatureNames.has(word) || importNames([facts]).has(word)) return undefined;
	}

	const locals = [...expr.matchAll(/\b(\w+) :=/g)].map((match) => match[1] ?? '');
	const isInSignature = (name: string) => signatureNames.has(name);
	const paths = new Set([...imports, ...(/\bunsafe\./.test(converting) ? ['unsafe'] : [])]);
	const qualifiers = [...paths].map((path) => qualifierFor(facts, path, isInSignature, (name) => declared.has(name)));
	const meanings = new Map<string, string>();
	for (const { path, name } of qualifiers) meanings.set(likelyName(path), name);
	const written = (text: string) => text.replace(/\bunsafe\./g, `${meanings.get('unsafe') ?? 'unsafe'}.`);
	const around = (value: string, { before, after }: Conversion) => written(before) + value + after;
	model.parameters.forEach(({ name }, at) => {
		if (name !== undefined) meanings.set(name, around(names.all[at] ?? name, casts.parameters[at] ?? unchanged));
	});
	const taken = new Set([...signatureNames, ...qualifiers.map(({ name }) => name), ...predeclared, ...castWords]);
	for (const local of locals) {
		const name = freeName(local, (one) => taken.has(one));
		taken.add(name);
		meanings.set(local, name);
	}
	const marker = /%(\w+)%/.exec(helper ?? '');
	if (marker) {
		const base = `${declaration.name.replace(/^\p{Lu}/u, (letter) => letter.toLowerCase())}${capital(marker[1] ?? '')}`;
		const imported = importNames(files);
		const isTaken = (one: string) => taken.has(one) || declared.has(one) || imported.has(one);
		meanings.set(marker[0], freeName(base, isTaken));
	}
	const lines = withResults(substitute(expr, meanings).split('\n'), casts.results, around);
	if (!lines) return undefined;
	return {
		lines,
		helper: helper === undefined ? undefined : substitute(helper, meanings),
		qualifiers,
		signatureEdits: names.edits,
		exact: casts.exact,
	};
}

function capital(word: string): string {
	return word.charAt(0).toUpperCase() + word.slice(1);
}

// Strings, selectors and keys of literals stay as they are.
const word = /"[^"]*"|%\w+%|(?<![\p{L}\p{N}_.%"])(?![\p{L}\p{N}_]*:(?!=))[\p{L}_][\p{L}\p{N}_]*/gu;

function wordsOf(text: string): string[] {
	return [...text.matchAll(word)].map((match) => match[0]);
}

function substitute(text: string, meanings: ReadonlyMap<string, string>): string {
	return text.replace(word, (found) => meanings.get(found) ?? found);
}
