/** Build constraints as gofmt of Go 1.26 writes them. */
import { expect, test } from 'vitest';
import {
	constraintText,
	olderConstraintLines,
} from '../../../../server/src/analysis/linkname/fixes/constraintLines.ts';
import { parseConstraint } from '../../../../server/src/analysis/build/buildConstraint.ts';

test.each([
	['linux', 'linux', ['linux']],
	['((linux)) && (!cgo)', 'linux && !cgo', ['linux,!cgo']],
	['linux || darwin', 'linux || darwin', ['linux darwin']],
	['(linux || darwin) && !go1.22', '(linux || darwin) && !go1.22', ['linux darwin', '!go1.22']],
	['linux && !x || darwin', '(linux && !x) || darwin', ['linux,!x darwin']],
	['!(a || b)', '!(a || b)', undefined],
	['a || b && (c || d)', 'a || (b && (c || d))', undefined],
])('%s', (written, text, older) => {
	const tree = parseConstraint(written);
	if (!tree) throw new Error('This is no constraint.');
	expect(constraintText(tree)).toBe(text);
	expect(olderConstraintLines(tree)).toEqual(older?.map((line) => `// +build ${line}`));
});
