import { expect, test } from 'vitest';
import { createLineFilter } from '../../../server/src/analysis/escape/neededLines.ts';
import { parseBuildOutput } from '../../../server/src/analysis/escape/parseBuildOutput.ts';

/** `-` in front of the lines that are left out. */
const output = `
 # example.com/p
 ./a.go:3:6: parameter p leaks to {storage for &T{...}} for f with derefs=0:
-./a.go:3:6:   flow: {storage for &T{...}} ← p:
-./a.go:3:6:     from &T{...} (struct literal element) at ./a.go:4:9
 ./a.go:3:6: parameter p leaks to {heap} for f with derefs=0:
 ./a.go:3:6:   flow: {heap} ← p:
 ./a.go:3:6:     from g(p) (call parameter) at ./a.go:5:3
 ./a.go:3:6: parameter p leaks to {heap} for f.func1 with derefs=2:
-./a.go:3:6:   flow: {heap} ← **p:
-./a.go:3:6:     from h(p) (call parameter) at ./a.go:6:3
 ./a.go:3:6: parameter p leaks to ~r0 for f with derefs=0:
 ./a.go:3:6:   flow: ~r0 ← p:
 ./a.go:4:9: &T{...} escapes to heap in f:
 ./a.go:4:9:   flow: ~r0 ← &{storage for &T{...}}:
 ./a.go:4:9:     from &T{...} (spill) at ./a.go:4:9
 ./a.go:3:6: leaking param: p
 # example.com/p [example.com/p.test]
 ./a.go:3:6: parameter p leaks to {heap} for f with derefs=0:
 ./a.go:3:6:   flow: {heap} ← p:
`;

test('only what nothing is made of is left out', () => {
	const lines = output.split('\n').filter((line) => line !== '');
	const isNeeded = createLineFilter();
	expect(lines.map((line) => (isNeeded(line.slice(1)) ? ' ' : '-') + line.slice(1))).toEqual(lines);
});

test('the report is the same', () => {
	const text = output.replaceAll(/^./gm, '');
	const isNeeded = createLineFilter();
	const spell = (printed: string) => {
		const { sites, leaks, remarks, unknown, said } = parseBuildOutput(printed);
		const flows = leaks.map((leak) => [leak.destination, leak.explanation.flows]);
		return {
			sites: sites.map((site) => [site.subject, site.explanations.map((each) => each.flows)]),
			flows,
			remarks,
			unknown,
			said,
		};
	};
	const kept = text.split('\n').filter((line) => isNeeded(line));
	expect(spell(kept.join('\n'))).toEqual(spell(text));
});
