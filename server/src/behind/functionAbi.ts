/** Where the parameters and results of a function travel, computed from their types and checked against the compiler's listing. */
import type { FoundFunction } from '../analysis/listing/findFunction.ts';
import { withoutBrackets } from '../analysis/listing/functionName.ts';
import type { ListingWishes } from '../analysis/listing/listingReader.ts';
import type { ListedFunction } from '../analysis/listing/listedFunction.ts';
import { type PlacedFunction, type PlacedOperand, placeOperands } from '../analysis/machine/operandPlaces.ts';
import type { CallOperand } from '../analysis/signature/callFrame.ts';
import { machineOf } from '../analysis/signature/machine.ts';
import { parseReceiver, parseType, parseTypeParameters } from '../analysis/signature/parseType.ts';
import { funcSignature } from '../analysis/signature/signature.ts';
import { splitList } from '../analysis/signature/splitList.ts';
import type { Parameter, TypeExpression } from '../analysis/signature/typeExpression.ts';
import { typeText } from '../analysis/signature/typeText.ts';
import type { ScopedType, TypeScope } from '../analysis/signature/typeScope.ts';
import { spanText } from '../analysis/text/span.ts';
import type { GoContext } from '../world/go/goContext.ts';
import { assemblyOf, type FunctionAssembly, type FunctionOfPackage, locateFunction } from './functionAssembly.ts';
import type { Asker } from './packageUnit.ts';
import { BehindProblem } from './problem.ts';
import { readListing } from './readListing.ts';
import { createUnitTypes, type UnitTypes } from './unitTypes.ts';

export interface FunctionAbi {
	readonly context: GoContext;
	readonly importPath: string;
	readonly name: string;
	/** Absolute path and 1-based line of the declaration. */
	readonly path: string;
	readonly line: number;
	/** `ABI0` for what is written in assembly: everything on the stack. */
	readonly abi: 'ABIInternal' | 'ABI0';
	readonly places: PlacedFunction;
	/** The type of each operand as text, by its label. */
	readonly types: ReadonlyMap<string, string>;
	/** Bytes of a pointer. */
	readonly pointerSize: number;
	/** From the compiler's listing; undefined when it made no code of its own. */
	readonly listed: ListedFunction | undefined;
	/** Why there is no listing; empty when there is one. */
	readonly unlisted: string;
}

/** @throws BehindProblem when the function is not found, or a type of its signature is not known */
export async function functionAbi(written: string, asker: Asker, signal: AbortSignal): Promise<FunctionAbi> {
	const located = await locateFunction(written, asker, signal);
	return abiOf(located, asker, signal);
}

/**
 * The same for a function that was found.
 *
 * @param read where the listing of the package comes from; by default it is compiled
 * @throws BehindProblem when a type of its signature is not known
 */
export async function abiOf(
	{ unit, found, written: name }: FunctionOfPackage,
	asker: Asker,
	signal: AbortSignal,
	read = (wishes: ListingWishes) => readListing(unit, asker, wishes, signal),
): Promise<FunctionAbi> {
	if (!found) throw new BehindProblem(`${name} has no parameters and no results: the compiler made it.`);
	if (/(?:\.|-)(?:func|range|gowrap|deferwrap)\d/.test(withoutBrackets(name))) {
		throw new BehindProblem(`${name} is a closure; name the function that declares it.`);
	}
	const { context } = unit;
	const types = createUnitTypes(unit);
	const scope: TypeScope = { packages: types.packages, own: types.own, file: found.file };
	const signature = funcSignature(found.declaration, scope, 'declared');
	const bindings = bindingsOf(found, name, scope);
	const inside = bindings ? { ...signature.scope, bindings } : signature.scope;
	const parameters = withDictionary(signature.type.parameters, found);
	const hasBody = found.declaration.body !== undefined;
	// What is written in assembly takes everything from the stack, as Go 1.16 did everywhere.
	const minor = hasBody ? context.version.minor : 0;
	const texts = new Map<string, string>();
	const operands = async (list: readonly Parameter[], kind: 'parameter' | 'result') => {
		const measured: CallOperand[] = [];
		for (const [index, { name: own, type }] of list.entries()) {
			const label = own ?? (kind === 'parameter' ? `parameter ${index + 1}` : `result ${index + 1}`);
			const unique = measured.some((one) => one.label === label) ? `${label} (${index + 1})` : label;
			texts.set(`${kind} ${unique}`, typeText(type, inside));
			measured.push({ label: unique, layout: await layoutIn(types, type, inside, context, minor) });
		}
		return measured;
	};
	const incoming = await operands(parameters, 'parameter');
	const outgoing = await operands(signature.type.results, 'result');
	const places = placeOperands(incoming, outgoing, context.goarch, minor);
	if (!places) throw new BehindProblem(`${name} has a parameter or result of too many parts to list.`);
	const listing = hasBody ? await listingOf() : 'It is written in assembly or provided by another package.';
	const own = typeof listing === 'string' ? undefined : ownListing(listing, found);
	return {
		context,
		importPath: unit.importPath,
		name: found.name,
		path: found.path,
		line: found.file.text.slice(0, found.declaration.span.start).split('\n').length,
		abi: hasBody ? 'ABIInternal' : 'ABI0',
		places,
		types: texts,
		pointerSize: machineOf(context.goarch, minor).pointerSize,
		listed: own,
		unlisted: typeof listing === 'string' ? listing : '',
	};

	async function listingOf(): Promise<FunctionAssembly | string> {
		try {
			return await assemblyOf(unit, found, found?.name ?? name, asker, signal, read);
		} catch (error) {
			if (error instanceof BehindProblem) return error.message;
			throw error;
		}
	}
}

