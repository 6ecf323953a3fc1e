/** Who starts a function that runs in a goroutine of its own, by the syntax of the file that it stands in. */
import { functionAround, functionsOf } from '../syntax/functions.ts';
import type { SyntaxNode, SyntaxTable } from '../syntax/syntaxTable.ts';
import { LineIndex } from '../text/lineIndex.ts';

export interface Starter {
	/** `go`, `defer`: by such a statement. `argument`: handed to a call, such as a timer's. `call`: called where it stands. `value`: kept. */
	readonly how: 'go' | 'defer' | 'argument' | 'call' | 'value';
	/** 1-based, of the statement or the literal. */
	readonly line: number;
	/** The declared function around it, as Go writes it; empty at package level. */
	readonly function: string;
	/** What it is handed to: `time.AfterFunc`. */
	readonly callee?: string;
	/** 1-based line of the deferred call that it stands in. */
	readonly inDefer?: number;
}

export interface Starters {
	/** By the 1-based line of the `func` of a literal. Several literals of one line are told apart by nobody. */
	readonly literals: ReadonlyMap<number, readonly Starter[]>;
	/** Of `go` and `defer` statements that call something by name: by the last part of that name. */
	readonly named: ReadonlyMap<string, readonly Starter[]>;
	/** Of all `go` and `defer` statements, by their 1-based line: the compiler's wrappers begin there. */
	readonly statements: ReadonlyMap<number, readonly Starter[]>;
}

export function startersIn(table: SyntaxTable): Starters {
	const index = new LineIndex(table.text);
	const functions = functionsOf(table);
	const literals = new Map<number, Starter[]>();
	const named = new Map<string, Starter[]>();
	const statements = new Map<number, Starter[]>();
	const lineOf = (node: SyntaxNode) => index.position(table.start(node)).line + 1;
	const placed = (node: SyntaxNode, how: Starter['how']): Starter => {
		const deferred = how === 'defer' ? undefined : deferAround(table, node);
		return {
			how,
			line: lineOf(node),
			function: functionAround(functions, table.start(node))?.name ?? '',
			...(deferred !== undefined && { inDefer: lineOf(deferred) }),
		};
	};
	for (let node = 0; node < table.count; node++) {
		const kind = table.kind(node);
		if (kind === 'func_literal') append(literals, lineOf(node), literalStarter(table, node, placed));
		if (kind !== 'go_statement' && kind !== 'defer_statement') continue;
		const starter = placed(node, kind === 'go_statement' ? 'go' : 'defer');
		append(statements, starter.line, starter);
		const call = table.children(node).find((child) => table.kind(child) === 'call_expression');
		const called = call === undefined ? undefined : table.children(call)[0];
		if (called !== undefined && table.kind(called) === 'func_literal') continue;
		// The grammar takes a call with type arguments for a conversion.
		const written = called === undefined ? table.textOf(node).replace(/^(?:go|defer)\s+/, '') : table.textOf(called);
		append(named, lastName(called === undefined ? (written.split('(', 1)[0] ?? '') : written), starter);
	}
	return { literals, named, statements };
}

function literalStarter(
	table: SyntaxTable,
	node: SyntaxNode,
	placed: (node: SyntaxNode, how: Starter['how']) => Starter,
): Starter {
	const parent = table.parent(node);
	const around = table.parent(parent);
	if (table.kind(parent) === 'call_expression') {
		const kind = table.kind(around);
		return placed(node, kind === 'go_statement' ? 'go' : kind === 'defer_statement' ? 'defer' : 'call');
	}
	if (table.kind(parent) === 'argument_list') {
		const callee = table.children(around)[0];
		const starter = placed(node, 'argument');
		return callee === undefined ? starter : { ...starter, callee: table.textOf(callee) };
	}
	return placed(node, 'value');
}

/** The innermost `defer` that a node stands in, within its declared function. */
function deferAround(table: SyntaxTable, node: SyntaxNode): SyntaxNode | undefined {
	for (let at = table.parent(node); at > 0; at = table.parent(at)) {
		if (table.kind(at) === 'defer_statement') return at;
	}
	return undefined;
}

/** `Run` of `t.Run`, `f` of `f[int]`. */
function lastName(callee: string): string {
	const plain = callee.split('[', 1)[0] ?? '';
	return plain.slice(plain.lastIndexOf('.') + 1).trim();
}

function append<Key>(map: Map<Key, Starter[]>, key: Key, starter: Starter): void {
	const known = map.get(key);
	if (known) known.push(starter);
	else map.set(key, [starter]);
}

/** A function at the root of stacks, as a profile has it. */
export interface StackRoot {
	/** Without its package, as `functionName` has it. */
	readonly name: string;
	/** 1-based, of its `func`. */
	readonly startLine: number;
}

/**
 * Who started a root, as far as its file tells. Empty for what nobody starts (`main`), and where the profile does not say where
 * functions begin (before Go 1.20).
 *
 * @param starters of the root's own file @param others of all files of its package
 */
export function startersOf(root: StackRoot, starters: Starters, others: readonly Starters[]): readonly Starter[] {
	if (/\.(?:gowrap|deferwrap)\d+$/.test(root.name)) return starters.statements.get(root.startLine) ?? [];
	if (/\.(?:func)?\d+(?:\.|$)/.test(root.name)) return starters.literals.get(root.startLine) ?? [];
	const name = lastName(root.name.replace(/-fm$/, ''));
	return others.flatMap((file) => (file.named.get(name) ?? []).filter(({ how }) => how === 'go'));
}

/** `go statement at line 42 in handler, in the deferred call of line 40`; `handed to time.AfterFunc at line 9 in main`. */
export function starterWords({ how, line, function: around, callee, inDefer }: Starter): string {
	const words: Readonly<Record<Starter['how'], string>> = {
		go: 'go statement',
		defer: 'defer statement',
		argument: `handed to ${callee ?? 'a call'}`,
		call: 'called',
		value: 'function literal',
	};
	const where = around === '' ? 'at package level' : `in ${around}`;
	const deferred = inDefer === undefined ? '' : `, in the deferred call of line ${inDefer}`;
	return `${words[how]} at line ${line} ${where}${deferred}`;
}
