import { expect, test } from 'vitest';
import type { EscapeClass } from '../../../server/src/analysis/escape/escapeHint.ts';
import { formOf } from '../../../server/src/analysis/escape/subjectForm.ts';
import { wordsFor } from '../../../server/src/analysis/escape/wording.ts';

/** Class, what escapes, the last step of its way, a part of the advice. */
const cases: readonly (readonly [EscapeClass, subject: string, step: string, advice: string])[] = [
	['returned', '&T{...}', 'return &T{...}', 'Return the value instead of a pointer'],
	['returned', 'make([]byte, n)', 'return b', 'the slice to fill or to append to'],
	['stored', '&T{...}', 'x.f = &T{...}', 'Store the value instead of a pointer'],
	['stored', 'make([]byte, n)', 'x.f = b', 's[:0]'],
	['channel-send', '&T{...}', 'c <- t', 'Send the value'],
	['channel-send', '[]int{...}', 'c <- s', 'Reuse slices that the receiver hands back'],
	['element-store', '&T{...}', 'm[k] = t', 'indices into a slice'],
	['element-store', '[]string{...}', 'm[k] = s', 'out of one large one'],
	['interface-boxing', 'n', 'fmt.Sprintf("%d", ... argument...)', 'Avoid boxing: strconv.Append'],
	['interface-boxing', 'n', 'fmt.errorf(fmt.format, fmt.a...)', 'An error type with fields'],
	['call-argument', 'make([]byte, n)', 'r.Read(b)', 'or reuse what is passed'],
	['call-argument', '&T{...}', '(*p.Log).Keep(l, t)', 'if the callee copies it'],
	['too-large', '&T{...}', '', 'implicit allocations over 64 KiB'],
];

test.each(cases)('%s of %s by %s', (escapeClass, subject, text, advice) => {
	const step = { text, why: 'call parameter', at: { file: 'a.go', line: 1, column: 1 } };
	const flow = { destination: '{heap}', operator: '', source: subject, steps: text === '' ? [] : [step] };
	const allocation = { verdict: 'heap', because: 'made', form: formOf(subject) } as const;
	const call = text.startsWith('(') ? ('static' as const) : ('dynamic' as const);
	const worded = { subject, allocation, class: escapeClass, flows: [flow], inlined: false, moved: false, call };
	expect(wordsFor(worded).advice).toContain(advice);
});

test('a variable has another limit than what is made for it', () => {
	const allocation = { verdict: 'heap', because: 'made', form: 'variable' } as const;
	const worded = {
		subject: 'buf',
		allocation,
		class: 'too-large',
		flows: [],
		inlined: false,
		moved: true,
		call: 'static',
	} as const;
	expect(wordsFor(worded).advice).toContain('128 KiB');
});
