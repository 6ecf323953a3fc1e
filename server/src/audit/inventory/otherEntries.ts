/** What a package relies on beside linknames: functions without a body, assembly that names other packages, directives. */
import { attachmentOf } from '../../analysis/linkname/attachment.ts';
import { type Directive, isDirectiveLine } from '../../analysis/linkname/directive.ts';
import type { FileFacts } from '../../analysis/linkname/fileFacts.ts';
import { linknamesFor } from '../../analysis/linkname/packageIndex.ts';
import { packagePath } from '../../analysis/linkname/packagePath.ts';
import { escapeImportPath, isMadeByToolchain } from '../../analysis/linker/symbolName.ts';
import type { FuncDeclaration, GoFile } from '../../analysis/source/goFile.ts';
import { declaredFunction } from '../../analysis/source/declaredFunction.ts';
import { LineIndex } from '../../analysis/text/lineIndex.ts';
import { containsPackage } from '../../linkname/modules/programContents.ts';
import type { GraphPackage } from '../../world/modules/importGraph.ts';
import type { Operand } from '../../world/modules/packageAssembly.ts';
import type { AssemblyEntry, BodylessEntry, DirectiveEntry, InventoryVerdict, PackageOwner } from './inventoryEntry.ts';
import { type InventoryBuild, type InventoryPackage, providersOf, regionIn } from './inventoryBuild.ts';

/** Directives that turn off what keeps a program safe, or that bind it to what is outside Go. */
const unsafeVerbs = new Set(
	'noescape nosplit norace nocheckptr systemstack nowritebarrier nowritebarrierrec yeswritebarrierrec uintptrescapes uintptrkeepalive registerparams notinheap wasmimport wasmexport'.split(
		' ',
	),
);

export function directiveEntries(facts: FileFacts, { owner }: InventoryPackage, built: boolean): DirectiveEntry[] {
	const listed = facts.directives.filter((directive) => isDirectiveLine(directive) && isUnsafe(directive));
	if (listed.length === 0) return [];
	const lines = new LineIndex(facts.file.text);
	return listed.map((directive) => ({
		kind: 'directive',
		path: facts.path,
		region: regionIn(lines, directive.comment.span),
		owner,
		built,
		verb: directive.verb.text,
		name: functionBelow(facts.file, directive),
		note: '',
	}));
}

function isUnsafe({ verb: { text } }: Directive): boolean {
	return unsafeVerbs.has(text) || text.startsWith('cgo_');
}

function functionBelow(file: GoFile, directive: Directive): string {
	const attached = attachmentOf(file, directive);
	if (attached.kind !== 'declaration' || attached.declaration.kind !== 'func') return '';
	return declaredFunction(file.text, attached.declaration);
}

/** Functions without a body that no linkname of the package speaks of. */
export async function bodylessEntries(
	facts: FileFacts,
	{ owner, index, node }: InventoryPackage,
	built: boolean,
	inventory: InventoryBuild,
): Promise<BodylessEntry[]> {
	const lines = new LineIndex(facts.file.text);
	const hosted = hostFunctions(facts);
	const entries: BodylessEntry[] = [];
	for (const declaration of facts.file.declarations) {
		if (declaration.kind !== 'func' || declaration.body) continue;
		if (!declaration.receiver && linknamesFor(index, facts, declaration.name).length > 0) continue;
		const name = declaredFunction(facts.file.text, declaration);
		const symbol = `${escapeImportPath(packagePath(facts, owner.importPath))}.${name}`;
		const host = hosted.has(declaration);
		const providers = built && node && !host ? await providersOf(symbol, inventory.build) : [];
		const [first] = providers;
		const own = first?.importPath === owner.importPath;
		entries.push({
			kind: 'body-less',
			path: facts.path,
			region: regionIn(lines, declaration.nameSpan),
			owner,
			built,
			name,
			symbol,
			providers,
			verdict: host || first ? 'links' : 'unknown',
			body: host ? 'host' : first === undefined ? 'nobody' : own ? 'assembly' : 'push',
			note: '',
		});
	}
	return entries;
}

function hostFunctions({ file, directives }: FileFacts): ReadonlySet<FuncDeclaration> {
	const found = new Set<FuncDeclaration>();
	for (const directive of directives) {
		if (directive.verb.text !== 'wasmimport' || !isDirectiveLine(directive)) continue;
		const attached = attachmentOf(file, directive);
		if (attached.kind === 'declaration' && attached.declaration.kind === 'func') found.add(attached.declaration);
	}
	return found;
}

/** What the assembly of a package names of other packages, in the build in use; assembly for other platforms is not read. */
export async function assemblyEntries(
	{ owner, node }: { readonly owner: PackageOwner; readonly node: GraphPackage },
	{ build, graph }: InventoryBuild,
): Promise<AssemblyEntry[]> {
	if (!node.hasForeignSources) return [];
	const own = `${escapeImportPath(node.name === 'main' ? 'main' : node.importPath)}.`;
	const { definitions } = (await build.symbols(node)).facts;
	const indexes = new Map<string, LineIndex>();
	const entries: AssemblyEntry[] = [];
	for (const [symbol, operands] of await build.operands(node)) {
		if (symbol.startsWith(own) || Object.hasOwn(definitions, symbol) || isMadeByToolchain(symbol)) continue;
		const providers = await providersOf(symbol, build);
		const verdict = await verdictOfOperand(symbol, providers.length > 0, node);
		for (const operand of operands) {
			entries.push({
				kind: 'assembly',
				path: operand.path,
				region: await regionOfOperand(operand),
				owner,
				built: true,
				name: operand.caller ?? '',
				symbol,
				verdict,
				providers,
				called: operand.called,
				note: '',
			});
		}
	}
	return entries;

	async function verdictOfOperand(symbol: string, isDefined: boolean, from: GraphPackage): Promise<InventoryVerdict> {
		const verdict = await build.options.index?.judge({ symbol, as: 'asm', from: from.importPath });
		if (verdict?.state === 'links') return 'links';
		if (verdict?.state !== 'refused') return isDefined ? 'links' : 'unknown';
		const home = verdict.facts.definition?.importPath;
		const isThere = home !== undefined && (await containsPackage(from, home, graph, build));
		return isThere || verdict.why === 'blocked' ? 'refused' : 'left-out';
	}

	/** Of the operand's line, without the blanks around it and the comment behind it. */
	async function regionOfOperand({ path, line }: Operand) {
		const lines = indexes.get(path) ?? new LineIndex((await build.options.files.readText(path)) ?? '');
		indexes.set(path, lines);
		const { start, end } = lines.lineSpan(line - 1);
		const code = lines.text
			.slice(start, end)
			.replace(/\/\/.*/, '')
			.trimEnd();
		return regionIn(lines, { start: start + code.length - code.trimStart().length, end: start + code.length });
	}
}
