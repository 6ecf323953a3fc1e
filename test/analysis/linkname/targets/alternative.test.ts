import { expect, test } from 'vitest';
import { offeredTo } from '../../../../server/src/analysis/linkname/targets/alternative.ts';

/** The package that pulls, what is public in place of the target, whether it is told so. */
test.each([
	['example.com/m/p', 'golang.org/x/sys/unix.Auxv (module)', true],
	['golang.org/x/net/route', 'golang.org/x/sys/unix.SysctlRaw (module)', true],
	['golang.org/x/sys/unix', 'golang.org/x/sys/unix.Auxv (module)', false],
	['golang.org/x/sys/cpu', 'golang.org/x/sys/unix.Auxv (module)', false],
	['time/example', 'time.Now', true],
	[undefined, 'golang.org/x/sys/unix.Auxv (module)', true],
])('%s is offered %s: %s', (importPath, text, offered) => {
	const alternative = { imports: [], text, since: '1.21' };
	expect(offeredTo(importPath, alternative)).toBe(offered ? alternative : undefined);
});
