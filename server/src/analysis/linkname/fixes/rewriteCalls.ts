/** A pulled function goes, and every call in the package becomes one of the public API. */
import type { Fix } from '../../finding.ts';
import { parseSignature } from '../../signature/parseType.ts';
import { likelyName } from '../../signature/typeScope.ts';
import { declarationsOf, meaningAt, type PackageDeclarations } from '../../syntax/declarations.ts';
import type { SyntaxNode, SyntaxTable } from '../../syntax/syntaxTable.ts';
import type { TextEdit } from '../../text/textEdit.ts';
import type { FileFacts } from '../fileFacts.ts';
import { type Alternative, alternativeName } from '../targets/alternative.ts';
import type { TargetView } from '../targets/targetView.ts';
import { edited } from './editedFile.ts';
import { qualifierFor, withImports, withoutIdleImports } from './fileImports.ts';
import { hasPublicApi } from './hasPublicApi.ts';
import { keepsLayout } from './keepsLayout.ts';
import { nameUses } from './nameUses.ts';
import { packageNames, predeclared } from '../packageNames.ts';
import { packageEdits } from './packageEdits.ts';
import { publicBody } from './publicBody.ts';
import { type PulledFunction, pulledFunction } from './pulledFunction.ts';
import { withoutPull } from './removePull.ts';
import { remarks } from './replacePull.ts';
import { isExported } from '../../source/exportedName.ts';

/** Reads the syntax tree of a file; undefined while that cannot be done. */
export type Syntax = (facts: FileFacts) => SyntaxTable | undefined;

export function rewriteCalls(view: TargetView, syntax: Syntax | undefined): Fix[] {
	const { alternative, index } = view;
	const pulled = pulledFunction(view);
	if (!pulled || !alternative || !syntax || !hasPublicApi(alternative, pulled, view)) return [];
	const call = plainCall(alternative);
	// Assembly, C, and other packages may hold on to the name.
	const isForeign = (index.hasForeignSources && !index.stubs?.length) || pulled.files.some((one) => one.importsC);
	const isImportable = isExported(pulled.local) && pulled.declared.file.packageName !== 'main';
	if (!call || !pulled.alone || isForeign || isImportable) return [];
	if (!publicBody(alternative, pulled.declaration, pulled.declared, pulled.files)?.exact) return [];
	const files = rewritten(pulled, call, syntax);
	if (!files || files.uses === 0) return [];
	return [
		{
			title: `Call ${alternativeName(alternative)} instead, ${files.uses === 1 ? 'in one place' : `in ${files.uses} places`}${remarks(alternative)}`,
			safety: 'choice',
			edits: packageEdits(index, files.pairs),
		},
	];
}

/** `return conversion(package.Function(a, b))`, the parameters in their order: the arguments can stay where they stand. */
interface PlainCall {
	readonly path: string;
	readonly function: string;
	/** A predeclared type around the call. */
	readonly conversion: string | undefined;
	/** How many arguments it takes. */
	readonly arity: number;
	/** The function can be passed around, and called for nothing: it is no builtin, and nothing stands around it. */
	readonly isValue: boolean;
}

function plainCall({ expr = '', signature = '', imports, helper }: Alternative): PlainCall | undefined {
	const match = /^return (?:(\w+)\()?(\w+)\.(\w+)\(([^()]*)\)(\)?)$/.exec(expr);
	const [path] = imports;
	if (!match || path === undefined || imports.length !== 1 || helper !== undefined) return undefined;
	const [, conversion, qualifier, name = '', list = '', closing] = match;
	if (qualifier !== likelyName(path) || (conversion === undefined) !== (closing === '')) return undefined;
	if (conversion !== undefined && !predeclared.has(conversion)) return undefined;
	const parameters = parseSignature(signature).parameters.map((one) => one.name);
	if (parameters.join(', ') !== list) return undefined;
	return {
		path,
		function: name,
		conversion,
		arity: parameters.length,
		isValue: conversion === undefined && path !== 'unsafe',
	};
}

interface Rewritten {
	readonly uses: number;
	readonly pairs: readonly (readonly [before: FileFacts, after: FileFacts])[];
}

/** Undefined when one of the uses cannot be rewritten: then all stay. */
function rewritten(pulled: PulledFunction, call: PlainCall, syntax: Syntax): Rewritten | undefined {
	const { local, files, directed, declared } = pulled;
	const tables = new Map<FileFacts, SyntaxTable>();
	for (const facts of files) {
		if (!facts.file.text.includes(local)) continue;
		const table = syntax(facts);
		if (!table || table.broken(0)) return undefined;
		tables.set(facts, table);
	}
	const declarations = declarationsOf(tables.values());
	const names = packageNames(files);
	let uses = 0;
	const pairs: (readonly [FileFacts, FileFacts])[] = [];
	for (const [facts, table] of tables) {
		const sites = nameUses(table, local, declarations);
		const called = sites && withCalls(facts, { table, sites, declarations }, call, names);
		if (!called) return undefined;
		uses += sites.length;
		const after = facts === directed || facts === declared ? withoutPull(called, local) : called;
		pairs.push([facts, withoutIdleImports(facts, after)]);
	}
	return { uses, pairs };
}

interface Sites {
	readonly table: SyntaxTable;
	readonly sites: readonly SyntaxNode[];
	readonly declarations: PackageDeclarations;
}

/** The file with every use of the name rewritten; undefined when one cannot be. */
function withCalls(
	facts: FileFacts,
	{ table, sites, declarations }: Sites,
	call: PlainCall,
	packageScope: ReadonlySet<string>,
): FileFacts | undefined {
	if (sites.length === 0) return facts;
	// Undefined also means what the package's other files import: that is no concern of this one.
	const means = (name: string) => sites.map((node) => meaningAt(declarations, { table, node }, name)?.kind);
	const isTaken = (name: string) => means(name).some((kind) => kind !== undefined && kind !== 'package');
	if (call.conversion !== undefined && isTaken(call.conversion)) return undefined;
	const qualifier = qualifierFor(facts, call.path, isTaken, (name) => packageScope.has(name));
	const edits: TextEdit[] = [];
	for (const node of sites) {
		const written = rewriteUse(table, node, `${qualifier.name}.${call.function}`, call);
		if (!written) return undefined;
		edits.push(...written);
	}
	if (!keepsLayout(table, facts.file.text, sites, edits)) return undefined;
	return withImports(edited(facts, edits), [qualifier]);
}

function rewriteUse(table: SyntaxTable, node: SyntaxNode, name: string, call: PlainCall): TextEdit[] | undefined {
	const callee = { span: { start: table.start(node), end: table.end(node) }, newText: name };
	const parent = table.parent(node);
	if (table.kind(parent) !== 'call_expression' || table.children(parent)[0] !== node) {
		return call.isValue ? [callee] : undefined;
	}
	const list = table.children(parent).at(-1) ?? parent;
	const given = table.children(list).filter((one) => !/^[(),]$/.test(table.kind(one)));
	// One argument may be a call with several results.
	if (given.length !== call.arity) return undefined;
	const around = table.kind(table.parent(parent));
	if (!call.isValue && /^(?:expression_statement|go_statement|defer_statement)$/.test(around)) return undefined;
	if (call.conversion === undefined) return [callee];
	const end = table.end(parent);
	return [
		{ ...callee, newText: `${call.conversion}(${name}` },
		{ span: { start: end, end }, newText: ')' },
	];
}
