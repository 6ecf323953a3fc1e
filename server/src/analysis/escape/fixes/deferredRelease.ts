/** What is deferred in a loop, and whether anybody can tell when it runs. */
import { type LocatedNode, meaningAt, type PackageDeclarations } from '../../syntax/declarations.ts';
import { underlying } from '../../syntax/goTypes.ts';
import { typeOf } from '../../syntax/inferNodeType.ts';
import { argumentsOf, isBasicType } from '../../syntax/expressions.ts';
import { calledFunction, parametersOf } from '../../syntax/packageFunctions.ts';
import type { SyntaxNode, SyntaxTable } from '../../syntax/syntaxTable.ts';
import { type Loop, statementsOf } from './loops.ts';
import { usesOf } from './variableUses.ts';

/**
 * True when the deferred calls of a loop may run at the end of each iteration: each releases something that its iteration has
 * got for itself and that nothing outside of it can see, or unlocks what the iteration has locked and nothing follows the
 * loop. A deferred call that writes a variable, prints or calls anything else has its place in the order of what happens.
 */
export function releasesPerIteration(declarations: PackageDeclarations, table: SyntaxTable, loop: Loop): boolean {
	const inside = { declarations, table, loop };
	for (let node = loop.body; node < table.last(loop.body); node++) {
		if (table.kind(node) === 'go_statement') return false;
		if (table.kind(node) !== 'defer_statement') continue;
		const call = table.children(node)[1];
		if (call === undefined || table.kind(call) !== 'call_expression') return false;
		if (!callsIn(table, call).every((each) => each !== undefined && isRelease(inside, each, node))) return false;
	}
	return true;
}

interface InsideLoop {
	readonly declarations: PackageDeclarations;
	readonly table: SyntaxTable;
	readonly loop: Loop;
}

