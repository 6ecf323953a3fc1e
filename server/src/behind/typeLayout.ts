/** How a type lies in memory, what it takes on the heap, and whether another order of its fields would take less. */
import { objectCost, type ObjectCost, type SizeClasses } from '../analysis/escape/sizeClasses.ts';
import { atomicFieldNames } from '../analysis/layout/atomicFields.ts';
import { orderHazards } from '../analysis/layout/orderHazards.ts';
import { pointerBytes, pointerMap, pointerOffsets } from '../analysis/layout/pointerWords.ts';
import { bestOrder, cacheLineOf, placedFields, type PlacedField } from '../analysis/layout/structFields.ts';
import { readStructText, reorderedText } from '../analysis/layout/structText.ts';
import { readWrittenName, withoutBrackets, type WrittenName } from '../analysis/listing/functionName.ts';
import type { Layout, StructLayout } from '../analysis/signature/layoutShape.ts';
import { type Machine, machineOf } from '../analysis/signature/machine.ts';
import { parseType, parseTypeParameters } from '../analysis/signature/parseType.ts';
import type { Field } from '../analysis/signature/typeExpression.ts';
import { typeText } from '../analysis/signature/typeText.ts';
import { definitionOf, lookUp, type TypeScope } from '../analysis/signature/typeScope.ts';
import { isExported } from '../analysis/source/exportedName.ts';
import type { GoFile, TypeDeclaration } from '../analysis/source/goFile.ts';
import { scanGoFile } from '../analysis/source/scanGoFile.ts';
import { nearestWord } from '../analysis/text/editDistance.ts';
import { spanText } from '../analysis/text/span.ts';
import type { TextEdit } from '../analysis/text/textEdit.ts';
import { runUnit } from '../escape/runs/runUnit.ts';
import { readSizeClasses } from '../escape/sizes/readSizeClasses.ts';
import { readText } from '../toolchain/files.ts';
import { join } from '../toolchain/paths.ts';
import type { GoContext } from '../world/go/goContext.ts';
import { assertCalled, firstAnswer } from './firstAnswer.ts';
import { placeOfPackage } from '../world/packages/askedPlace.ts';
import { type Asker, contextOfPlace, listPackage, type PackageUnit } from './packageUnit.ts';
import { BehindProblem } from './problem.ts';
import { createUnitTypes, type UnitTypes } from './unitTypes.ts';

export interface TypeLayout {
	readonly context: GoContext;
	readonly importPath: string;
	/** As it was written, type arguments included. */
	readonly name: string;
	readonly path: string;
	/** 1-based. */
	readonly line: number;
	readonly size: number;
	readonly align: number;
	readonly pointerSize: number;
	/** Words that the collector follows, how far they reach in bytes, and one character a word. */
	readonly pointers: number;
	readonly pointerBytes: number;
	readonly words: string;
	/** What one object takes on the heap; undefined when the Go tree has no table of size classes. */
	readonly cost: ObjectCost | undefined;
	readonly cacheLine: number;
	/** Bytes between and behind fields. */
	readonly padding: number;
	/** Undefined for what is no struct. */
	readonly fields: readonly LaidField[] | undefined;
	/** Fields of 64-bit atomic functions that a 32-bit port does not align for them. */
	readonly misaligned: readonly string[];
	readonly order: FieldOrder;
}

export interface LaidField extends PlacedField {
	/** Go text. */
	readonly type: string;
}

export type FieldOrder =
	/** No order takes less. */
	| { readonly kind: 'best' }
	/** Another one would, and is not offered: one sentence. */
	| { readonly kind: 'not-offered'; readonly reason: string }
	| {
			readonly kind: 'better';
			readonly names: readonly string[];
			readonly size: number;
			readonly cost: ObjectCost;
			/** What to know before taking it, one sentence each. */
			readonly cautions: readonly string[];
			/** In the file of the declaration. */
			readonly edit: TextEdit;
	  };

/** A type in the files of a package. */
export interface FoundType {
	readonly unit: PackageUnit;
	readonly path: string;
	readonly file: GoFile;
	readonly declaration: TypeDeclaration;
	readonly written: string;
}

/** @throws BehindProblem when there is no such type, or its size is not known */
export async function typeLayout(written: string, asker: Asker, signal: AbortSignal): Promise<TypeLayout> {
	const readings = readWrittenName(written);
	if (readings.length === 0) throw new BehindProblem(`${written} names no type; write it like ./p.T.`);
	const found = await firstAnswer(readings, asker, (reading) => locateType(reading, asker, signal));
	return layoutOfType(found, asker, signal);
}

