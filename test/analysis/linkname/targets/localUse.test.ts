import { expect, test } from 'vitest';
import { readFileFacts } from '../../../../server/src/analysis/linkname/fileFacts.ts';
import { localUse } from '../../../../server/src/analysis/linkname/targets/localUse.ts';
import { scanGoFile } from '../../../../server/src/analysis/source/scanGoFile.ts';

const pull = '//go:linkname f runtime.f\nfunc f()\n';

const cases: Readonly<Record<string, readonly [text: string, use: string]>> = {
	'nowhere else': [pull, 'unused'],
	'a call': [`${pull}func g() { f() }`, 'used'],
	'a call before the declaration': [`func g() { f() }\n${pull}`, 'used'],
	'a value': [`${pull}var v = f`, 'used'],
	'a blank value': [`${pull}var _ = f`, 'blank'],
	'a blank value with more to it': [`${pull}var _ = []func(){f}`, 'used'],
	'a blank value in a function': [`${pull}func g() { _ = f }`, 'used'],
	'a group of blank values': [`${pull}var (\n\t_ = f\n)`, 'blank'],
	'part of another name': [`${pull}func ff() { of := fx }`, 'unused'],
	'a word of a comment': [`${pull}// f is fast.\nfunc g() {\n\t// f()\n\t/* f() */\n}`, 'unused'],
	'a word of a string': [`${pull}func g() { println("f()", \`\nf()\n\`, 'f') }`, 'unused'],
	'after a string with a comment sign': [`${pull}func g() { println("//", f) }`, 'used'],
	'a name in another script': [`${pull}func g() { éf() }`, 'unused'],
	'the second name of a spec': ['//go:linkname f runtime.f\nvar e, f int', 'unused'],
	'a field': [`${pull}func g(x T) { x.f() }`, 'unused'],
	'a field on the next line': [`${pull}func g(x T) {\n\tx.\n\t\tf()\n}`, 'unused'],
	'behind a comment that ends with a dot': [`${pull}func g() {\n\t// Stop.\n\tf() /* Go on. */\n}`, 'used'],
	'a field behind a comment': [`${pull}func g(x T) { x. /* really */ f() }`, 'unused'],
	'a variadic type': ['//go:linkname f runtime.f\nvar f T\nfunc g(x ...f) {}', 'used'],
	'a function called _': [`${pull}func _() { f() }`, 'blank'],
	'behind false': [`${pull}func g() { if false { f() } }`, 'blank'],
	'behind a constant that is false': [`${pull}const on = false\nfunc g() { if on { f() } }`, 'blank'],
	'behind one and more': [`${pull}const on = false\nfunc g(b bool) { if on && b { for { f() } } }`, 'blank'],
	'behind one, and elsewhere': [`${pull}const on = false\nfunc g() { if on { f() }; f() }`, 'used'],
	'in the other branch': [`${pull}const on = false\nfunc g() { if on { } else { f() } }`, 'used'],
	'behind a constant that is true': [`${pull}const on = true\nfunc g() { if on { f() } }`, 'used'],
	'behind another constant': [`${pull}const on = other\nfunc g() { if on { f() } }`, 'used'],
	'behind its opposite': [`${pull}const on = false\nfunc g() { if !on { f() } }`, 'used'],
	'behind one of two': [`${pull}const on = false\nfunc g(b bool) { if on || b { f() } }`, 'used'],
	'behind a variable': [`${pull}var on = false\nfunc g() { if on { f() } }`, 'used'],
	'behind a parameter of that name': [`${pull}const on = false\nfunc g(on bool) { if on { f() } }`, 'used'],
	'behind a local of that name': [`${pull}const on = false\nfunc g() { on := h(); if on { f() } }`, 'used'],
	'broken code': [`${pull}func g() { f(`, 'used'],
};

test.each(Object.entries(cases))('%s', (_, [text, use]) => {
	const facts = readFileFacts({ path: '/p/a.go', file: scanGoFile(`package p\n\n${text}\n`) });
	expect(localUse('f', [facts])).toBe(use);
});