/** The calls that a deferred call makes: itself, or the statements of its func literal; undefined for anything else. */
function callsIn(table: SyntaxTable, call: SyntaxNode): readonly (SyntaxNode | undefined)[] {
	if (table.kind(call + 1) !== 'func_literal') return [call];
	if (table.textOf(call).endsWith('()') && /^func\(\) \{/.test(table.textOf(call))) {
		const body = table.children(call + 1).at(-1) ?? call;
		return statementsOf(table, body).map((statement) => {
			const [first, , value] = table.children(statement);
			if (table.kind(statement) === 'expression_statement' && first !== undefined)
				return table.kind(first) === 'call_expression' ? first : undefined;
			if (table.kind(statement) !== 'assignment_statement' || first === undefined || value === undefined)
				return undefined;
			const [result, ...others] = table.children(value);
			if (!/^_ =/.test(table.textOf(statement)) || result === undefined || others.length > 0) return undefined;
			return table.kind(result) === 'call_expression' ? result : undefined;
		});
	}
	return [undefined];
}

/** Functions of the standard library whose result is nobody else's, and what releases it. */
const acquiring: ReadonlyMap<string, RegExp> = new Map([
	...['os.Open', 'os.Create', 'os.OpenFile', 'os.CreateTemp'].map((name) => [name, /^\.Close$/] as const),
	...['net.Dial', 'net.DialTimeout', 'net.Listen'].map((name) => [name, /^\.Close$/] as const),
	...['http.Get', 'http.Head', 'http.Post', 'http.PostForm'].map((name) => [name, /^\.Body\.Close$/] as const),
	...['time.NewTimer', 'time.NewTicker'].map((name) => [name, /^\.Stop$/] as const),
	...['context.WithCancel', 'context.WithTimeout', 'context.WithDeadline'].map((name) => [name, /^$/] as const),
]);

const packagePaths: Readonly<Record<string, string>> = { http: 'net/http' };

function isRelease(inside: InsideLoop, call: SyntaxNode, deferred: SyntaxNode): boolean {
	const { table } = inside;
	const callee = table.textOf(call + 1);
	if (!/\(\)$/.test(table.textOf(call))) return false;
	const locked = /^(.+)\.(R?)Unlock$/.exec(callee);
	if (locked) return isLocked(inside, `${locked[1]}.${locked[2]}Lock()`, deferred) && isLast(inside);
	const [, name = '', method = ''] = /^([\p{L}_][\p{L}\p{N}_]*)((?:\.[\p{L}\p{N}_]+)*)$/u.exec(callee) ?? [];
	const declaration = declarationIn(inside, name, deferred);
	if (declaration === undefined) return false;
	const [, packageName = '', functionName = ''] =
		/:= ([\p{L}\p{N}_]+)\.([\p{L}\p{N}_]+)\(/u.exec(table.textOf(declaration)) ?? [];
	const meaning = meaningAt(inside.declarations, { table, node: declaration }, packageName);
	if (meaning?.kind !== 'package') return false;
	const path = packagePaths[packageName] ?? packageName;
	if (meaning.path !== path || !acquiring.get(`${packageName}.${functionName}`)?.test(method)) return false;
	return staysInside(inside, declaration, deferred);
}

/** The statement of the loop's body, in front of the deferred call, that declares a name by `:=`. */
function declarationIn({ table, loop }: InsideLoop, name: string, deferred: SyntaxNode): SyntaxNode | undefined {
	return statementsOf(table, loop.body).find((statement) => {
		if (table.kind(statement) !== 'short_var_declaration' || statement > deferred) return false;
		return namesOf(table, statement + 1).includes(name);
	});
}

function namesOf(table: SyntaxTable, list: SyntaxNode): string[] {
	return table
		.children(list)
		.filter((child) => table.kind(child) === 'identifier')
		.map((child) => table.textOf(child));
}

function isLocked({ table, loop }: InsideLoop, lock: string, deferred: SyntaxNode): boolean {
	return statementsOf(table, loop.body).some((each) => each < deferred && table.textOf(each) === lock);
}

/** Nothing but a return of what is there follows the loop, which is a statement of the function's own body. */
function isLast({ table, loop }: InsideLoop): boolean {
	const owner = table.parent(table.parent(loop.list));
	if (!/^(?:function_declaration|method_declaration)$/.test(table.kind(owner))) return false;
	const statements = statementsOf(table, loop.list);
	return statements
		.slice(statements.indexOf(loop.node) + 1)
		.every(
			(each) => table.kind(each) === 'return_statement' && /^return(?: [\p{L}\p{N}_, ]+)?$/u.test(table.textOf(each)),
		);
}

/** What a statement declares, and what is made of it, is not put where it can be seen after the iteration. */
function staysInside(
	{ declarations, table, loop }: InsideLoop,
	declaration: SyntaxNode,
	deferred: SyntaxNode,
): boolean {
	const own = new Set(namesOf(table, declaration + 1).filter((name) => name !== '_' && name !== 'err'));
	const mentions = (node: SyntaxNode) => [...own].some((name) => usesOf(table, node, name).length > 0);
	const isOwn = (target: SyntaxNode): boolean => {
		if (table.kind(target) === 'identifier' && table.textOf(target) === '_') return true;
		const root = /^[\p{L}_][\p{L}\p{N}_]*/u.exec(table.textOf(target))?.[0] ?? '';
		const meaning = meaningAt(declarations, { table, node: target }, root);
		const at = meaning?.kind === 'variable' ? (meaning.value ?? meaning.type) : undefined;
		if (at?.table === table && loop.body < at.node && at.node < table.last(loop.body)) {
			own.add(root);
			return true;
		}
		const type = typeOf(declarations, { table, node: target });
		const made = type && underlying(declarations, type);
		return made?.kind === 'basic' && isBasicType(made.name) && made.name !== 'any';
	};
	const released = [...own];
	const isReplaced = released.some((name) =>
		usesOf(table, loop.body, name).some(
			({ node, access, part }) =>
				node > table.last(declaration) && (access === 'address' || (access === 'write' && !part)),
		),
	);
	if (isReplaced) return false;
	for (let node = declaration + 1; node < table.last(loop.body); node++) {
		switch (table.kind(node)) {
			case 'call_expression':
				if (
					argumentsOf(table, node).some((each, index) => mentions(each) && isKept(declarations, { table, node }, index))
				)
					return false;
				break;
			case 'func_literal':
				if (table.parent(table.parent(node)) !== deferred && mentions(node)) return false;
				break;
			case 'send_statement':
				if (mentions(node)) return false;
				break;
			case 'short_var_declaration':
			case 'assignment_statement': {
				const [targets, , values] = table.children(node);
				if (node === declaration || targets === undefined || values === undefined || !mentions(values)) break;
				if (table.kind(node) === 'short_var_declaration') {
					for (const name of namesOf(table, targets)) if (name !== '_' && name !== 'err') own.add(name);
				} else if (!table.children(targets).every((each) => table.kind(each) === ',' || isOwn(each))) return false;
				break;
			}
			case 'var_spec': {
				if (mentions(node)) for (const name of namesOf(table, node)) own.add(name);
				break;
			}
			case 'range_clause': {
				if (mentions(node)) for (const name of namesOf(table, node + 1)) own.add(name);
				break;
			}
		}
	}
	return true;
}

/** A function of the package does more with an argument than call it, or methods of it. */
function isKept(declarations: PackageDeclarations, call: LocatedNode, argument: number): boolean {
	const called = calledFunction(declarations, call)?.declaration;
	const parameter = called && parametersOf(called)[argument];
	// Of other packages nothing is known; what is called for an iteration of a loop seldom keeps what it gets.
	if (!called || parameter === undefined) return called !== undefined;
	return usesOf(called.table, called.node, parameter).some(({ node, access, owner }) => {
		if (access === 'declare') return false;
		const parent = called.table.kind(called.table.parent(node));
		return (
			owner !== called.node ||
			!(access === 'method' || access === 'member' || parent === 'argument_list' || parent === 'binary_expression')
		);
	});
}
