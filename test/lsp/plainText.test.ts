import { expect, test } from 'vitest';
import { plainText } from '../../server/src/lsp/features/plainText.ts';

test.each([
	[
		'**`x` goes to the heap** (returned) · *from an earlier text*',
		'x goes to the heap (returned) · from an earlier text',
	],
	['1. `&T{…}` takes its address, [line 3](file:///a.go#L3,4)', '1. &T{…} takes its address, line 3'],
	['`**p` and ``a`b`` stay, \\*T and a\\_b lose their escapes', '**p and a`b stay, *T and a_b lose their escapes'],
	['```go\nfunc f(p *int)\n```\n\nafter', 'func f(p *int)\n\nafter'],
	['- one\n* two * three', '- one\n* two * three'],
	['', ''],
])('%j', (markdown, text) => {
	expect(plainText(markdown)).toBe(text);
});
