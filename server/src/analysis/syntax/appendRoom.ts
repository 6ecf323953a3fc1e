/** Whether code shows that an append has room: proven by the capacity of its slice, or lent by whoever reuses a buffer. */
import { functionOwner, type LocatedNode, meaningAt, type PackageDeclarations } from './declarations.ts';
import { argumentsOf, calleeOf } from './expressions.ts';
import type { SyntaxNode, SyntaxTable } from './syntaxTable.ts';

/**
 * `proven`: the slice was made with room for all that is appended to it. `lent`: it is a buffer that is used again (`buf[:0]`),
 * or a parameter that is returned, which is how callers lend one. `reserved`: it was made with a capacity, the append is in no
 * loop, and whether there is enough room is not proven. All only for slices that the function assigns nothing else to.
 */
export type AppendRoom = 'proven' | 'lent' | 'reserved' | 'unknown';

export function appendRoom(declarations: PackageDeclarations, table: SyntaxTable, append: SyntaxNode): AppendRoom {
	const [slice] = argumentsOf(table, append);
	if (slice === undefined || calleeOf(table, append) !== 'append') return 'unknown';
	if (isEmptied(table, slice)) return 'lent';
	if (replacesWhatIsCut(table, slice, argumentsOf(table, append).slice(1))) return 'proven';
	const owner = functionOwner(table, append);
	if (isReusedField(table, slice, owner)) return 'lent';
	if (owner === undefined || !/^(?:identifier|selector_expression)$/.test(table.kind(slice))) return 'unknown';
	const name = table.textOf(slice);
	const assigned = assignmentsTo(table, owner, name);
	if (assigned === undefined) return 'unknown';
	// A nil slice that gets its array in a branch has none in the others.
	if (assigned.some((value) => value === nilSlice)) {
		const made = assigned.filter((value) => value !== nilSlice && !isAppendTo(table, value, name));
		const [only, ...more] = made;
		if (only === undefined || more.length > 0 || !isInListOf(table, only, append)) return 'unknown';
		assigned.splice(0, assigned.length, ...assigned.filter((value) => value !== nilSlice));
	}
	const others = assigned.filter((value) => !isAppendTo(table, value, name));
	const grown = others.find((value) => isGrowOf(table, value, name));
	if (grown !== undefined) {
		const isFirst = others.every((value) => value === grown || (value < grown && isEmptySlice(table, value)));
		const isSurelyGrown = isFirst && grown < append && isInListOf(table, grown, append);
		return isSurelyGrown && hasRoomForAll(table, owner, name, grown) ? 'proven' : 'unknown';
	}
	const meaning =
		table.kind(slice) === 'identifier' ? meaningAt(declarations, { table, node: slice }, name) : undefined;
	const isOwn = meaning?.kind === 'variable' && meaning.owner === owner;
	if (isOwn && isParameter(table, owner, name)) {
		return others.every((value) => keepsBuffer(table, value, name)) && isReturned(table, owner, name)
			? 'lent'
			: 'unknown';
	}
	if (isOwn && isCutBefore(table, others, name, append)) return 'lent';
	const [first] = others;
	// Its append may stand in front of what empties it, in another branch, or in a func literal that is called later.
	if (first === undefined || first > append) return 'unknown';
	if (startsEmptied(table, first)) {
		return others.every((value) => keepsBuffer(table, value, name) || startsEmptied(table, value)) ? 'lent' : 'unknown';
	}
	if (!isOwn || others.length !== 1) return 'unknown';
	if (hasRoomForAll(table, owner, name, first)) return 'proven';
	// In a loop, what was meant to be enough may be outgrown many times.
	return isMadeWithCapacity(table, first) && loopsBetween(table, append, first).length === 0 ? 'reserved' : 'unknown';
}

const order: readonly AppendRoom[] = ['proven', 'lent', 'reserved', 'unknown'];