/** The code of the function itself; of a generic one that of its instance, where there is one only. */
function ownListing({ functions }: FunctionAssembly, { name, generic }: FoundFunction): ListedFunction | undefined {
	const own = functions.filter(({ symbol }) => withoutBrackets(symbol).endsWith(`.${name}`));
	const shapes = own.filter(({ symbol }) => symbol.includes('go.shape.'));
	// A function may have a wrapper of the same name, by which assembly and pulls call it.
	const internal = own.find(({ flags }) => flags.includes('ABIInternal')) ?? own[0];
	if (!generic) return internal;
	return shapes.length === 1 ? shapes[0] : undefined;
}

async function layoutIn(
	types: UnitTypes,
	type: TypeExpression,
	scope: TypeScope,
	{ goarch }: GoContext,
	minor: number,
) {
	const measured = await types.measure(type, scope, machineOf(goarch, minor));
	if ('kind' in measured) return measured;
	const unknown = measured.join(', ') || typeText(type, scope);
	throw new BehindProblem(`The size of ${unknown} is not known, so nothing can be said about where it travels.`);
}

/**
 * What the type parameters stand for, from the brackets that were written: `G[int]`, `(*T[string]).M`.
 *
 * @throws BehindProblem when the function is generic and no arguments were written
 */
function bindingsOf(
	{ name, file, declaration, generic }: FoundFunction,
	written: string,
	scope: TypeScope,
): ReadonlyMap<string, ScopedType> | undefined {
	if (!generic) return undefined;
	const names = declaration.typeParameters
		? parseTypeParameters(spanText(file.text, declaration.typeParameters))
		: receiverParameters(spanText(file.text, declaration.receiver ?? { start: 0, end: 0 }));
	const open = written.indexOf('[');
	const given = open < 0 ? [] : splitList(written.slice(open + 1, closing(written, open)));
	if (given.length !== names.length) {
		const example = names.map(() => 'int').join(',');
		throw new BehindProblem(
			`${name} is generic: where its operands travel depends on its type arguments; write them, as in ${instanceOf(name, example)}.`,
		);
	}
	return new Map(names.map((one, index) => [one, { type: parseType(given[index] ?? ''), scope }]));
}

function instanceOf(name: string, example: string): string {
	const at = name.search(/\)?\.\w+$/);
	return at < 0 ? `${name}[${example}]` : `${name.slice(0, at)}[${example}]${name.slice(at)}`;
}

function receiverParameters(receiver: string): readonly string[] {
	const { type } = parseReceiver(receiver);
	const base = type.kind === 'pointer' ? type.element : type;
	if (base.kind !== 'name') return [];
	return base.typeArguments.map((argument) => (argument.kind === 'name' ? argument.name : '_'));
}

function closing(text: string, open: number): number {
	let depth = 0;
	for (let at = open; at < text.length; at++) {
		if (text[at] === '[') depth++;
		else if (text[at] === ']' && --depth === 0) return at;
	}
	return text.length;
}

/** The dictionary of an instance is the first parameter of a function and the second of a method. */
function withDictionary(parameters: readonly Parameter[], { generic, declaration }: FoundFunction) {
	if (!generic) return parameters;
	const dictionary: Parameter = { name: '.dict', type: parseType('*uintptr') };
	const at = declaration.receiver ? 1 : 0;
	return [...parameters.slice(0, at), dictionary, ...parameters.slice(at)];
}

/** Whether the compiler's listing says the same as the types do; undefined without a listing. */
export function agreesWithListing({ places, listed, abi }: FunctionAbi): boolean | undefined {
	return listed === undefined || abi === 'ABI0' ? undefined : listed.argumentBytes === places.size;
}

/** Bytes that are copied into registers or onto the stack at each call. */
export function copiedBytes(operands: readonly PlacedOperand[]): number {
	return operands.reduce((sum, { layout }) => sum + layout.size, 0);
}
