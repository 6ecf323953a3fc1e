/**
 * Where a way to the heap goes on in another package: "`reg.Register` keeps its parameter `p`, reg.go:40". Finding the place
 * reads a few files; what the function does with the value is the compiler's word about that package.
 */
import { lastWord } from '../analysis/text/lastWord.ts';
import type { EscapeHint, FlowStep, LeakedTo } from '../analysis/escape/escapeHint.ts';
import { parseType } from '../analysis/signature/parseType.ts';
import type { FuncDeclaration, GoFile } from '../analysis/source/goFile.ts';
import { scanGoFile } from '../analysis/source/scanGoFile.ts';
import { LineIndex } from '../analysis/text/lineIndex.ts';
import { readText } from '../toolchain/files.ts';
import { dirname } from '../toolchain/paths.ts';
import { createAnswers } from '../world/answers/answers.ts';
import type { Changes } from '../world/answers/changes.ts';
import type { GoModules } from '../world/go/goModules.ts';
import type { Dependency, PackagePlan } from './runs/analysePackage.ts';
import { analysePatterns } from './runs/analysePatterns.ts';
import type { Explain } from './hints/outputReader.ts';
import type { KnownPackage } from './hints/fileEscapes.ts';

/** A function of another package that keeps what it is given. */
export interface LeakPlace {
	/** `reg.Register`, `reg.Registry.Register`. */
	readonly name: string;
	/** Empty when it has no name, or nobody can tell which one it is. */
	readonly parameter: string;
	/** Absolute path. */
	readonly file: string;
	/** 1-based line and column (UTF-16) of the function's name. */
	readonly line: number;
	readonly column: number;
}

export interface Leaks {
	/** Where the function at the end of a hint's flow is declared; `undefined` when the flow ends in the package. */
	place(hint: EscapeHint): Promise<LeakPlace | undefined>;
	/**
	 * The rest of the flow, from the function's declaration on, through as many packages as it takes. Packages whose hints
	 * are not known are compiled, so this is only for a user who asks; each is compiled once.
	 */
	rest(hint: EscapeHint, signal: AbortSignal): Promise<readonly FlowStep[]>;
}

export interface LeaksDeps {
	readonly changes: Changes;
	readonly modules: GoModules;
	readonly explain: Explain;
	readonly planOf: (path: string) => PackagePlan | undefined;
	readonly known: () => readonly KnownPackage[];
	/** Whether those of a directory are the hints of its files as they stand now. */
	readonly isCurrent: (directory: string) => boolean;
	/** The text of a file that is open in the editor. */
	readonly openText: (path: string) => string | undefined;
}

/** Packages whose hints are remembered. */
const most = 8;

/** Who hands it on and on is followed so far. */
const mostPackages = 3;

export function createLeaks({ changes, modules, explain, planOf, known, isCurrent, openText }: LeaksDeps): Leaks {
	const compiled = createAnswers<readonly EscapeHint[]>({ changes, dependsOn: ['files', 'build'], most });

	/** Hints of a package: those on the screen, else those of a run for this question. */
	function hintsOf({ directory }: Dependency, importPath: string, from: string, signal: AbortSignal) {
		const open = known().find((each) => each.directory === directory && isCurrent(directory));
		if (open) return open.files.flatMap(({ hints }) => hints);
		return compiled.of(directory, (given) => compile(importPath, from, given), signal);
	}

	/** As it stands in the editor, else on the disk. */
	async function textOf(path: string): Promise<string | undefined> {
		return openText(path) ?? readText(path);
	}

	async function compile(importPath: string, from: string, signal: AbortSignal): Promise<readonly EscapeHint[]> {
		const request = { directory: from, patterns: [importPath], tests: false };
		const { packages } = await analysePatterns(request, { modules, explain }, signal);
		return packages.flatMap(({ escapes }) => escapes.hints.filter(({ verdict }) => verdict === 'leak'));
	}

	return {
		async place({ keeper, file }) {
			const dependency = keeper && planOf(file)?.dependencies.get(keeper.importPath);
			return dependency && placeIn(dependency, keeper, textOf);
		},
		async rest(hint, signal) {
			const steps: FlowStep[] = [];
			const dependencies = planOf(hint.file)?.dependencies;
			let { keeper } = hint;
			for (let count = 0; keeper && count < mostPackages; count++) {
				const dependency = dependencies?.get(keeper.importPath);
				const place = dependency && (await placeIn(dependency, keeper, textOf));
				if (!dependency || !place) break;
				steps.push(declarationStep(place));
				const hints = await hintsOf(dependency, keeper.importPath, dirname(hint.file), signal);
				const leak = hints.find((each) => isLeakOf(each, keeper, place));
				steps.push(...(leak?.flow ?? []));
				keeper = leak?.keeper;
			}
			return steps;
		},
	};
}

function declarationStep({ name, parameter, file, line, column }: LeakPlace): FlowStep {
	return { file, line, column, text: parameter === '' ? name : `${name}: ${parameter}`, why: 'declaration' };
}

/** A leak says `(*Registry).Register` where a keeper says `Registry.Register`. */
function isLeakOf(hint: EscapeHint, keeper: LeakedTo | undefined, { parameter, file }: LeakPlace): boolean {
	if (hint.verdict !== 'leak' || hint.because === 'result' || hint.file !== file) return false;
	return hint.function.replace(/[(*)]/g, '') === keeper?.function && hint.subject === parameter;
}

async function placeIn(
	{ files }: Dependency,
	keeper: LeakedTo,
	textOf: (path: string) => Promise<string | undefined>,
): Promise<LeakPlace | undefined> {
	const [method, type] = keeper.function.split('.').reverse();
	const mentioned = new RegExp(`^func [^\\n]*\\b${method}\\s*[(\\[]`, 'mu');
	for (const path of files) {
		const text = await textOf(path);
		if (text === undefined || !mentioned.test(text)) continue;
		const file = scanGoFile(text);
		const found = file.declarations.find((each) => isFunction(each) && each.name === method && isOn(file, each, type));
		if (found?.kind !== 'func') continue;
		const { line, column } = new LineIndex(text).position(found.nameSpan.start);
		const parameter = parameterOf(text, found, keeper.argument);
		return {
			name: `${file.packageName}.${keeper.function}`,
			parameter,
			file: path,
			line: line + 1,
			column: column + 1,
		};
	}
	return undefined;
}

function isFunction(declaration: GoFile['declarations'][number]): declaration is FuncDeclaration {
	return declaration.kind === 'func';
}

function isOn({ text }: GoFile, { receiver }: FuncDeclaration, type: string | undefined): boolean {
	if (receiver === undefined || type === undefined) return receiver === undefined && type === undefined;
	const named = lastWord(text.slice(receiver.start, receiver.end).split('[', 1)[0] ?? '');
	return named === type;
}

function parameterOf(text: string, { signature }: FuncDeclaration, argument: number | undefined): string {
	const type = parseType(`func${text.slice(signature.start, signature.end)}`);
	if (type.kind !== 'func' || argument === undefined) return '';
	// Arguments beyond the last parameter are those of `...T`.
	const last = type.parameters.length - 1;
	const index = type.variadic && (argument < 0 || argument > last) ? last : argument;
	const name = type.parameters[index]?.name ?? '';
	return name === '_' ? '' : name;
}