/** `s.buf` of something that the function empties for the next user: `s.buf = s.buf[:0]`. */
function isReusedField(table: SyntaxTable, slice: SyntaxNode, owner: SyntaxNode | undefined): boolean {
	if (owner === undefined || table.kind(slice) !== 'selector_expression') return false;
	const name = table.textOf(slice);
	return (
		/^[\p{L}\p{N}_.]{1,80}$/u.test(name) && table.textOf(owner).replaceAll(' ', '').includes(`${name}=${name}[:0]`)
	);
}

/** The worst of all appends of a function; `unknown` where it has none. */
export function roomInFunction(
	declarations: PackageDeclarations,
	{ table, node: declaration }: LocatedNode,
): AppendRoom {
	let worst: AppendRoom | undefined;
	for (let node = declaration + 1; node < table.last(declaration); node++) {
		if (table.kind(node) !== 'call_expression' || calleeOf(table, node) !== 'append') continue;
		const room = appendRoom(declarations, table, node);
		if (room === 'unknown') return 'unknown';
		if (worst === undefined || order.indexOf(room) > order.indexOf(worst)) worst = room;
	}
	return worst ?? 'unknown';
}

/** A slice that is given and given back: a parameter that is returned. */
export function isLentParameter(table: SyntaxTable, at: SyntaxNode, name: string): boolean {
	const owner = functionOwner(table, at);
	return owner !== undefined && isParameter(table, owner, name) && isReturned(table, owner, name);
}

/** `buf[:0]`, `s.buf[:0]`, `(*p)[:0]` */
function isEmptied(table: SyntaxTable, node: SyntaxNode): boolean {
	return table.kind(node) === 'slice_expression' && /\[\s*(?:0\s*)?:\s*0\s*\]$/.test(table.textOf(node));
}

/**
 * `append(s[:i], s[i+1:]...)` and `append(s[:len(s)-2], x)`: no more is appended than was cut off, so the array that is there
 * has room.
 */
function replacesWhatIsCut(table: SyntaxTable, slice: SyntaxNode, elements: readonly SyntaxNode[]): boolean {
	const cut = partOf(table, slice);
	if (cut === undefined || cut.from !== '' || cut.to === '' || elements.length === 0) return false;
	const [element] = elements;
	if (element !== undefined && table.kind(element) === 'variadic_argument') {
		const rest = partOf(table, element + 1);
		return rest?.of === cut.of && rest.to === '' && (rest.from === cut.to || rest.from.startsWith(`${cut.to}+`));
	}
	const whole = `len(${cut.of})`;
	if (!cut.to.startsWith(`${whole}-`)) return false;
	// What else is taken off are lengths and counts.
	const taken = cut.to.slice(whole.length + 1).split('-');
	return (
		taken.every((count) => /^(?:\d+|len\([\p{L}\p{N}_.]+\))$/u.test(count)) &&
		taken.some((count) => Number(count) >= elements.length)
	);
}

/** `s`, `i` and `j` of `s[i:j]`, without blanks. */
function partOf(table: SyntaxTable, node: SyntaxNode) {
	if (table.kind(node) !== 'slice_expression') return undefined;
	const of = table.textOf(node + 1);
	const inside = table.textOf(node).slice(of.length).replace(/\s/g, '');
	const [from, to, ...more] = inside.slice(1, -1).split(':');
	if (from === undefined || to === undefined || more.length > 0 || /[[\]]/.test(inside.slice(1, -1))) return undefined;
	return { of: of.replace(/\s/g, ''), from, to };
}

/** `b = b[:n]` stands before an append, and nothing else is assigned behind it: what is appended takes the place of what was cut off. */
function isCutBefore(table: SyntaxTable, others: readonly SyntaxNode[], name: string, append: SyntaxNode): boolean {
	const last = others.at(-1);
	if (last === undefined || last > append) return false;
	const cut = partOf(table, last);
	return cut !== undefined && cut.of === name && cut.from === '' && cut.to !== '';
}

