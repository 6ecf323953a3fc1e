/** What the functions of open files become: asked for by hand, and kept for a moment, so that the next function is there at once. */
import { declaredFunctions, findFunction, type FoundFunction } from '../analysis/listing/findFunction.ts';
import type { InlinedCall, ListedFunction } from '../analysis/listing/listedFunction.ts';
import type { ListingWishes } from '../analysis/listing/listingReader.ts';
import {
	conversionWords,
	type InterfaceConversion,
	interfaceConversions,
} from '../analysis/machine/interfaceConversions.ts';
import { machineOf } from '../analysis/signature/machine.ts';
import { type LineCall, lineCalls } from '../analysis/machine/lineCalls.ts';
import type { RuntimeCallTable } from '../analysis/machine/runtimeCalls.ts';
import type { GoFile } from '../analysis/source/goFile.ts';
import { scanGoFile } from '../analysis/source/scanGoFile.ts';
import { contains, touches } from '../analysis/text/span.ts';
import { dirname } from '../toolchain/paths.ts';
import type { NoToolchain, Toolchain } from '../toolchain/toolchain.ts';
import { createAnswers } from '../world/answers/answers.ts';
import type { Cause, Changes } from '../world/answers/changes.ts';
import type { GoChoice } from '../world/go/chosenGo.ts';
import type { GoSettings } from '../world/go/goSettings.ts';
import { assemblyOf, type FunctionAssembly } from './functionAssembly.ts';
import { type FunctionPhases, phasesOf } from './functionPhases.ts';
import { type Asker, contextOfPlace, listPackage, type PackageUnit } from './packageUnit.ts';
import { BehindProblem } from './problem.ts';
import { readListing } from './readListing.ts';
import { type FieldOrder, layoutOfType } from './typeLayout.ts';

export interface OpenAssembly {
	/** The assembly of the function around an offset of an open file; one sentence when there is none. */
	at(path: string, offset: number, choice: GoChoice, signal: AbortSignal): Promise<FunctionAssembly | string>;
	/** The passes of the compiler over the function around an offset of an open file; one sentence when there are none. */
	phases(path: string, offset: number, choice: GoChoice, signal: AbortSignal): Promise<FunctionPhases | string>;
	/** The assembly that the function around an offset had with another text of its file; one sentence when there is none. */
	withText(
		place: { readonly path: string; readonly offset: number; readonly text: string },
		choice: GoChoice,
		signal: AbortSignal,
	): Promise<FunctionAssembly | string>;
	/** The calls behind a line (1-based) of a function that was asked for last; empty once the text has changed. */
	calls(path: string, text: string, line: number): readonly LineCall[];
	/** The conversions to interfaces on such a line, in words. */
	conversions(path: string, text: string, line: number): readonly (readonly string[])[];
	/** The struct whose name stands at an offset of an open file, with a better order of its fields; undefined when there is none. */
	order(path: string, offset: number, signal: AbortSignal): Promise<BetterOrder | undefined>;
	dispose(): void;
}

export interface BetterOrder extends Extract<FieldOrder, { kind: 'better' }> {
	readonly type: string;
	/** Bytes that an object takes on the heap now. */
	readonly takes: number;
}

export interface OpenAssemblyDeps {
	readonly changes: Changes;
	readonly settings: (directory: string) => GoSettings;
	readonly toolchain: () => Toolchain | NoToolchain;
	/** Of an open file. */
	readonly file: (path: string) => GoFile | undefined;
	/** Open texts of a directory that differ from the disk. */
	readonly unsaved: (directory: string) => Promise<ReadonlyMap<string, string>>;
	readonly runtimeCalls: () => Promise<RuntimeCallTable | undefined>;
}

function functionAround(path: string, file: GoFile, offset: number): FoundFunction | undefined {
	return declaredFunctions(new Map([[path, file]])).find(({ declaration }) =>
		contains(declaration.span, { start: offset, end: offset }),
	);
}

