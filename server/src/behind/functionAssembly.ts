/** The assembly of one function, with its closures, instances and wrappers. */
import {
	type FoundFunction,
	declaredFunctions,
	findFunction,
	nearestFunction,
} from '../analysis/listing/findFunction.ts';
import {
	readWrittenName,
	shortSymbol,
	symbolMatcher,
	withoutBrackets,
	type WrittenName,
} from '../analysis/listing/functionName.ts';
import { type DirectCall, type DispatchSource, readDirectCall } from '../analysis/machine/dispatch.ts';
import type { ListingWishes } from '../analysis/listing/listingReader.ts';
import type { CodeLine, InlinedCall, ListedFunction } from '../analysis/listing/listedFunction.ts';
import type { FuncDeclaration, GoFile } from '../analysis/source/goFile.ts';
import { scanGoFile } from '../analysis/source/scanGoFile.ts';
import { escapeImportPath } from '../analysis/linker/symbolName.ts';
import { LineIndex } from '../analysis/text/lineIndex.ts';
import { isInside, join, resolve, slashPathBelow } from '../toolchain/paths.ts';
import { readText } from '../toolchain/files.ts';
import type { GoContext } from '../world/go/goContext.ts';
import { placeOfPackage } from '../world/packages/askedPlace.ts';
import { type Asker, contextOfPlace, listPackage, type PackageUnit } from './packageUnit.ts';
import { callCandidates, type InterfaceCandidates } from './callCandidates.ts';
import { assertCalled, firstAnswer } from './firstAnswer.ts';
import { BehindProblem } from './problem.ts';
import { readListing } from './readListing.ts';

export interface FunctionAssembly {
	readonly context: GoContext;
	readonly importPath: string;
	/** As the linker names it, without the package. */
	readonly name: string;
	/** Where it is declared: absolute path, 1-based lines. Undefined for what the compiler made. */
	readonly declared: { readonly path: string; readonly line: number; readonly endLine: number } | undefined;
	/** With absolute paths. The function itself comes first. */
	readonly functions: readonly ListedFunction[];
	/** Dynamic calls in it that became direct ones, with absolute paths. */
	readonly direct: readonly DirectCall[];
	/** Where its dynamic calls stand; undefined for what the compiler made. */
	readonly source: DispatchSource | undefined;
	/** What may be behind its interface calls. */
	readonly candidates: readonly InterfaceCandidates[];
	/** Absolute path → text, of the files of the package. */
	readonly sources: ReadonlyMap<string, string>;
}

/** A function that was found in the files of a package. */
export interface FunctionOfPackage {
	readonly unit: PackageUnit;
	readonly found: FoundFunction | undefined;
	/** As it was written, without the package. */
	readonly written: string;
}

/**
 * Finds what somebody wrote as `./p.F`.
 *
 * @throws BehindProblem when there is no such package or function
 */
export async function locateFunction(written: string, asker: Asker, signal: AbortSignal): Promise<FunctionOfPackage> {
	const readings = readWrittenName(written);
	if (readings.length === 0) {
		throw new BehindProblem(`${written} names no function; write it like ./p.F, ./p.T.M or "./p.(*T).M".`);
	}
	return firstAnswer(readings, asker, (reading) => locateIn(reading, asker, signal));
}

async function locateIn(reading: WrittenName, asker: Asker, signal: AbortSignal): Promise<FunctionOfPackage> {
	const place = await placeOfPackage(reading.package, asker.directory);
	if (!place) throw new BehindProblem(`There is no directory ${reading.package}.`, 'no-package');
	const context = await contextOfPlace(place, asker, signal);
	const units = await listPackage(place, context, asker, signal);
	const [unit] = units;
	assertCalled(reading, unit);
	for (const one of units) {
		const found = findFunction(declaredFunctions(one.files), reading.name);
		if (found) return { unit: one, found, written: reading.name };
	}
	if (!unit) throw new BehindProblem(`There are no Go files in ${reading.package}.`, 'no-package');
	if (await isInTests(unit, reading.name)) {
		for (const one of await listPackage(place, context, asker, signal, true)) {
			const found = findFunction(declaredFunctions(one.files), reading.name);
			if (found) return { unit: one, found, written: reading.name };
		}
	}
	if (isMadeName(reading.name)) return { unit, found: undefined, written: reading.name };
	throw new BehindProblem(
		await missingFunction(reading, unit),
		mayMeanAPackage(reading, unit) ? 'no-package' : 'other',
	);
}

/** `init`, `init.0`, `glob..func1`: in the code, and nowhere declared by this name. */
function isMadeName(name: string): boolean {
	return /^(?:init|map\.init|glob\.)(?:\.|$)/.test(name);
}

