/**
 * Reads what the compiler prints with `GOSSAFUNC=import/path.F+` (Go 1.21 to 1.27): the syntax tree of the function, then its static
 * single assignment form after each pass. The number of a value is the same in all passes.
 */

export interface SsaPhase {
	/** `start`, `opt`, `prove`, `lower` … */
	readonly pass: string;
	/** What the pass took, in nanoseconds; 0 for `start`. */
	readonly nanoseconds: number;
	readonly blocks: number;
	/** Values that are in use. */
	readonly values: number;
	/** The form is another one than before the pass. */
	readonly changed: boolean;
	/** The form as the compiler prints it; empty when it is as before, or too long to keep. */
	readonly text: string;
}

/** A check of an index, of the bounds of a slice expression, or of a pointer. */
export interface SsaCheck {
	readonly kind: 'index' | 'slice' | 'nil';
	/** `v33` */
	readonly value: string;
	/** 1-based, in the file that the innermost callee is written in; 0 when there is none. */
	readonly line: number;
	/** The pass after which it is gone; undefined when it stays. */
	readonly removedBy: string | undefined;
}

export interface PhaseReader {
	line(text: string): void;
	/** All lines have been taken. */
	end(): SsaPhases;
}

export interface SsaPhases {
	/** The lines of the syntax tree. */
	readonly tree: readonly string[];
	readonly phases: readonly SsaPhase[];
	readonly checks: readonly SsaCheck[];
}

/** Characters of all texts together: one function of 13,000 lines has 49 million. */
const mostText = 8_000_000;

const passBegin = /^ {2}pass .+ begin$/;
const passEnd = /^ {2}pass (.+) end \[(\d+) ns\]/;
const blockLine = /^ {2}b\d+:/;
const valueLine = /^ {4}\([-+]?(\d+|\?)(?:\[[^\]]*\])?\)\s+(v\d+) = (\S+)/;
const checkOps: Readonly<Record<string, SsaCheck['kind']>> = {
	IsInBounds: 'index',
	IsSliceInBounds: 'slice',
	NilCheck: 'nil',
	LoweredNilCheck: 'nil',
};

interface Tracked {
	readonly kind: SsaCheck['kind'];
	readonly line: number;
	removedBy: string | undefined;
}

export function createPhaseReader(): PhaseReader {
	const tree: string[] = [];
	const phases: SsaPhase[] = [];
	const checks = new Map<string, Tracked>();
	let part: 'before' | 'tree' | 'pass' | 'form' = 'before';
	let pass = 'start';
	let nanoseconds = 0;
	let lines: string[] = [];
	let blocks = 0;
	let values = 0;
	let seen = new Set<string>();
	let kept = 0;
	let previous = '';
	/** From here on the form is that of the machine: comparisons of indexes are instructions, and no longer values of their own. */
	let lowered = false;

	function finish(): void {
		if (part !== 'form') return;
		const text = lines.join('\n');
		const changed = text !== previous;
		previous = text;
		if (pass === 'lower') lowered = true;
		for (const [value, check] of checks) {
			if (seen.has(value)) check.removedBy = undefined;
			else if (check.removedBy === undefined && !(lowered && check.kind !== 'nil')) check.removedBy = pass;
		}
		const keep = changed && kept + text.length <= mostText;
		if (keep) kept += text.length;
		phases.push({ pass, nanoseconds, blocks, values, changed: changed || pass === 'start', text: keep ? text : '' });
		lines = [];
		blocks = 0;
		values = 0;
		seen = new Set();
	}

	function takeValue(text: string): void {
		const found = valueLine.exec(text);
		if (!found || text.endsWith(' DEAD')) return;
		values++;
		const [, line = '', value = '', op = ''] = found;
		const kind = checkOps[op];
		if (kind === undefined || (lowered && kind !== 'nil')) return;
		seen.add(value);
		const known = checks.get(value);
		if (!known || known.kind !== kind) checks.set(value, { kind, line: Number(line) || 0, removedBy: undefined });
	}

	return {
		line(text) {
			if (passBegin.test(text)) {
				finish();
				part = 'pass';
				return;
			}
			const end = passEnd.exec(text);
			if (end) {
				part = 'form';
				pass = end[1] ?? '';
				nanoseconds = Number(end[2]);
				return;
			}
			if (part === 'before') {
				if (text.startsWith('generating SSA for') || text.startsWith('buildssa')) part = 'tree';
				return;
			}
			// What the function looks like before the first pass follows its syntax tree without a heading.
			if (part === 'tree' && blockLine.test(text)) part = 'form';
			if (part === 'tree' && text.startsWith('.')) tree.push(text);
			if (part !== 'form' || text === '' || text.startsWith('dumped SSA')) return;
			lines.push(text);
			if (blockLine.test(text)) blocks++;
			else takeValue(text);
		},
		end() {
			finish();
			const listed = [...checks].map(([value, { kind, line, removedBy }]) => ({ kind, value, line, removedBy }));
			return { tree, phases, checks: listed.sort((a, b) => a.line - b.line) };
		},
	};
}
