/** Symbols of the standard library that the assembly of a package names, and that the linker refuses to it or does not find. */
import { escapeImportPath, isMadeByToolchain, isSectionBound } from '../../analysis/linker/symbolName.ts';
import type { AssemblyOperand } from '../../analysis/linkname/modules/brokenOperand.ts';
import { LineIndex } from '../../analysis/text/lineIndex.ts';
import type { Span } from '../../analysis/text/span.ts';
import type { Build } from '../../world/modules/build.ts';
import type { GraphPackage, ImportGraph } from '../../world/modules/importGraph.ts';
import type { GorootVerdict } from '../../world/goroot/gorootIndex.ts';
import { ownValue } from '../../world/goroot/symbolFacts.ts';
import type { AssemblyLine, Operand } from '../../world/modules/packageAssembly.ts';
import { isInOtherAssembly } from './otherAssembly.ts';
import { containsPackage } from './programContents.ts';
import { isSurelyUsed } from './surelyReached.ts';

export interface BrokenOperand extends AssemblyOperand, AssemblyLine {}

/** What the package declares, pulls or defines itself is not among them: that is judged at its declaration. */
export async function brokenOperands(
	from: GraphPackage,
	graph: ImportGraph,
	build: Build,
): Promise<readonly BrokenOperand[]> {
	const { index } = build.options;
	if (!from.hasForeignSources || !index) return [];
	const found: BrokenOperand[] = [];
	const named = await build.operands(from);
	for (const [symbol, operands] of named) {
		const verdict = await index.judge({ symbol, as: 'asm', from: from.importPath });
		if (verdict.state !== 'refused' && verdict.state !== 'undefined') continue;
		const [first] = operands;
		const broken = verdict.state === 'refused' ? first : await undefinedOperand(verdict, operands, named, from, build);
		if (!broken || (await isDefinedHere(symbol, from, build))) continue;
		const importPath = verdict.facts.definition?.importPath ?? verdict.facts.importPath;
		const isThere = importPath !== undefined && (await containsPackage(from, importPath, graph, build));
		if (!isThere && verdict.why !== 'blocked') continue;
		const { path, line } = broken;
		found.push({ symbol, path, line, verdict });
	}
	return found;
}

/** A line of assembly without the blanks around it and the comment behind it. */
export function codeOfLine(text: string, line: number): Span {
	const { start, end } = new LineIndex(text).lineSpan(line - 1);
	const code = text
		.slice(start, end)
		.replace(/\/\/.*/, '')
		.trimEnd();
	return { start: start + code.length - code.trimStart().length, end: start + code.length };
}

async function isDefinedHere(symbol: string, from: GraphPackage, build: Build): Promise<boolean> {
	const { facts } = await build.symbols(from);
	if (ownValue(facts.pulls, symbol) || ownValue(facts.definitions, symbol)) return true;
	return (await build.linknames(symbol)).definers.length > 0;
}

/** The first operand that is looked up: only functions that something calls are linked. */
async function undefinedOperand(
	{ why, facts }: Extract<GorootVerdict, { state: 'undefined' }>,
	operands: readonly Operand[],
	named: ReadonlyMap<string, readonly Operand[]>,
	from: GraphPackage,
	build: Build,
): Promise<Operand | undefined> {
	const { symbol } = facts;
	if (isMadeByToolchain(symbol) || isSectionBound(symbol)) return undefined;
	if (why === 'absent' && (!facts.packageExists || facts.declared || facts.reference)) return undefined;
	// A pull beside assembly makes a symbol of the ABI of assembly.
	if ((await build.linknames(symbol)).pullers.length > 0 || (await isInOtherAssembly(symbol, build))) return undefined;
	for (const operand of operands) {
		if (why === 'absent' && !operand.called) continue;
		if (operand.caller !== undefined && (await isUsed(operand.caller, named, from, build))) return operand;
	}
	return undefined;
}

/** Go code is sure to call the function, or one that names it in the same assembly. */
export async function isUsed(
	caller: string,
	named: ReadonlyMap<string, readonly Operand[]>,
	from: GraphPackage,
	build: Build,
): Promise<boolean> {
	const prefix = `${from.name === 'main' ? 'main' : escapeImportPath(from.importPath)}.`;
	const seen = new Set<string>();
	const open = [caller];
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		if (seen.has(next) || !next.startsWith(prefix)) continue;
		seen.add(next);
		if (await isSurelyUsed(from, next.slice(prefix.length), build)) return true;
		for (const other of named.get(next) ?? []) if (other.caller !== undefined) open.push(other.caller);
	}
	return false;
}
