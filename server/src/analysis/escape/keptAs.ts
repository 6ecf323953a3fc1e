/** What keeps a value that goes to the heap, as far as the compiler's path and the source tell. */
import { meaningAt, type PackageDeclarations } from '../syntax/declarations.ts';
import { underlying } from '../syntax/goTypes.ts';
import { typeOf } from '../syntax/inferNodeType.ts';
import type { SyntaxNode, SyntaxTable } from '../syntax/syntaxTable.ts';
import type { EscapeClass, KeptAs } from './escapeHint.ts';
import type { Flow, Step } from './explanation.ts';

export interface KeptQuery {
	readonly class: EscapeClass;
	/** To the root, with what a function of the package does to its parameter. */
	readonly flows: readonly Flow[];
	readonly table: SyntaxTable;
	readonly declarations: PackageDeclarations;
	/** The UTF-16 offset of a step in the file; undefined for one elsewhere. */
	readonly ownOffset: (at: Step['at']) => number | undefined;
}

/** Undefined where neither tells: a call of another package, an interface call, a value that only outlives an iteration. */
export function keptAs(query: KeptQuery): KeptAs | undefined {
	const step = query.flows.at(-1)?.steps.at(-1);
	if (!step || query.flows.at(-1)?.destination !== '{heap}') {
		return query.class === 'returned' ? { kind: 'returned', name: '' } : undefined;
	}
	if (query.class === 'goroutine') return { kind: 'goroutine', name: '' };
	// A closure keeps what it captures, wherever it goes itself.
	const isCaptured = query.flows.some(({ steps }) => steps.some(({ why }) => why === 'captured by a closure'));
	if (isCaptured) return { kind: 'closure', name: '' };
	const offset = query.ownOffset(step.at);
	switch (step.why) {
		case 'return':
			return { kind: 'returned', name: '' };
		case 'send':
			return { kind: 'channel', name: step.text.split(' <- ', 1)[0] ?? '' };
		case 'key of map put':
			return { kind: 'map', name: step.text.split('[', 1)[0] ?? '' };
		case 'call parameter':
			return keptByCall(step.text);
		default:
			return /^assign/.test(step.why) && offset !== undefined ? keptByAssignment(query, step, offset) : undefined;
	}
}

/** Functions that keep an argument, as the compiler prints calls of them (Go 1.21 to 1.27). */
const keepingCalls: readonly (readonly [RegExp, KeptAs['kind']])[] = [
	[/^\(\*sync\.Pool\)\.Put\(&?([\p{L}\p{N}_.]+), /u, 'pool'],
	[/^\(\*sync\.Map\)\.(?:Store|LoadOrStore|Swap|CompareAndSwap)\(&?([\p{L}\p{N}_.]+), /u, 'map'],
	// What is inlined of sync.Map since Go 1.24.
	[/^\(\*(sync)\.HashTrieMap\[/, 'map'],
	[/^append\(([\p{L}\p{N}_.]+), /u, 'slice'],
	[/^time\.(AfterFunc)\(/, 'timer'],
];

function keptByCall(printed: string): KeptAs | undefined {
	for (const [pattern, kind] of keepingCalls) {
		const name = pattern.exec(printed)?.[1];
		if (name !== undefined)
			return { kind, name: kind === 'timer' ? `time.${name}` : name === 'sync' ? 'sync.Map' : name };
	}
	return undefined;
}

function keptByAssignment({ table, declarations }: KeptQuery, step: Step, offset: number): KeptAs | undefined {
	const target = assignedAt(table, step, offset);
	if (target === undefined) return undefined;
	const kind = table.kind(target);
	const name = table.textOf(target);
	const base = baseOf(table, target);
	const meaning = base === undefined ? undefined : meaningAt(declarations, { table, node: base }, table.textOf(base));
	const isPackageVariable =
		meaning?.kind === 'package' || (meaning?.kind === 'variable' && meaning.owner === undefined);
	if (kind === 'index_expression') {
		const [of] = table.children(target);
		const type = of === undefined ? undefined : typeOf(declarations, { table, node: of });
		const held = type && underlying(declarations, type);
		const whole = of === undefined ? name : table.textOf(of);
		if (held?.kind === 'map') return { kind: 'map', name: whole };
		if (held?.kind === 'slice' || held?.kind === 'array') return { kind: 'slice', name: whole };
		return isPackageVariable ? { kind: 'package variable', name: whole } : undefined;
	}
	if (isPackageVariable) return { kind: 'package variable', name };
	return kind === 'selector_expression' ? { kind: 'field', name } : undefined;
}

/** The expression on the left that a step assigns to; its text says which of several. */
function assignedAt(table: SyntaxTable, { text }: Step, offset: number): SyntaxNode | undefined {
	for (let node = table.at(offset); node > 0; node = table.parent(node)) {
		if (table.kind(node) !== 'assignment_statement') continue;
		const [left] = table.children(node);
		if (left === undefined) return undefined;
		const targets = table.children(left).filter((each) => table.kind(each) !== ',');
		const named = targets.filter((each) => text.startsWith(`${table.textOf(each)} = `));
		return targets.length === 1 ? targets[0] : named[0];
	}
	return undefined;
}

/** `a` of `a.b[c].d`; undefined when that is no name, or when the value is stored where a pointer of unknown origin leads. */
function baseOf(table: SyntaxTable, target: SyntaxNode): SyntaxNode | undefined {
	let node: SyntaxNode | undefined = target;
	while (node !== undefined && /^(?:selector|index|parenthesized)_expression$/.test(table.kind(node))) {
		node = table.children(node).find((child) => table.kind(child) !== '(');
	}
	return node !== undefined && table.kind(node) === 'identifier' ? node : undefined;
}

const words: Readonly<Record<KeptAs['kind'], (name: string) => string>> = {
	returned: () => 'the caller, to which it is returned',
	goroutine: () => 'the goroutine that is started with it',
	closure: () => 'a closure that captures it',
	'package variable': (name) => `package variable ${name}`,
	map: (name) => `map ${name}`,
	slice: (name) => `slice ${name}`,
	channel: (name) => `channel ${name}, until it is received`,
	pool: (name) => `sync.Pool ${name}`,
	timer: (name) => `a timer (${name}), until it fires`,
	field: (name) => `field ${name}`,
};

/** `map registry`; `a closure that captures it`. */
export function keptAsWords({ kind, name }: KeptAs): string {
	return words[kind](name);
}