async function locateType(reading: WrittenName, asker: Asker, signal: AbortSignal): Promise<FoundType> {
	const place = await placeOfPackage(reading.package, asker.directory);
	if (!place) throw new BehindProblem(`There is no directory ${reading.package}.`, 'no-package');
	const context = await contextOfPlace(place, asker, signal);
	const [unit] = await listPackage(place, context, asker, signal);
	assertCalled(reading, unit);
	if (!unit) throw new BehindProblem(`There are no Go files in ${reading.package}.`, 'no-package');
	const name = withoutBrackets(reading.name);
	for (const [path, file] of unit.files) {
		const declaration = file.declarations.find((one) => one.kind === 'type' && one.name === name);
		if (declaration?.kind === 'type') return { unit, path, file, declaration, written: reading.name };
	}
	const declarations = [...unit.files.values()].flatMap((file) => file.declarations);
	const prefix = reading.package === '.' ? '' : `${reading.package}.`;
	const other = declarations.find((one) => one.name === name && !(one.kind === 'func' && one.receiver));
	if (other)
		throw new BehindProblem(`${prefix}${name} is a ${other.kind === 'func' ? 'function' : 'value'}, not a type.`);
	const nearest = nearestWord(
		name,
		declarations.flatMap((one) => (one.kind === 'type' ? [one.name] : [])),
	);
	const hint = nearest === undefined ? '.' : `; did you mean ${prefix}${nearest}?`;
	const kind = reading.package === '.' && name.includes('.') ? 'no-package' : 'other';
	throw new BehindProblem(`There is no type ${name} in ${unit.importPath}${hint}`, kind);
}

/** @throws BehindProblem when its size is not known */
export async function layoutOfType(found: FoundType, asker: Asker, signal: AbortSignal): Promise<TypeLayout> {
	const { unit, path, file, declaration, written } = found;
	const { context } = unit;
	const types = createUnitTypes(unit);
	const scope: TypeScope = { packages: types.packages, own: types.own, file };
	const type = parseType(written);
	if (type.kind !== 'name') throw new BehindProblem(`${written} names no type; write it like ./p.T.`);
	if (declaration.typeParameters) {
		const names = parseTypeParameters(spanText(file.text, declaration.typeParameters));
		if (type.typeArguments.length !== names.length) {
			const example = `${declaration.name}[${names.map(() => 'int').join(',')}]`;
			throw new BehindProblem(
				`${declaration.name} is generic: its layout depends on its type arguments; write them, as in ${example}.`,
			);
		}
	}
	const machine = machineOf(context.goarch, context.version.minor);
	const measured = async (on: Machine): Promise<Layout> => {
		const layout = await types.measure(type, scope, on);
		if ('kind' in layout) return layout;
		throw new BehindProblem(`The size of ${layout.join(', ') || written} is not known.`);
	};
	const layout = await measured(machine);
	const definition = structureOf(definitionOf(declaration, scope, type, scope));
	const structure = parseType(definition.text);
	const isStruct = structure.kind === 'struct' && layout.kind === 'struct';
	const cacheLine = cacheLineOf(context.goarch);
	const fields = isStruct ? laidFields(layout, structure.fields, definition.scope, cacheLine) : undefined;
	const classes = await readSizeClasses(context.goroot);
	const pointerSize = machine.pointerSize;
	const cost = classes && objectCost(layout, 1, classes, { pointerSize, minor: context.version.minor });
	const atomics = isStruct ? atomicsOf(structure.fields, declaration, unit) : new Set<string>();
	const narrow = atomics.size === 0 ? undefined : await measured(machineOf('386', context.version.minor));
	return {
		context,
		importPath: unit.importPath,
		name: written,
		path,
		line: file.text.slice(0, declaration.nameSpan.start).split('\n').length,
		size: layout.size,
		align: layout.align,
		pointerSize,
		pointers: pointerOffsets(layout).length,
		pointerBytes: pointerBytes(layout, pointerSize),
		words: pointerMap(layout, pointerSize),
		cost,
		cacheLine,
		padding: fields?.reduce((sum, field) => sum + field.padding, 0) ?? 0,
		fields,
		misaligned: narrow?.kind === 'struct' ? misalignedIn(narrow, atomics) : [],
		order:
			isStruct && cost && classes
				? await orderOf(found, { types, scope, layout, cost, classes, atomics }, asker, signal)
				: { kind: 'best' },
	};
}

/** Names that lead to names: `type t u` has the fields of u. */
const mostNames = 20;

/** What a definition stands for in the end. */
function structureOf(definition: ReturnType<typeof definitionOf>): ReturnType<typeof definitionOf> {
	let found = definition;
	for (let step = 0; step < mostNames; step++) {
		const type = parseType(found.text);
		if (type.kind !== 'name') return found;
		const meaning = lookUp(found.scope, type.name, type.qualifier);
		if (meaning.kind !== 'type') return found;
		found = definitionOf(meaning.declaration, meaning.scope, type, found.scope);
	}
	return found;
}

function laidFields(
	layout: StructLayout,
	fields: readonly Field[],
	scope: TypeScope,
	line: number,
): readonly LaidField[] {
	return placedFields(layout, line).map((placed, index) => {
		const type = fields[index]?.type;
		return { ...placed, type: type ? typeText(type, scope) : '' };
	});
}