/** `buf[:0]` itself, or what a call makes of it: `append(buf[:0], …)`, `strconv.AppendInt(buf[:0], …)`. */
function startsEmptied(table: SyntaxTable, value: SyntaxNode): boolean {
	if (isEmptied(table, value)) return true;
	if (table.kind(value) !== 'call_expression') return false;
	const [first] = argumentsOf(table, value);
	return first !== undefined && startsEmptied(table, first);
}

/** `strconv.AppendInt(dst, …)`, `dst[:n]`, `slices.Grow(dst, n)`: the same buffer, or a larger one that the callee makes. */
function keepsBuffer(table: SyntaxTable, value: SyntaxNode, name: string): boolean {
	if (table.kind(value) === 'slice_expression') return table.textOf(value + 1) === name;
	return (
		table.kind(value) === 'call_expression' && argumentsOf(table, value).some((each) => startsWith(table, each, name))
	);
}

function startsWith(table: SyntaxTable, argument: SyntaxNode, name: string): boolean {
	return table.textOf(table.kind(argument) === 'slice_expression' ? argument + 1 : argument) === name;
}

function isAppendTo(table: SyntaxTable, value: SyntaxNode, name: string): boolean {
	if (table.kind(value) !== 'call_expression' || calleeOf(table, value) !== 'append') return false;
	const [slice] = argumentsOf(table, value);
	return slice !== undefined && startsWith(table, slice, name);
}

/** Stands for the value of `var s []T`. */
const nilSlice: SyntaxNode = -1;

/** `slices.Grow(s, n)` */
function isGrowOf(table: SyntaxTable, value: SyntaxNode, name: string): boolean {
	if (table.kind(value) !== 'call_expression' || calleeOf(table, value) !== 'slices.Grow') return false;
	const [slice] = argumentsOf(table, value);
	return slice !== undefined && table.textOf(slice) === name;
}

/** `[]T{}`, `make([]T, 0)` */
function isEmptySlice(table: SyntaxTable, value: SyntaxNode): boolean {
	return /^(?:\[\][^{}]+\{\}|make\([^(),]+, 0\))$/.test(table.textOf(value));
}

/** The statement that gives a value stands in a list around the other node: it surely ran before. */
function isInListOf(table: SyntaxTable, value: SyntaxNode, node: SyntaxNode): boolean {
	let list = table.parent(value);
	while (list > 0 && table.kind(list) !== 'statement_list') list = table.parent(list);
	return list < node && node < table.last(list);
}

/** All values that a function gives to a variable; undefined where one of them comes with others, or the address is taken. */
function assignmentsTo(table: SyntaxTable, owner: SyntaxNode, name: string): SyntaxNode[] | undefined {
	const values: SyntaxNode[] = [];
	for (let node = owner + 1; node < table.last(owner); node++) {
		const kind = table.kind(node);
		if (kind === 'unary_expression' && table.textOf(node) === `&${name}`) return undefined;
		if (kind === 'var_spec' && membersOf(table, node).some((each) => table.textOf(each) === name)) {
			const list = table.children(node).find((child) => table.kind(child) === 'expression_list');
			const value = list === undefined ? undefined : membersOf(table, list)[0];
			values.push(value ?? nilSlice);
		}
		if (kind !== 'assignment_statement' && kind !== 'short_var_declaration') continue;
		const [left, , right] = table.children(node);
		if (left === undefined || right === undefined) continue;
		const index = membersOf(table, left).findIndex((each) => table.textOf(each) === name);
		if (index < 0) continue;
		const sources = membersOf(table, right);
		// The first result of a call that has several: `b, err = encode(b, v)`.
		const isCallOfAll = sources.length === 1 && index === 0 && table.kind(sources[0] ?? 0) === 'call_expression';
		const value = sources[index];
		if (value === undefined || !(isCallOfAll || sources.length === membersOf(table, left).length)) return undefined;
		values.push(value);
	}
	return values;
}

