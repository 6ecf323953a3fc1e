import { expect, test } from 'vitest';
import { findingsOf } from './view.ts';

const count = 20_000;
const list = '//go:linkname a b\n'.repeat(count);

test.each([
	['below all', `func a() {}\n${list}`],
	['above what they name', `${list}func a() {}\n`],
	['apart', `func a() {}\n${list.replaceAll('\n', '\n\n')}`],
])(
	'thousands of directives for one name, %s',
	(_, code) => {
		const text = `package p\n\nimport _ "unsafe"\n\n${code}`;
		const found = findingsOf({ files: { 'a.go': text }, expected: [] }, { toolchain: 'go1.26.0' });
		expect(found.filter(({ rule }) => rule === 'linkname-duplicate').length).toBe(count - 1);
	},
	10_000,
);
