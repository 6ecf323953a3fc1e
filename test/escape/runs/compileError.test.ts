import { expect, test } from 'vitest';
import { compileFailure, firstError, listError, formatError } from '../../../server/src/escape/runs/compileError.ts';
import { memoryLimit } from '../../../server/src/toolchain/memoryLimit.ts';

const place = { directory: '/m/lib', realOf: new Map([['/tmp/t/0.go', '/m/lib/b.go']]) };

test.each([
	['# m/lib\n./a.go:5:51: undefined: x\n./a.go:6:1: y\n', 'lib/a.go:5: undefined: x'],
	['# m/lib\n../../tmp/t/0.go:2:23: syntax error: unexpected }\n', 'lib/b.go:2: syntax error: unexpected }'],
	['go: errors parsing ../go.mod:\n../go.mod:3: unknown directive: foo\n', 'go.mod:3: unknown directive: foo'],
	['go: downloading x v1.0.0\ngo: updates to go.mod needed\n', 'updates to go.mod needed'],
	[
		'WORK=/tmp/t/go-build1\n# m/lib\n./a.go:5:6: can inline F with cost 3 as: func() { return }\n./a.go:6:9:   flow: ~r0 ← &x:\n./a.go:6:9: &x escapes to heap\n./a.go:8:1: undefined: y\n',
		'lib/a.go:8: undefined: y',
	],
	[
		'# m/lib\n./a.go:5:6: can inline F with cost 3 as: func() { return }\ngo: unlinkat /tmp/t/go-build1/b001: Access is denied.\n',
		'unlinkat /tmp/t/go-build1/b001: Access is denied.',
	],
	['C:\\m\\a.go:5:1: undefined: x\n', '5: undefined: x'],
	[
		'# m/lib\nfatal error: runtime: out of memory\n\nruntime stack:\nruntime.throw({0x1089d9e?, 0x7fffffffffff?})\n\truntime/panic.go:1229 +0x48\n',
		`Compiling this takes more than ${Math.round(memoryLimit() / 2 ** 30)} GiB of memory, and was ended.`,
	],
	[
		'package m/lib: build constraints exclude all Go files in /m/lib\n',
		'package m/lib: build constraints exclude all Go files in /m/lib',
	],
])('%j', (printed, sentence) => {
	const error = firstError(printed, place);
	expect(error && formatError(error, '/m')).toContain(sentence);
});

test('nothing printed is no error', () => {
	expect(firstError('WORK=/tmp/t/go-build1\n# m/lib\n./a.go:5:6: can inline F\n', place)).toBeUndefined();
	expect(firstError('# m/lib\n\n', place)).toBeUndefined();
});

test.each([
	[
		{ Pos: 'a.go:2:8', Err: 'no required module provides package p; to add it:\n\tgo get p' },
		'lib/a.go:2: no required module provides package p',
	],
	[{ Pos: '', Err: '# m/lib\n./a.go:5:51: undefined: x\n' }, 'lib/a.go:5: undefined: x'],
	[
		{ Pos: 'a.go:2:8', Err: 'module lookup disabled by GOPROXY=off' },
		'lib/a.go:2: this import is not on this machine, and downloads are not allowed',
	],
	[{ Pos: '', Err: 'no Go files in /m/lib' }, 'no Go files in /m/lib'],
	[
		{
			Pos: '',
			Err: '# m/lib\nfatal error: runtime: cannot allocate memory\n\nruntime stack:\nruntime.throw({0x6798bc?})\n',
		},
		`Compiling this takes more than ${Math.round(memoryLimit() / 2 ** 30)} GiB of memory, and was ended.`,
	],
])('go list says %j', (error, sentence) => {
	expect(formatError(listError(error, place), '/m')).toBe(sentence);
});

// Printed by the go command 1.26.8 with GOPROXY=off, for modules that lack the thing named.
test.each([
	[
		'a.go:3:8: no required module provides package example.com/x; to add it:\n\tgo get example.com/x',
		'missing-requirement',
	],
	[
		'a.go:3:8: missing go.sum entry for module providing package example.com/x (imported by m/lib); to add:\n\tgo get m/lib',
		'missing-requirement',
	],
	['go: example.com/x@v1.0.0: module lookup disabled by GOPROXY=off', 'missing-module'],
	['go: errors parsing ../go.mod:\n../go.mod:3: unknown directive: foo', 'module-file'],
	['go: updates to go.mod needed', 'module-file'],
	['./a.go:5:51: undefined: x', 'source'],
	['../gopher/go.model.go:5:51: undefined: x', 'source'],
])('%s is the cause %s', (printed, cause) => {
	const error = firstError(printed, place);
	const failure = error && compileFailure(error, '/m');
	expect(failure?.cause).toBe(cause);
	expect(failure?.text).not.toMatch(/to add|:$/);
});