function membersOf(table: SyntaxTable, list: SyntaxNode): SyntaxNode[] {
	return table.children(list).filter((child) => table.kind(child) !== ',');
}

function isParameter(table: SyntaxTable, owner: SyntaxNode, name: string): boolean {
	const lists = table.children(owner).filter((child) => table.kind(child) === 'parameter_list');
	const list = lists[table.kind(owner) === 'method_declaration' ? 1 : 0];
	if (list === undefined) return false;
	return table.children(list).some((each) =>
		membersOf(table, each)
			.slice(0, -1)
			.some((child) => table.textOf(child) === name),
	);
}

/** A return gives the variable back, by itself or through a call that it is given to first. */
function isReturned(table: SyntaxTable, owner: SyntaxNode, name: string): boolean {
	for (let node = owner + 1; node < table.last(owner); node++) {
		if (table.kind(node) !== 'return_statement' || functionOwner(table, node) !== owner) continue;
		const list = table.children(node).find((child) => table.kind(child) === 'expression_list');
		const values = list === undefined ? [] : membersOf(table, list);
		if (values.some((value) => givesBack(table, value, name))) return true;
	}
	return false;
}

function givesBack(table: SyntaxTable, value: SyntaxNode, name: string): boolean {
	if (table.textOf(value) === name) return true;
	if (table.kind(value) !== 'call_expression') return false;
	const [first] = argumentsOf(table, value);
	return first !== undefined && (startsWith(table, first, name) || givesBack(table, first, name));
}

/** `make([]T, 0, n)` */
function isMadeWithCapacity(table: SyntaxTable, made: SyntaxNode): boolean {
	if (table.kind(made) !== 'call_expression' || calleeOf(table, made) !== 'make') return false;
	const [, length, capacity] = argumentsOf(table, made);
	return length !== undefined && capacity !== undefined && table.textOf(length) === '0';
}

/** `make([]T, 0, len(a)+len(b)+1)`, and each append takes one of the terms: what is ranged over, what is spread, or single elements. */
function hasRoomForAll(table: SyntaxTable, owner: SyntaxNode, name: string, made: SyntaxNode): boolean {
	const capacity = capacityOf(table, name, made);
	if (capacity === undefined) return false;
	const terms = table
		.textOf(capacity)
		.replace(/\s+/g, '')
		.split('+')
		// A loop does not run below zero times.
		.map((term) => /^max\((.+),0\)$/.exec(term)?.[1] ?? term);
	for (let node = owner + 1; node < table.last(owner); node++) {
		if (table.kind(node) !== 'call_expression' || calleeOf(table, node) !== 'append') continue;
		const [slice, ...elements] = argumentsOf(table, node);
		if (slice === undefined || table.textOf(slice) !== name) continue;
		if (functionOwner(table, node) !== owner || !takeTerm(table, terms, node, elements, made, owner)) return false;
	}
	return true;
}

/** The room in `make([]T, 0, n)`, or that `slices.Grow(s, n)` makes. */
function capacityOf(table: SyntaxTable, name: string, made: SyntaxNode): SyntaxNode | undefined {
	if (isGrowOf(table, made, name)) return argumentsOf(table, made)[1];
	if (table.kind(made) !== 'call_expression' || calleeOf(table, made) !== 'make') return undefined;
	const [, length, capacity] = argumentsOf(table, made);
	return length !== undefined && table.textOf(length) === '0' ? capacity : undefined;
}