/** `p.F` in a package that has no type p. */
function mayMeanAPackage(reading: WrittenName, { files }: PackageUnit): boolean {
	const [first = '', rest] = reading.name.split('.');
	if (reading.package !== '.' || rest === undefined || first.startsWith('(')) return false;
	return ![...files.values()].some(({ declarations }) => declarations.some(({ name }) => name === first));
}

async function isInTests({ directory, listed }: PackageUnit, name: string): Promise<boolean> {
	const files = [...(listed.TestGoFiles ?? []), ...(listed.XTestGoFiles ?? [])];
	return findFunction(declaredFunctions(await scanned(directory, files)), name) !== undefined;
}

async function scanned(directory: string, names: readonly string[]): Promise<ReadonlyMap<string, GoFile>> {
	const read = await Promise.all(names.map(async (name) => [name, await readText(join(directory, name))] as const));
	return new Map(read.map(([name, text]) => [name, scanGoFile(text ?? '')]));
}

async function missingFunction(reading: WrittenName, unit: PackageUnit): Promise<string> {
	const { directory, listed, context, files } = unit;
	const ignored = declaredFunctions(await scanned(directory, listed.IgnoredGoFiles ?? []));
	const elsewhere = findFunction(ignored, reading.name);
	const prefix = reading.package === '.' ? '' : `${reading.package}.`;
	const spelled = `${prefix}${reading.name}`;
	if (elsewhere) {
		return `${spelled} is declared in ${elsewhere.path}, which is not built for ${context.goos}/${context.goarch}; choose another by --goos, --goarch or --tags.`;
	}
	const types = [...files.values()].flatMap(({ declarations }) => declarations.filter(({ kind }) => kind !== 'func'));
	const other = types.find(({ name }) => name === reading.name);
	if (other) return `${spelled} is a ${other.kind === 'type' ? 'type' : 'value'}, not a function.`;
	const nearest = nearestFunction(declaredFunctions(files), reading.name);
	const hint = nearest === undefined ? '' : `; did you mean ${prefix}${nearest}?`;
	return `There is no function ${reading.name} in ${unit.importPath}${hint === '' ? '.' : hint}`;
}

/**
 * The assembly of what somebody wrote as `./p.F`.
 *
 * @throws BehindProblem when there is none, with the reason
 */
export async function functionAssembly(written: string, asker: Asker, signal: AbortSignal): Promise<FunctionAssembly> {
	const { unit, found, written: name } = await locateFunction(written, asker, signal);
	return assemblyOf(unit, found, name, asker, signal);
}

/**
 * @param read where the listing of the package comes from; by default it is compiled
 * @throws BehindProblem when no code was made of it
 */
export async function assemblyOf(
	unit: PackageUnit,
	found: FoundFunction | undefined,
	name: string,
	asker: Asker,
	signal: AbortSignal,
	read = (wishes: ListingWishes) => readListing(unit, asker, wishes, signal),
): Promise<FunctionAssembly> {
	if (found && !found.declaration.body) throw new BehindProblem(withoutBody(found, unit));
	const { importPath, context, files } = unit;
	const wanted = [name, ...(found ? [found.name + name.slice(lengthOfDeclared(name, found))] : [])];
	const matchers = [...new Set(wanted)].map((one) => symbolMatcher(importPath, one));
	const functions: ListedFunction[] = [];
	const callers: { readonly call: InlinedCall; readonly symbol: string }[] = [];
	const direct: DirectCall[] = [];
	await read({
		onMessage: (line) => {
			const call = readDirectCall(line);
			if (call) direct.push({ ...call, file: absoluteFile(call.file, unit.directory, context) });
		},
		isWanted: (symbol) => matchers.some((matches) => matches(symbol)),
		onFunction: (listed) => functions.push(listed),
		onInlined: (call, symbol) => {
			if (callers.length < mostCallers && matchers.some((matches) => matches(call.function))) {
				callers.push({ call, symbol });
			}
		},
	});
	const resolved = functions.filter(({ instructions }) => instructions.length > 0).map((one) => absolute(one, unit));
	const declared = found && placeOf(found);
	const own = `${escapeImportPath(importPath)}.`;
	const rank = ({ symbol }: ListedFunction) => (withoutBrackets(symbol) === own + (found?.name ?? name) ? 0 : 1);
	const sorted = resolved.sort((a, b) => rank(a) - rank(b));
	if (sorted.length === 0) throw new BehindProblem(withoutCode(found, name, callers, unit));
	const sources = new Map([...files].map(([path, file]) => [path, file.text]));
	const inside = ({ file, line }: DirectCall) =>
		declared !== undefined && file === declared.path && line >= declared.line && line <= declared.endLine;
	return {
		context,
		importPath,
		name: found?.name ?? name,
		declared,
		functions: sorted,
		direct: direct.filter(inside),
		source: found && sourceOf(found, unit),
		candidates: await callCandidates(unit, sorted),
		sources,
	};
}

