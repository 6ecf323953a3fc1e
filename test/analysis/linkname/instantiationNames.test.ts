import { expect, test } from 'vitest';
import { findingsOf } from './view.ts';

test.each([
	['p.F[int]', 'is an instantiation of a generic; //go:linkname cannot refer to one.'],
	['p.(*T[int]).M', 'is an instantiation of a generic; //go:linkname cannot refer to one.'],
	['x`![t](u)', 'is not the name of a symbol: the compiler takes its brackets for an instantiation of a generic.'],
	['r\u001b[31m]', 'is not the name of a symbol: the compiler takes its brackets for an instantiation of a generic.'],
])('the target %j', (target, message) => {
	const text = `package p\n\nimport _ "unsafe"\n\n//go:linkname f ${target}\nfunc f()\n`;
	const found = findingsOf({ files: { 'a.go': text }, expected: [] }, { toolchain: 'go1.26.0' });
	expect(found.map((finding) => finding.message)).toContain(`${target} ${message}`);
});
