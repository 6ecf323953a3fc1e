import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseBuildLine } from '../../../server/src/analysis/escape/buildLine.ts';
import { createBuildOutputReader, parseBuildOutput } from '../../../server/src/analysis/escape/parseBuildOutput.ts';

const at = { file: './a.go', line: 3, column: 7 };

test.each([
	['moved to heap: x', { kind: 'moved', subject: 'x' }],
	['&T{...} escapes to heap', { kind: 'escapes', subject: '&T{...}' }],
	['make([]int, n) does not escape', { kind: 'stays', subject: 'make([]int, n)' }],
	['x escapes to heap:', { kind: 'explains-escape', subject: 'x', function: '' }],
	['x escapes to heap in (*T).F:', { kind: 'explains-escape', subject: 'x', function: '(*T).F' }],
	[
		'parameter p leaks to ~r0 for F with derefs=1:',
		{ kind: 'explains-leak', subject: 'p', function: 'F', destination: '~r0', derefs: 1 },
	],
	[
		'parameter p leaks to {storage for &T{...}} for F with derefs=0:',
		{ kind: 'explains-leak', subject: 'p', function: 'F', destination: '{storage for &T{...}}', derefs: 0 },
	],
	[
		'parameter p leaks to {storage for ... argument} with derefs=2:',
		{ kind: 'explains-leak', subject: 'p', function: '', destination: '{storage for ... argument}', derefs: 2 },
	],
	['  flow: {heap} = &x:', { kind: 'flow', destination: '{heap}', operator: '&', source: 'x' }],
	['  flow: ~r0 ← **p:', { kind: 'flow', destination: '~r0', operator: '**', source: 'p' }],
	[
		'    from f(x) (call parameter) at ./a.go:5:6',
		{ kind: 'from', text: 'f(x)', why: 'call parameter', at: { file: './a.go', line: 5, column: 6 } },
	],
	['leaking param: p', { kind: 'leaks', parameter: 'p', to: 'heap' }],
	['leaking param content: p', { kind: 'leaks', parameter: 'p', to: 'content' }],
	['leaking param: p to result ~r0 level=0', { kind: 'leaks', parameter: 'p', to: { result: '~r0', derefs: 0 } }],
	[
		'F capturing by ref: x (addr=false assign=true width=8)',
		{ kind: 'captures', function: 'F', by: 'ref', variable: 'x' },
	],
	['can inline F with cost 78 as: func() { return }', { kind: 'inlinable', function: 'F', cost: 78 }],
	['can inline F', { kind: 'inlinable', function: 'F', cost: undefined }],
	['cannot inline F: marked go:noinline', { kind: 'not-inlinable', function: 'F', reason: 'marked go:noinline' }],
	['cannot inline F into G: repeated recursive cycle', { kind: 'aside' }],
	['inlining call to fmt.Println', { kind: 'inlined-call', callee: 'fmt.Println' }],
	[
		'devirtualizing r.Read to *strings.Reader',
		{ kind: 'devirtualized', call: 'r.Read', to: '*strings.Reader', how: 'fully' },
	],
	[
		'PGO devirtualizing interface call i.Do to (*A).Do',
		{ kind: 'devirtualized', call: 'i.Do', to: '(*A).Do', how: 'profile' },
	],
	['cannot devirtualize x.M: shaped receiver T', { kind: 'stays-dynamic', call: 'x.M', reason: 'shaped receiver T' }],
	['zero-copy string->[]byte conversion', { kind: 'zero-copy' }],
	["function F considered 'big'; reducing max cost of inlinees", { kind: 'aside' }],
])('%s', (message, expected) => {
	expect(parseBuildLine(`./a.go:3:7: ${message}`)).toEqual({ place: at, message: expected });
});

test.each([
	['C:\\src\\a.go:3:7: moved to heap: x', { file: 'C:\\src\\a.go', line: 3, column: 7 }],
	['my dir/a.go:3: moved to heap: x', { file: 'my dir/a.go', line: 3, column: 0 }],
	['gen.y:100:1: moved to heap: x', { file: 'gen.y', line: 100, column: 1 }],
	['moved to heap: #next', { file: '', line: 0, column: 0 }],
	['<unknown line number>: #next escapes to heap in F:', { file: '', line: 0, column: 0 }],
])('the place of %s', (line, place) => {
	expect(parseBuildLine(line)?.place).toEqual(place);
});

test.each(['./a.go:3:7: undefined: x', 'nonsense', './a.go:3:7: '])('%s is not in the grammar', (line) => {
	expect(parseBuildLine(line)).toBeUndefined();
	expect(parseBuildOutput(line).unknown).toEqual([line]);
});

test('an explanation without a verdict line is a site of its own', () => {
	const output =
		'./a.go:3:2: func literal escapes to heap in F:\n./a.go:3:2:   flow: {heap} ← &{storage for func literal}:\n';
	expect(parseBuildOutput(output).sites).toMatchObject([{ decision: 'explained', subject: 'func literal' }]);
});

test('lines may come one at a time, and a report may be asked for in between', () => {
	const reader = createBuildOutputReader();
	reader.feed('./a.go:3:7: x escapes to heap in F:');
	expect(reader.report().sites).toMatchObject([{ subject: 'x', decision: 'explained' }]);
	reader.feed('./a.go:3:7:   flow: ~r0 ← &x:');
	reader.feed('./a.go:3:7: moved to heap: x');
	expect(reader.report().sites).toMatchObject([{ subject: 'x', decision: 'moved', explanations: [{ function: 'F' }] }]);
});

test('no text makes the parser throw', () => {
	const fragment = fc.oneof(
		fc.string(),
		fc.constantFrom(
			'./a.go:3:7: ',
			' escapes to heap',
			':',
			'  flow: ',
			' ← ',
			'    from ',
			' at ',
			'\n',
			'leaking param: ',
		),
	);
	fc.assert(
		fc.property(fc.array(fragment, { maxLength: 12 }), (parts) => {
			parseBuildOutput(parts.join(''));
		}),
	);
});
