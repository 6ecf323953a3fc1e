/** What a constraint asks of a type: to be one of some types, to have methods, to be comparable. */
import type { GoFile } from '../../source/goFile.ts';
import { spanText } from '../../text/span.ts';
import { parametersIn } from './genericFunctions.ts';
import { splitAtTop } from './splitAtTop.ts';

export interface TypeConstraint {
	/** Each a list of types, of which one has to be it: `~int | string`. */
	readonly unions: readonly (readonly string[])[];
	/** `String() string` */
	readonly methods: readonly string[];
	/** Interfaces of other packages of which nothing is known but the name: `hash.Key`. */
	readonly foreign: readonly string[];
}

/** The types that a package declares, for {@link readConstraint}. */
export interface ConstraintScope {
	/** The definition of a type of the package with its type parameters; undefined when it declares none of the name. */
	typeNamed(name: string): { readonly definition: string; readonly parameters: readonly string[] } | undefined;
}

/** The scope of a package, by the files that it consists of. */
export function constraintScope(files: Iterable<GoFile>): ConstraintScope {
	const types = new Map<string, { definition: string; parameters: string[] }>();
	for (const { text, declarations } of files) {
		for (const each of declarations) {
			if (each.kind !== 'type') continue;
			const parameters = each.typeParameters ? parametersIn(spanText(text, each.typeParameters)) : [];
			const definition = spanText(text, each.definition);
			types.set(each.name, { definition, parameters: parameters.map(({ name }) => name) });
		}
	}
	return { typeNamed: (name) => types.get(name) };
}

/** `undefined` when the text is not understood. */
export function readConstraint(text: string, scope: ConstraintScope, depth = 0): TypeConstraint | undefined {
	if (depth > 10) return undefined;
	const trimmed = unwrapped(text.trim());
	const body = /^interface\s*\{(.*)\}$/s.exec(trimmed)?.[1];
	if (body !== undefined) {
		const parts = splitAtTop(body, ';').map((each) => readElement(each, scope, depth));
		return parts.includes(undefined) ? undefined : joined(parts.filter((each) => each !== undefined));
	}
	return readElement(trimmed, scope, depth);
}

function unwrapped(text: string): string {
	return /^\(.*\)$/s.test(text) && splitAtTop(text, ',').length === 1 ? text.slice(1, -1).trim() : text;
}

const nothing: TypeConstraint = { unions: [], methods: [], foreign: [] };

function readElement(text: string, scope: ConstraintScope, depth: number): TypeConstraint | undefined {
	if (/^[\p{L}\p{N}_]+\s*\(/u.test(text) && !/^(?:func|chan)\b/.test(text)) return { ...nothing, methods: [text] };
	if (text.startsWith('interface')) return readConstraint(text, scope, depth + 1);
	const terms = splitAtTop(text, '|');
	if (terms.length !== 1) return readUnion(terms, scope, depth);
	if (text === 'any' || text === 'comparable') return nothing;
	if (text === 'error') return { ...nothing, methods: ['Error() string'] };
	const [, name = '', list] = /^([\p{L}\p{N}_.]+)\s*(?:\[(.*)\])?$/su.exec(text) ?? [];
	if (name.includes('.')) {
		const types = knownConstraint(name);
		return types ? { ...nothing, unions: [types] } : { ...nothing, foreign: [text] };
	}
	const type = scope.typeNamed(name);
	if (!type) return { ...nothing, unions: [[text]] };
	const isConstraint = /^(?:interface\b|[\p{L}\p{N}_.]+(?:\[.*\])?$)/su.test(type.definition);
	if (!isConstraint) return { ...nothing, unions: [[text]] };
	const args = list === undefined ? [] : splitAtTop(list, ',');
	const bound = new Map(type.parameters.map((parameter, index) => [parameter, args[index] ?? 'int']));
	const read = readConstraint(substituted(type.definition, bound), scope, depth + 1);
	// `type ID int`: a type and no constraint, which only itself satisfies.
	return type.definition.startsWith('interface') || read?.foreign.length || read?.methods.length
		? read
		: isTypeOnly(type.definition, scope)
			? { ...nothing, unions: [[text]] }
			: read;
}

/** A name that stands, over whatever other names, for a type that is no interface. */
function isTypeOnly(definition: string, scope: ConstraintScope, depth = 0): boolean {
	if (depth > 10 || definition.includes('.') || definition === 'any' || definition === 'comparable') return false;
	if (definition.startsWith('interface')) return false;
	const type = scope.typeNamed(definition.split('[', 1)[0] ?? '');
	return type === undefined || isTypeOnly(type.definition, scope, depth + 1);
}

/** `Signed | Unsigned | ~string`: constraints in it stand for their types. */
function readUnion(terms: readonly string[], scope: ConstraintScope, depth: number): TypeConstraint | undefined {
	const types: string[] = [];
	for (const term of terms) {
		const read = term.startsWith('~') ? { ...nothing, unions: [[term]] } : readElement(term, scope, depth + 1);
		if (!read || read.methods.length > 0 || read.foreign.length > 0 || read.unions.length !== 1) return undefined;
		types.push(...(read.unions[0] ?? []));
	}
	return { ...nothing, unions: [types] };
}

function joined(parts: readonly TypeConstraint[]): TypeConstraint {
	return {
		unions: parts.flatMap(({ unions }) => unions),
		methods: parts.flatMap(({ methods }) => methods),
		foreign: parts.flatMap(({ foreign }) => foreign),
	};
}

const signed = ['~int', '~int8', '~int16', '~int32', '~int64'];
const unsigned = ['~uint', '~uint8', '~uint16', '~uint32', '~uint64', '~uintptr'];
const floats = ['~float32', '~float64'];

/** Package cmp, and golang.org/x/exp/constraints with its many copies. */
function knownConstraint(name: string): readonly string[] | undefined {
	const [qualifier = '', type = ''] = name.split('.');
	if (!/^cmp$|constraints?$/.test(qualifier)) return undefined;
	switch (type) {
		case 'Ordered':
			return [...signed, ...unsigned, ...floats, '~string'];
		case 'Integer':
			return [...signed, ...unsigned];
		case 'Signed':
			return signed;
		case 'Unsigned':
			return unsigned;
		case 'Float':
			return floats;
		case 'Complex':
			return ['~complex64', '~complex128'];
		default:
			return undefined;
	}
}

/** The text with names replaced by other types. */
export function substituted(text: string, by: ReadonlyMap<string, string>): string {
	return text.replace(/(?<![\p{L}\p{N}_.])[\p{L}_][\p{L}\p{N}_]*/gu, (word) => by.get(word) ?? word);
}

/** The names of `names` that a text mentions. */
export function mentioned(text: string, names: Iterable<string>): string[] {
	return [...names].filter((name) => substituted(text, new Map([[name, '']])) !== text);
}