function sourceOf({ path, file, declaration }: FoundFunction, { files }: PackageUnit): DispatchSource {
	const declarations = [...files.values()].flatMap((one) => one.declarations);
	const variables = declarations.filter(({ kind }) => kind === 'var').map(({ name }) => name);
	const declared = declarations.flatMap((one) =>
		one.kind === 'type' || (one.kind === 'func' && !one.receiver) ? [one.name] : [],
	);
	const { span, signature, receiver } = declaration;
	return {
		file: path,
		text: file.text,
		span,
		signature,
		receiver,
		declared: new Set(declared),
		variables: new Set(variables),
	};
}

const mostCallers = 20;

/** How much of `T.M.func1` is the declaration's own name. */
function lengthOfDeclared(name: string, found: FoundFunction): number {
	const bare = found.declaration.name;
	if (found.declaration.receiver === undefined) return bare.length;
	const at = name.indexOf(`.${bare}`);
	return at < 0 ? name.length : at + 1 + bare.length;
}

function placeOf({ path, file, declaration }: FoundFunction) {
	const index = new LineIndex(file.text);
	const { start, end } = declaration.span;
	return { path, line: index.position(start).line + 1, endLine: index.position(end).line + 1 };
}

/** Positions with absolute paths. */
function absolute(listed: ListedFunction, { directory, context }: PackageUnit): ListedFunction {
	const known = new Map<CodeLine, CodeLine>();
	const line = <T extends CodeLine>(at: T): T => {
		const before = known.get(at);
		if (before) return before as T;
		const moved = { ...at, file: absoluteFile(at.file, directory, context) };
		known.set(at, moved);
		return moved;
	};
	const chains = new Map<readonly InlinedCall[], readonly InlinedCall[]>();
	const chain = (calls: readonly InlinedCall[]) => {
		let moved = chains.get(calls);
		if (!moved) chains.set(calls, (moved = calls.map(line)));
		return moved;
	};
	return {
		...listed,
		declared: line(listed.declared),
		instructions: listed.instructions.map((one) => ({
			...one,
			inner: line(one.inner),
			outer: line(one.outer),
			inlined: chain(one.inlined),
		})),
	};
}

function absoluteFile(file: string, directory: string, { goroot }: GoContext): string {
	if (file === '' || file.startsWith('<')) return file;
	return file.startsWith('$GOROOT') ? join(goroot, file.slice('$GOROOT'.length)) : resolve(directory, file);
}

function withoutBody({ name, path, file, declaration }: FoundFunction, { listed, importPath }: PackageUnit): string {
	const pulled = pulledFrom(file, declaration);
	if (pulled !== undefined) return `${name} has no body of its own: its code is that of ${pulled}.`;
	const assembly = listed.SFiles ?? [];
	if (assembly.length > 0) {
		const files = assembly.length === 1 ? assembly[0] : `one of ${assembly.join(', ')}`;
		return `${name} is written in assembly, in ${files} of ${importPath}.`;
	}
	return `${name} has no body in ${path.slice(path.lastIndexOf('/') + 1)}: another package provides it.`;
}

function pulledFrom({ text, directives }: GoFile, { name }: FuncDeclaration): string | undefined {
	for (const { span } of directives) {
		const [verb, local, target] = text.slice(span.start, span.end).split(/\s+/);
		if (verb === '//go:linkname' && local === name && target !== undefined) return target;
	}
	return undefined;
}

function withoutCode(
	found: FoundFunction | undefined,
	name: string,
	callers: readonly { readonly call: InlinedCall; readonly symbol: string }[],
	{ importPath, directory }: PackageUnit,
): string {
	const [first] = callers;
	if (first) {
		const { call, symbol } = first;
		const file = call.file.replace(/^\.\//, '');
		const shown = isInside(directory, resolve(directory, file))
			? slashPathBelow(directory, resolve(directory, file))
			: file;
		const more = callers.length > 1 ? ` and in ${callers.length - 1} more calls` : '';
		return `Every caller inlines ${name}, so it has no code of its own: its instructions are part of ${shortSymbol(symbol)}, at ${shown}:${call.line}:${call.column}${more}.`;
	}
	if (found?.generic) {
		return `${name} is generic, and ${importPath} has no instance of it: there is code only where it is used, in the package that uses it.`;
	}
	if (found && withoutBrackets(name) !== found.name && name.includes(`${found.declaration.name}.`)) {
		return `${found.name} has no closure or wrapper that is called ${name}.`;
	}
	return `The compiler made no code of ${name}: nothing in ${importPath} can reach it.`;
}
