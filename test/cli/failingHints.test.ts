import { expect, test } from 'vitest';
import { failingHints } from '../../server/src/cli/escapes.ts';
import type { ReportedHint } from '../../server/src/cli/escapesReport.ts';

const hint = (verdict: string, cold?: string) => ({ verdict, ...(cold && { cold }) }) as ReportedHint;

test.each([
	['maybe-heap', hint('heap', 'error'), true],
	['maybe-heap', hint('maybe-heap'), true],
	['maybe-heap', hint('maybe-heap', 'once'), true],
	['maybe-heap', hint('maybe-heap', 'error'), false],
	['maybe-heap', hint('maybe-heap', 'panic'), false],
	['heap', hint('maybe-heap'), false],
	['heap', hint('heap', 'panic'), true],
] as const)('--fail-on %s: what is listed without --all fails a run (%o)', (failOn, one, fails) => {
	expect(failingHints({ failOn, baseline: undefined })(one)).toBe(fails);
});
