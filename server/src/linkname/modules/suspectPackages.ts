/**
 * Packages that may break a program, decided from themselves and the Go tree alone. Nearly all packages cannot, so that who imports
 * them need not be known: the import graph of a build costs a look into each of its files.
 */
import { isBuilt } from '../../analysis/build/isBuilt.ts';
import { collectPackage } from '../../analysis/linker/collectPackage.ts';
import { symbolDirectives } from '../../analysis/linker/linknames.ts';
import { isMadeByToolchain, isSectionBound } from '../../analysis/linker/symbolName.ts';
import { scanGoFile } from '../../analysis/source/scanGoFile.ts';
import { namesInAssembly } from '../../world/modules/namedSymbols.ts';
import { undeclaredIn } from './undeclaredNames.ts';
import type { Build, Candidate } from '../../world/modules/build.ts';
import { isForOtherGo } from '../../world/modules/importGraph.ts';
import type { GorootIndex, GorootVerdict } from '../../world/goroot/gorootIndex.ts';

/** What has to be known of a package. */
export type SuspectPackage = Omit<Candidate, 'below'>;

/** False only when no linker refuses or misses anything that the package pulls, or that its assembly names. */
export async function isSuspect(candidate: SuspectPackage, build: Build): Promise<boolean> {
	const { index } = build.options;
	if (!index) return false;
	// A version in the module cache never changes.
	if (candidate.module.kind !== 'cached') return find(candidate, index, build);
	const known = suspects.get(index) ?? new Map<string, Promise<boolean>>();
	suspects.set(index, known);
	const { cgo, tags } = build.options;
	const key = JSON.stringify([candidate.directory, cgo, tags]);
	let answer = known.get(key);
	if (!answer) {
		answer = find(candidate, index, build);
		known.set(key, answer);
	}
	return answer;
}

const suspects = new WeakMap<GorootIndex, Map<string, Promise<boolean>>>();

async function find(candidate: SuspectPackage, index: GorootIndex, build: Build): Promise<boolean> {
	const { mentionsLinkname, hasForeignSources } = candidate;
	if (mentionsLinkname && (await pullsSuspects(candidate, index, build))) return true;
	return hasForeignSources && (await namesSuspects(candidate, index, build));
}

/** Whether a directive of the package pulls what the linker refuses or does not find, or is for another version of Go and missed by this one. */
async function pullsSuspects(
	{ directory, importPath }: SuspectPackage,
	index: GorootIndex,
	build: Build,
): Promise<boolean> {
	const { files } = await build.headers.headers(directory);
	const built = files.filter((one) => isBuilt(one, build.tags));
	if (files.some((one) => isForOtherGo(one, build.tags))) {
		const name = built.find(({ test }) => !test)?.packageName ?? '';
		if ((await undeclaredIn({ importPath, directory, name }, build)).size > 0) return true;
	}
	const directed = built.filter((one) => one.mentionsLinkname && !one.test);
	const go = [];
	for (const { path, name } of directed) {
		go.push({ name, file: scanGoFile((await build.options.files.readText(path)) ?? '') });
	}
	const own = directed[0]?.packageName === 'main' ? 'main' : importPath;
	const wrappers = build.tags.has('goexperiment.regabiwrappers');
	const wasm = build.options.goarch === 'wasm';
	const { pulls, names } = collectPackage({
		importPath: own,
		go,
		assembly: [],
		wrappers,
		wasm,
		intrinsicBodies: false,
	});
	const isBroken = async (symbol: string, as: 'func' | 'var') =>
		isBad(await index.judge({ symbol, as, from: importPath }));
	for (const [symbol, { kind, bare }] of Object.entries(pulls)) {
		if (!bare && (await isBroken(symbol, kind))) return true;
	}
	// What a directive names may be declared in a file without one.
	for (const { local, target } of go.flatMap(({ file }) => symbolDirectives(file))) {
		if (target === undefined || Object.hasOwn(names, local)) continue;
		if ((await isBroken(target, 'func')) || (await isBroken(target, 'var'))) return true;
	}
	return false;
}

function isBad(verdict: GorootVerdict): boolean {
	if (verdict.state === 'refused') return true;
	if (verdict.state !== 'undefined') return false;
	const { importPath, packageExists, definition } = verdict.facts;
	return importPath !== undefined && (packageExists || definition !== undefined);
}

/** Whether assembly of the package names what the linker refuses or does not find. */
export async function namesSuspects(candidate: SuspectPackage, index: GorootIndex, build: Build): Promise<boolean> {
	for (const symbol of await namesInAssembly(candidate.directory, build.options)) {
		if (!isBadOperand(symbol, await index.judge({ symbol, as: 'asm', from: candidate.importPath }))) continue;
		// The name may stand in a comment, or in code for another platform.
		const { files } = await build.headers.headers(candidate.directory);
		const name = files.find(({ test }) => !test)?.packageName ?? '';
		return namesBad(await build.operands({ ...candidate, name }), candidate, index);
	}
	return false;
}

async function namesBad(
	operands: ReadonlyMap<string, unknown>,
	{ importPath }: SuspectPackage,
	index: GorootIndex,
): Promise<boolean> {
	for (const symbol of operands.keys()) {
		if (isBadOperand(symbol, await index.judge({ symbol, as: 'asm', from: importPath }))) return true;
	}
	return false;
}

function isBadOperand(symbol: string, verdict: GorootVerdict): boolean {
	if (verdict.state === 'refused') return true;
	if (verdict.state !== 'undefined' || isMadeByToolchain(symbol) || isSectionBound(symbol)) return false;
	const { packageExists, declared, reference } = verdict.facts;
	return verdict.why !== 'absent' || (packageExists && !declared && !reference);
}
