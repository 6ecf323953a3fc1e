/** What became of a check, in words. */
import type { SsaCheck } from './phaseReader.ts';

const what: Readonly<Record<SsaCheck['kind'], string>> = {
	index: 'bounds check of an index',
	slice: 'bounds check of a slice expression',
	nil: 'nil check',
};

/** By the passes of cmd/compile/internal/ssa, Go 1.21 to 1.27. */
const reasons: Readonly<Record<string, string>> = {
	opt: 'what it compares is constant',
	'late opt': 'what it compares is constant',
	'middle opt': 'what it compares is constant',
	sccp: 'what it compares is constant',
	prove: 'a comparison, a loop or a check before it proves it',
	nilcheckelim: 'the pointer was checked before, or cannot be nil',
	'late nilcheck': 'the next read or write through the pointer faults by itself',
	'generic cse': 'an equal check stands before it',
	'short circuit': 'the code is not reached',
};

/** `bounds check of an index: removed by prove, a comparison, … proves it`, without a period. */
export function checkWords({ kind, removedBy }: SsaCheck): string {
	if (removedBy === undefined) {
		return `${what[kind]}: stays${kind === 'nil' ? '' : '; no pass could prove that it holds'}`;
	}
	const reason = reasons[removedBy] ?? (/deadcode|dead/.test(removedBy) ? 'nothing uses it' : undefined);
	return `${what[kind]}: removed by ${removedBy}${reason === undefined ? '' : `, because ${reason}`}`;
}
