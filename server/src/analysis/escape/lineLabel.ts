/** All hints of a line as one short text. */
import type { EscapeHint } from './escapeHint.ts';

/**
 * What VS Code draws of the hints of one line, in UTF-16 units; the rest is cut (the default of
 * `editor.inlayHints.maximumLength`, which counts labels without their padding).
 */
const lineBudget = 43;

/** At the end of a label: the hints are of an earlier text; a quick fix may mend one of them. */
const oldMark = ' · old';
export const fixMark = ' · fix';

export interface LineParts {
	readonly hints: readonly Pick<EscapeHint, 'verdict' | 'label'>[];
	/** What the compiler leaves in the code of the line: `bounds check`. */
	readonly details: readonly string[];
	/** The hints are of an earlier text; details never are. */
	readonly stale: boolean;
	/** A quick fix may mend one of the hints. */
	readonly fixable?: boolean;
	/** How much of {@link lineBudget} other hints of the line take. */
	readonly taken?: number;
	/** Of all that the line allocates for sure, shown where that costs no other word: `48 B`. */
	readonly size?: string;
	/** A few words about the whole line, shown where there is room: `12 %`. */
	readonly extras?: readonly string[];
}

/**
 * `↑ heap: stored (48 B) · heap when it grows`, `↑ heap ×3: error value, boxed`, at most {@link lineBudget} long: sure allocations
 * before those that depend on values, then what stays in the code; `+2` says how many are left out. Of an earlier text:
 * `~ heap: stored · old`.
 */
export function lineLabel(parts: LineParts): string {
	const { hints, details, stale, fixable = false, taken = 0, size = '', extras = [] } = parts;
	const isOld = stale && hints.length > 0;
	const end = isOld ? oldMark : fixable ? fixMark : '';
	const start = isOld ? '~ ' : hints.length > 0 ? '↑ ' : '· ';
	const room = lineBudget - taken - start.length - end.length;
	const items = [...itemsOf(hints), ...counted(details).map(([text, count]) => single(text, count))];
	const plain = packed(items, room);
	const sized =
		size === '' || items[0] === undefined ? plain : packed([withSize(items[0], size), ...items.slice(1)], room);
	const { text } = sized.left <= plain.left ? sized : plain;
	return start + withExtras(text, extras, room) + end;
}

/** A part of the text: ways to say it, the longest first, each with the number of hints it speaks for. */
interface Item {
	readonly total: number;
	readonly ways: readonly Way[];
}

interface Way {
	readonly text: string;
	readonly told: number;
}

/** In UTF-16 units; a longer text can be cut to this. */
const longest = 24;

function single(text: string, count: number): Item {
	const times = count > 1 ? ` ×${count}` : '';
	const ways = [{ text: text + times, told: count }];
	if (text.length > longest) ways.push({ text: `${text.slice(0, longest - 1)}…${times}`, told: count });
	return { total: count, ways };
}

function itemsOf(hints: LineParts['hints']): Item[] {
	const labels = (verdict: EscapeHint['verdict']) =>
		hints.filter((hint) => hint.verdict === verdict).map((hint) => hint.label);
	const rest = hints.filter(({ verdict }) => verdict !== 'heap' && verdict !== 'maybe-heap').map(({ label }) => label);
	return [
		...joined('heap', labels('heap')),
		...joined('maybe heap', labels('maybe-heap')),
		...counted(rest).map(([text, count]) => single(text, count)),
	];
}

/** Labels of the same kind together: `heap ×3: stored, boxed`. */
function joined(kind: string, labels: readonly string[]): Item[] {
	const total = labels.length;
	if (total === 0) return [];
	const kinds = counted(labels);
	const head = total > 1 ? `${kind} ×${total}` : kind;
	const [first] = kinds;
	if (first && kinds.length === 1) {
		const [label, count] = first;
		return [{ total, ways: [...single(label, count).ways, { text: head, told: total }] }];
	}
	const reasons = counted(labels.map(reasonOf));
	const ways: Way[] = [];
	for (let shown = reasons.length; shown > 0; shown--) {
		const told = reasons.slice(0, shown);
		const text = `${head}: ${told.map(([reason]) => reason).join(', ')}`;
		ways.push({ text, told: told.reduce((sum, [, count]) => sum + count, 0) });
	}
	ways.push({ text: head, told: total });
	return [{ total, ways }];
}

/** `stored` of `heap: stored`, `grows` of `heap when it grows`. */
function reasonOf(label: string): string {
	const colon = label.indexOf(': ');
	if (colon >= 0) return label.slice(colon + 2);
	return shortReasons[label] ?? label.replace(/^heap /, '');
}

const shortReasons: Readonly<Record<string, string>> = {
	'heap when it grows': 'append',
	'heap if > 32 B': 'over 32 B',
};

/** `heap: stored (48 B)` */
function withSize({ total, ways }: Item, size: string): Item {
	return { total, ways: ways.map(({ text, told }) => ({ text: `${text} (${size})`, told })) };
}

function counted(labels: readonly string[]): [string, number][] {
	const counts = new Map<string, number>();
	for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
	return [...counts];
}

const separator = ' · ';

function packed(items: readonly Item[], room: number): { readonly text: string; readonly left: number } {
	const total = items.reduce((sum, item) => sum + item.total, 0);
	let text = '';
	let told = 0;
	for (const item of items) {
		const before = text === '' ? '' : text + separator;
		const way = item.ways.find((each) => {
			const left = total - told - each.told;
			return before.length + each.text.length + more(left).length <= room;
		});
		if (!way) break;
		text = before + way.text;
		told += way.told;
	}
	return { text: text + more(total - told), left: total - told };
}

function more(left: number): string {
	return left > 0 ? ` +${left}` : '';
}

function withExtras(text: string, extras: readonly string[], room: number): string {
	let result = text;
	for (const extra of extras) {
		if (result.length + separator.length + extra.length <= room) result += separator + extra;
	}
	return result;
}