function takeTerm(
	table: SyntaxTable,
	terms: string[],
	append: SyntaxNode,
	elements: readonly SyntaxNode[],
	made: SyntaxNode,
	owner: SyntaxNode,
): boolean {
	const loops = loopsBetween(table, append, made);
	const [element] = elements;
	if (loops.length > 1 || element === undefined) return false;
	const [loop] = loops;
	if (table.kind(element) === 'variadic_argument') {
		return loop === undefined && take(terms, `len(${table.textOf(element + 1)})`);
	}
	if (loop === undefined) {
		const index = terms.findIndex((term) => Number(term) >= elements.length);
		if (index < 0) return false;
		terms[index] = String(Number(terms[index]) - elements.length);
		return true;
	}
	const count = elements.length === 1 ? countOf(table, loop) : undefined;
	if (count === undefined || !isUnchanged(table, count.root, made, owner)) return false;
	return !(count.index !== '' && isSetBack(table, loop, count.index)) && take(terms, ...count.texts);
}

/** The body of a loop changes what counts its iterations. */
function isSetBack(table: SyntaxTable, loop: SyntaxNode, index: string): boolean {
	const body = table.children(loop).at(-1) ?? loop;
	for (let node = body; node < table.last(body); node++) {
		if (!/^(?:dec_statement|assignment_statement)$/.test(table.kind(node))) continue;
		const target = table.kind(node) === 'dec_statement' ? [node + 1] : membersOf(table, node + 1);
		if (target.some((each) => table.textOf(each) === index)) return true;
	}
	return false;
}

function take(terms: string[], ...texts: readonly string[]): boolean {
	const index = terms.findIndex((term) => texts.includes(term));
	if (index >= 0) terms.splice(index, 1);
	return index >= 0;
}

/** Loops around an append that do not hold the make. */
function loopsBetween(table: SyntaxTable, append: SyntaxNode, made: SyntaxNode): SyntaxNode[] {
	const loops: SyntaxNode[] = [];
	for (let at = table.parent(append); at > 0; at = table.parent(at)) {
		if (table.kind(at) === 'for_statement' && !(at < made && made < table.last(at))) loops.push(at);
	}
	return loops;
}

interface LoopCount {
	/** How often the loop runs at most, as a capacity says it. */
	readonly texts: readonly string[];
	/** The name whose assignments would change that. */
	readonly root: string;
	/** The variable that counts; empty for a loop with `range`. */
	readonly index: string;
}

function countOf(table: SyntaxTable, loop: SyntaxNode): LoopCount | undefined {
	const header = table.children(loop)[1];
	if (header === undefined) return undefined;
	const clause = table.textOf(header).replace(/\s+/g, ' ');
	const over = /(?:^|[ =])range ([\p{L}\p{N}_.]+|len\([\p{L}\p{N}_.]+\))$/u.exec(clause)?.[1];
	const [, index = '', below] =
		/^([\p{L}\p{N}_]+) := 0 ?; \1 < ([\p{L}\p{N}_.]+|len\([\p{L}\p{N}_.]+\)) ?; \1\+\+$/u.exec(clause) ?? [];
	const limit = over ?? below;
	if (limit === undefined) return undefined;
	const root = /[\p{L}\p{N}_]+/u.exec(limit.replace(/^len\(/, ''))?.[0] ?? '';
	// A number of times, or the length of what is ranged over.
	return { texts: below === undefined && !limit.startsWith('len(') ? [`len(${limit})`, limit] : [limit], root, index };
}

/** Nothing of a name is assigned to behind the make. */
function isUnchanged(table: SyntaxTable, root: string, made: SyntaxNode, owner: SyntaxNode): boolean {
	for (let node = made; node < table.last(owner); node++) {
		const kind = table.kind(node);
		if (kind === 'unary_expression' && table.textOf(node).startsWith(`&${root}`)) return false;
		if (kind === 'inc_statement' && table.textOf(node + 1) === root) return false;
		// A method may change what it is called on.
		if (kind === 'call_expression' && calleeOf(table, node).startsWith(`${root}.`)) return false;
		if (kind !== 'assignment_statement') continue;
		const [left] = table.children(node);
		const targets = left === undefined ? [] : membersOf(table, left).map((each) => table.textOf(each));
		if (targets.some((each) => each === root || each.startsWith(`${root}.`) || each.startsWith(`${root}[`)))
			return false;
	}
	return true;
}
