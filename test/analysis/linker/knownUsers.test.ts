import { expect, test } from 'vitest';
import { knownUsersAbove } from '../../../server/src/analysis/linker/knownUsersAbove.ts';

const hall = '// Notable members of the hall of shame include:\n';
const fixtures: Record<string, [string, string[]]> = {
	'a list': [
		`${hall}//   - github.com/a/b\n//   - gvisor.dev/gvisor (from assembly)\n//\n// Do not remove.\n//\n//go:linkname f\n`,
		['github.com/a/b', 'gvisor.dev/gvisor'],
	],
	'no list': ['// f is used by:\n//   - nobody\n//go:linkname f\n', []],
	'the list of another directive': [`${hall}//   - github.com/a/b\n//go:linkname g\n//go:linkname f\n`, []],
	'the list of another declaration': [`${hall}//   - github.com/a/b\n//go:linkname g\n\n//go:linkname f\n`, []],
	'nothing above': ['//go:linkname f\n', []],
	CRLF: [`${hall}//   - github.com/a/b\n//go:linkname f\n`.replaceAll('\n', '\r\n'), ['github.com/a/b']],
};

test.each(Object.entries(fixtures))('%s', (_, [text, expected]) => {
	expect(knownUsersAbove(text, text.indexOf('//go:linkname f'))).toEqual(expected);
});