/** Fields that are surely those of this struct: no other struct of the package has one of the name. */
function atomicsOf(fields: readonly Field[], own: TypeDeclaration, { files }: PackageUnit): ReadonlySet<string> {
	const names = atomicFieldNames(files.values());
	const wide = fields.filter(({ type }) => type.kind === 'name' && /^u?int64$/.test(type.name) && !type.qualifier);
	const elsewhere = new Set<string>();
	for (const file of files.values()) {
		for (const declaration of file.declarations) {
			if (declaration.kind !== 'type' || declaration.name === own.name) continue;
			const type = parseType(spanText(file.text, declaration.definition));
			if (type.kind === 'struct') for (const { name } of type.fields) elsewhere.add(name);
		}
	}
	return new Set(wide.map(({ name }) => name).filter((name) => names.has(name) && !elsewhere.has(name)));
}

/** An allocated struct begins at a multiple of 8 on every port; its fields need not. */
function misalignedIn({ fields }: StructLayout, atomics: ReadonlySet<string>): readonly string[] {
	return fields.filter(({ name, offset }) => atomics.has(name) && offset % 8 !== 0).map(({ name }) => name);
}

interface Ordering {
	readonly types: UnitTypes;
	readonly scope: TypeScope;
	readonly layout: StructLayout;
	readonly cost: ObjectCost;
	readonly classes: SizeClasses;
	readonly atomics: ReadonlySet<string>;
}

/** A better order is one whose objects take less of the heap; it is offered when it compiles and changes nothing else that can be seen. */
async function orderOf(
	{ unit, path, file, declaration }: FoundType,
	{ types, scope, layout, cost, classes, atomics }: Ordering,
	asker: Asker,
	signal: AbortSignal,
): Promise<FieldOrder> {
	if (declaration.typeParameters) return { kind: 'best' };
	const text = spanText(file.text, declaration.definition);
	const read = readStructText(text);
	const firsts =
		read &&
		firstFields(
			read.entries.map(({ names }) => names.length),
			layout,
		);
	if (!read || !firsts) return { kind: 'best' };
	const { goarch } = unit.context;
	const { minor } = unit.context.version;
	const machine = machineOf(goarch, minor);
	const order = bestOrder(firsts, machine.pointerSize);
	const moved = order.map((index) => spanText(text, read.entries[index]?.span ?? { start: 0, end: 0 }));
	const type = parseType(`struct{${moved.join(';')}}`);
	const better = await types.measure(type, scope, machine);
	if (!('kind' in better)) return { kind: 'best' };
	const betterCost = objectCost(better, 1, classes, { pointerSize: machine.pointerSize, minor });
	if (betterCost.takes >= cost.takes) return { kind: 'best' };
	const hazards = orderHazards({ name: declaration.name, definition: text, exported: isExported(declaration.name) }, [
		...unit.files.values(),
		...(await testFiles(unit)),
	]);
	const not = (reason: string): FieldOrder => ({ kind: 'not-offered', reason });
	if (hazards.against !== '') return not(hazards.against);
	if (atomics.size > 0) {
		const narrow = await types.measure(type, scope, machineOf('386', minor));
		const wrong = 'kind' in narrow && narrow.kind === 'struct' ? misalignedIn(narrow, atomics) : [];
		if (wrong.length > 0)
			return not(`On 32-bit ports ${wrong.join(', ')} would no longer be aligned for 64-bit atomic functions.`);
	}
	const newText = reorderedText(text, read, order);
	if (newText === undefined) return not('The fields do not stand on lines of their own.');
	const { start, end } = declaration.definition;
	const whole = file.text.slice(0, start) + newText + file.text.slice(end);
	if (!(await compiles(unit, new Map([...asker.buffers, [path, whole]]), signal))) {
		return not('With the better order the package does not compile.');
	}
	const names = order.flatMap((index) => read.entries[index]?.names ?? []);
	return {
		kind: 'better',
		names,
		size: better.size,
		cost: betterCost,
		cautions: hazards.cautions,
		edit: { span: { start, end }, newText },
	};
}

/** The layout of the first field of each entry; undefined when the two do not fit together. */
function firstFields(counts: readonly number[], { fields }: StructLayout): readonly Layout[] | undefined {
	const firsts: Layout[] = [];
	let at = 0;
	for (const count of counts) {
		const field = fields[at];
		if (!field) return undefined;
		firsts.push(field.layout);
		at += count;
	}
	return at === fields.length ? firsts : undefined;
}

async function testFiles({ directory, listed }: PackageUnit): Promise<readonly GoFile[]> {
	const names = [...(listed.TestGoFiles ?? []), ...(listed.XTestGoFiles ?? [])];
	const texts = await Promise.all(names.map((name) => readText(join(directory, name))));
	return texts.flatMap((text) => (text === undefined ? [] : [scanGoFile(text)]));
}

async function compiles(
	unit: PackageUnit,
	buffers: ReadonlyMap<string, string>,
	signal: AbortSignal,
): Promise<boolean> {
	const { context, plan } = unit;
	if (!plan) return false;
	const ran = await runUnit({ context, plan, buffers, flags: [], onLine: () => undefined }, signal);
	return ran.kind === 'compiled';
}
