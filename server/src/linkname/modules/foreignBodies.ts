/** Whether this build has the bodies that a Go file leaves to assembly, object files or C. */
import { escapeImportPath, parseSymbol } from '../../analysis/linker/symbolName.ts';
import type { Finding } from '../../analysis/finding.ts';
import type { FileFacts } from '../../analysis/linkname/fileFacts.ts';
import { awaitingForeignBody, bodylessFunctions } from '../../analysis/linkname/missingFunctionBody.ts';
import { foreignBody } from '../../analysis/linkname/modules/foreignBody.ts';
import {
	compiledTogether,
	indexPackage,
	linknamesFor,
	type PackageIndex,
} from '../../analysis/linkname/packageIndex.ts';
import { packagePath } from '../../analysis/linkname/packagePath.ts';
import { localUse } from '../../analysis/linkname/targets/localUse.ts';
import type { FuncDeclaration } from '../../analysis/source/goFile.ts';
import { LineIndex } from '../../analysis/text/lineIndex.ts';
import { join } from '../../toolchain/paths.ts';
import type { Build } from '../../world/modules/build.ts';
import { isBuiltFile } from './moduleTargets.ts';
import { isInOtherAssembly } from './otherAssembly.ts';
import type { ForeignSources } from '../../world/modules/packageAssembly.ts';
import { isCertain } from './pulledTarget.ts';
import { usersOf } from '../../world/modules/users.ts';

/** Whether anything but Go may have a part in the functions of a file, told from the names of the package's files. */
export function mayAwaitBodies(facts: FileFacts, index: PackageIndex): boolean {
	if (facts.role === 'externalTest' || !facts.file.declarations.some(({ kind }) => kind === 'func')) return false;
	return (
		index.hasForeignSources || (index.files.some(({ importsC }) => importsC) && bodylessFunctions(facts).length > 0)
	);
}

/**
 * Nothing for a file that the build leaves out, and where sources that cannot be read may hold the body.
 *
 * @param index every file of the package, whatever build it is for
 */
export async function foreignBodies(facts: FileFacts, index: PackageIndex, build: Build): Promise<Finding[]> {
	const files = compiledTogether(index, facts).filter((one) => isBuiltFile(one, build.tags));
	if (!files.includes(facts)) return [];
	const built = indexPackage({ ...index, hasForeignSources: false }, files);
	const foreign = await build.foreignSources(index.directory);
	const importPath = (await build.places.importPath(index.directory)) ?? index.importPath;
	const prefix = escapeImportPath(packagePath(facts, importPath));
	const found = await bodiesTwice(facts, built, prefix, foreign, build);
	const own = new Set(functionsOf(foreign, prefix));
	for (const declaration of awaitingForeignBody(facts, built, own)) {
		if (foreign.none) {
			const platform = `${build.options.goos}/${build.options.goarch}`;
			found.push(foreignBody(facts, declaration, { kind: 'only-go', platform }));
		} else if (await isUndefined(declaration, facts, built, prefix, foreign, build)) {
			const defined = [...own].filter((name) => !isDeclared(name, built));
			found.push(foreignBody(facts, declaration, { kind: 'undefined', cgo: foreign.cgo, defined }));
		}
	}
	return found;
}

/** The package's own functions that its assembly defines, by their Go names. */
function functionsOf({ assembly }: ForeignSources, prefix: string): string[] {
	const own = assembly.flatMap(({ definitions }) =>
		definitions.flatMap(({ kind, name }) => (kind === 'text' ? (ownName(name, prefix) ?? []) : [])),
	);
	return [...new Set(own)];
}

function ownName(symbol: string, prefix: string): string | undefined {
	if (symbol.startsWith('.')) return symbol.slice(1);
	return symbol.startsWith(`${prefix}.`) ? symbol.slice(prefix.length + 1) : undefined;
}

function isDeclared(name: string, { files }: PackageIndex): boolean {
	return files.some(({ declared }) => declared.has(name));
}

/** A reference that the linker cannot follow; a function that nothing uses makes none. */
async function isUndefined(
	{ name, receiver }: FuncDeclaration,
	facts: FileFacts,
	built: PackageIndex,
	prefix: string,
	foreign: ForeignSources,
	build: Build,
): Promise<boolean> {
	if (receiver || foreign.objects || foreign.assembly.some(({ complete }) => !complete)) return false;
	if (facts.file.text.includes('//go:generate')) return false;
	const symbol = `${prefix}.${name}`;
	if (built.files.some((file) => mayImport(file, name))) return false;
	if (foreign.cgo && (await mayBeInC(name, built, foreign, build))) return false;
	const used =
		localUse(name, built.files) === 'used' ||
		(prefix !== 'main' && (await usersOf(parseSymbol(symbol)?.importPath ?? '', name, build)).length > 0);
	if (!used || !(await isCertain(symbol, build))) return false;
	if ((await build.linknames(symbol)).definers.length > 0) return false;
	return !(await isInOtherAssembly(symbol, build));
}

/** `//go:cgo_import_dynamic name remote "library"` and its like. */
function mayImport({ directives }: FileFacts, name: string): boolean {
	return directives.some(({ verb, words }) => verb.text.startsWith('cgo_') && words.some(({ text }) => text === name));
}

/** No name of C has a dot: only an assembler label can be `main.f`, in a source of its own or in C, or an object file that is linked in. */
async function mayBeInC(name: string, built: PackageIndex, { others }: ForeignSources, build: Build): Promise<boolean> {
	const go = built.files.filter(({ importsC }) => importsC).map(({ file }) => file.text);
	if (go.some((text) => /\basm\b|__asm|#cgo\b[^\n]*(?:LDFLAGS|pkg-config)/.test(text))) return true;
	const texts = await Promise.all(others.map((path) => build.options.files.readText(path)));
	return texts.some((text) => text === undefined || /\basm\b|__asm|#\s*include\s+"/.test(text) || hasLabel(text, name));
}

/** A name that follows on a dot, plain or as Go's assembly spells it. */
function hasLabel(text: string, name: string): boolean {
	return text.includes(`.${name}`) || text.includes(`\u00b7${name}`);
}

/** Functions with a body that assembly defines once more (cmd/compile/internal/ssagen/abi.go, GenABIWrappers). */
async function bodiesTwice(
	facts: FileFacts,
	built: PackageIndex,
	prefix: string,
	{ assembly }: ForeignSources,
	build: Build,
): Promise<Finding[]> {
	const found: Finding[] = [];
	for (const { name: file, definitions } of assembly) {
		for (const { kind, name, line } of definitions) {
			const own = kind === 'text' ? ownName(name, prefix) : undefined;
			const declaration = own === undefined ? undefined : facts.declared.get(own)?.[0];
			if (declaration?.kind !== 'func' || !declaration.body || declaration.typeParameters) continue;
			// A directive gives the body another symbol.
			if (linknamesFor(built, facts, declaration.name).some(({ item }) => item.target !== undefined)) continue;
			const path = join(built.directory, file);
			const text = (await build.options.files.readText(path)) ?? '';
			const side = { importPath: prefix, path, span: new LineIndex(text).lineSpan(line - 1) };
			found.push(foreignBody(facts, declaration, { kind: 'both', side }));
		}
	}
	return found;
}