/** A whole package as it was compiled. */
interface CompiledPackage {
	readonly functions: readonly ListedFunction[];
	readonly inlined: readonly { readonly call: InlinedCall; readonly symbol: string }[];
	/** What the compiler said about dynamic calls that became direct ones. */
	readonly messages: readonly string[];
}

/** What was learned of the lines of a file with a function that was looked at. */
interface KnownLines {
	readonly text: string;
	readonly calls: readonly LineCall[];
	readonly conversions: readonly InterfaceConversion[];
	readonly pointerSize: number;
}

interface Kept {
	readonly key: string;
	readonly compiled: CompiledPackage;
}

/** Instructions that are kept: 100 bytes or so each. A larger package is compiled again for the next function. */
const mostInstructions = 250_000;

/** Packages whose files are known. */
const mostPackages = 50;

/** Milliseconds that a compiled package is kept after it was asked for last. */
const keptFor = 60_000;

export function createOpenAssembly(deps: OpenAssemblyDeps): OpenAssembly {
	const dependsOn: readonly Cause[] = ['files', 'build'];
	const units = createAnswers<readonly PackageUnit[]>({ changes: deps.changes, dependsOn, most: mostPackages });
	const known = new Map<string, KnownLines>();
	let kept: Kept | undefined;
	let timer: NodeJS.Timeout | undefined;
	deps.changes.on(dependsOn, () => keep(undefined));

	function keep(next: Kept | undefined): void {
		clearTimeout(timer);
		kept = next;
		timer = next && setTimeout(() => (kept = undefined), keptFor);
		timer?.unref();
	}

	/** As saved: what is unsaved is handed to the compiler itself. */
	function unitsOf(directory: string, tests: boolean, asker: Asker, signal: AbortSignal) {
		const list = async (given: AbortSignal) => {
			const place = { directory, pattern: '.' };
			const context = await contextOfPlace(place, asker, given);
			return listPackage(place, context, { ...asker, buffers: new Map() }, given, tests);
		};
		return units.of(JSON.stringify([directory, tests, asker.choice]), list, signal);
	}

	async function compile(unit: PackageUnit, asker: Asker, key: string, signal: AbortSignal): Promise<CompiledPackage> {
		if (kept?.key === key) {
			keep(kept);
			return kept.compiled;
		}
		const functions: ListedFunction[] = [];
		const inlined: { call: InlinedCall; symbol: string }[] = [];
		const messages: string[] = [];
		const wishes: ListingWishes = {
			isWanted: () => true,
			onFunction: (found) => functions.push(found),
			onInlined: (call, symbol) => inlined.push({ call, symbol }),
			onMessage: (line) => line.includes('evirtualizing ') && messages.push(line),
		};
		await readListing(unit, asker, wishes, signal);
		const compiled = { functions, inlined, messages };
		const size = functions.reduce((sum, { instructions }) => sum + instructions.length, 0);
		keep(size <= mostInstructions ? { key, compiled } : undefined);
		return compiled;
	}

	/** The unit of an open file, with all texts as they are. */
	async function openUnit(path: string, choice: GoChoice, toolchain: Toolchain, signal: AbortSignal) {
		const file = deps.file(path);
		if (!file) throw new BehindProblem('This file is not open.');
		const directory = dirname(path);
		const buffers = await deps.unsaved(directory);
		const asker: Asker = { directory, settings: deps.settings(directory), toolchain, choice, buffers };
		const listed = await unitsOf(directory, path.endsWith('_test.go'), asker, signal);
		const saved = listed.find(({ files }) => files.has(path));
		if (!saved) throw new BehindProblem('This file is not part of the build.');
		const files = new Map([...saved.files].map(([each, scanned]) => [each, deps.file(each) ?? scanned]));
		return { unit: { ...saved, files }, file, asker };
	}

	async function assembly(path: string, offset: number, choice: GoChoice, toolchain: Toolchain, signal: AbortSignal) {
		const { unit, file, asker } = await openUnit(path, choice, toolchain, signal);
		const found = functionAround(path, file, offset);
		const key = JSON.stringify([dirname(path), path.endsWith('_test.go'), choice, [...asker.buffers]]);
		const compiled = await compile(unit, asker, key, signal);
		const replay = (wishes: ListingWishes) => {
			for (const one of compiled.functions) if (wishes.isWanted(one.symbol)) wishes.onFunction(one);
			for (const { call, symbol } of compiled.inlined) wishes.onInlined?.(call, symbol);
			for (const line of compiled.messages) wishes.onMessage?.(line);
			return Promise.resolve();
		};
		// What stands outside of functions is done by the initialization of the package.
		const answer = await assemblyOf(unit, found, found?.name ?? 'init', asker, signal, replay);
		const table = await deps.runtimeCalls();
		const { goarch, version } = answer.context;
		const { pointerSize } = machineOf(goarch, version.minor);
		const conversions = interfaceConversions(answer.functions);
		if (table)
			known.set(path, { text: file.text, calls: lineCalls(answer.functions, table), conversions, pointerSize });
		return answer;
	}

	/** Runs a question that a sentence may answer. */
	async function asked<T>(question: (toolchain: Toolchain) => Promise<T>): Promise<T | string> {
		const toolchain = deps.toolchain();
		if (toolchain.kind === 'no-toolchain') return 'The workspace is not trusted, so no program is run.';
		try {
			return await question(toolchain);
		} catch (error) {
			if (error instanceof BehindProblem) return error.message;
			throw error;
		}
	}

	return {
		at: (path, offset, choice, signal) => asked((toolchain) => assembly(path, offset, choice, toolchain, signal)),
		phases: (path, offset, choice, signal) =>
			asked(async (toolchain) => {
				const { unit, file, asker } = await openUnit(path, choice, toolchain, signal);
				const found = functionAround(path, file, offset);
				return phasesOf({ unit, found, written: found?.name ?? 'init' }, asker, signal);
			}),
		withText: ({ path, offset, text }, choice, signal) =>
			asked(async (toolchain) => {
				const { unit, file, asker } = await openUnit(path, choice, toolchain, signal);
				const name = functionAround(path, file, offset)?.name ?? 'init';
				const other = scanGoFile(text);
				const found = findFunction(declaredFunctions(new Map([[path, other]])), name);
				if (!found && name !== 'init') throw new BehindProblem(`${name} is not in that text of the file.`);
				const files = new Map([...unit.files, [path, other]]);
				const buffers = new Map([...asker.buffers, [path, text]]);
				return assemblyOf({ ...unit, files }, found, name, { ...asker, buffers }, signal);
			}),
		calls(path, text, line) {
			const found = known.get(path);
			return found?.text === text ? found.calls.filter(({ at }) => at.file === path && at.line === line) : [];
		},
		conversions(path, text, line) {
			const found = known.get(path);
			if (found?.text !== text) return [];
			const here = found.conversions.filter(({ at }) => at.file === path && at.line === line);
			return here.map((one) => conversionWords(one, found.pointerSize));
		},
		async order(path, offset, signal) {
			const toolchain = deps.toolchain();
			const declaration = deps
				.file(path)
				?.declarations.find((one) => one.kind === 'type' && touches(one.nameSpan, offset));
			if (toolchain.kind === 'no-toolchain' || declaration?.kind !== 'type') return undefined;
			try {
				const { unit, file, asker } = await openUnit(path, {}, toolchain, signal);
				const written = declaration.name;
				const { order, cost } = await layoutOfType({ unit, path, file, declaration, written }, asker, signal);
				return order.kind === 'better' ? { ...order, type: written, takes: cost?.takes ?? 0 } : undefined;
			} catch (error) {
				if (error instanceof BehindProblem) return undefined;
				throw error;
			}
		},
		dispose() {
			known.clear();
			keep(undefined);
		},
	};
}
