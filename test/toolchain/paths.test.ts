/** The same tables for the paths of Windows and of everybody else. */
import { posix, win32 } from 'node:path';
import { expect, test } from 'vitest';
import { isInside, slashPathBelow } from '../../server/src/toolchain/paths.ts';

const flavours = { posix, win32 };

test.each([
	['posix', '/m', '/m', true],
	['posix', '/m', '/m/a/b.go', true],
	['posix', '/m', '/m/..a', true],
	['posix', '/', '/a', true],
	['posix', '/m', '/m2/a', false],
	['posix', '/m/a', '/m', false],
	['win32', 'C:\\m', 'C:\\m', true],
	['win32', 'C:\\m', 'c:\\m\\a\\b.go', true],
	['win32', 'C:\\m', 'C:/m/a/b.go', true],
	['win32', 'C:\\m', 'C:\\m\\..a', true],
	['win32', 'C:\\', 'c:\\a', true],
	['win32', '\\\\host\\share\\m', '\\\\host\\share\\m\\a', true],
	['win32', '\\\\host\\share\\m', '\\\\host\\other\\m\\a', false],
	['win32', 'C:\\m', 'D:\\m\\a', false],
	['win32', 'C:\\m', 'C:\\m2\\a', false],
	['win32', 'C:\\m\\a', 'C:\\m', false],
] as const)('%s: inside %s holds %s: %s', (system, directory, candidate, inside) => {
	expect(isInside(directory, candidate, flavours[system])).toBe(inside);
});

test.each([
	['posix', '/m', '/m', ''],
	['posix', '/m', '/m/a/b', 'a/b'],
	['posix', '/', '/a/b', 'a/b'],
	// A backslash is part of a name there.
	['posix', '/m', '/m/a\\b', 'a\\b'],
	['win32', 'C:\\m', 'C:\\m', ''],
	['win32', 'C:\\m', 'c:\\m\\a\\b', 'a/b'],
	['win32', 'C:\\', 'C:\\a\\b', 'a/b'],
	['win32', '\\\\host\\share\\m', '\\\\host\\share\\m\\a\\b', 'a/b'],
] as const)('%s: below %s: %s is %s', (system, directory, candidate, below) => {
	expect(slashPathBelow(directory, candidate, flavours[system])).toBe(below);
});
