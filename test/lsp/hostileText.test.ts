/** Text of the source stays text in hovers: it becomes no image, no link and no command. */
import type { Hover, MarkupContent } from 'vscode-languageserver';
import { afterEach, describe, expect, test } from 'vitest';
import { codeSpan, escapeProse } from '../../server/src/analysis/text/markdown.ts';
import type { EscapeHint } from '../../server/src/analysis/escape/escapeHint.ts';
import { plainText } from '../../server/src/lsp/features/plainText.ts';
import { escapeMarkdown } from '../../server/src/lsp/features/escapeMarkdown.ts';
import { type LspPair, lspPair } from '../support/lspPair.ts';

/** What a reader of Markdown (CommonMark) sees as markup: the text without its code spans and escaped characters. */
function markup(markdown: string): string {
	let rest = '';
	for (let at = 0; at < markdown.length; ) {
		const run = /^`+/.exec(markdown.slice(at))?.[0];
		if (run !== undefined) {
			const closing = new RegExp(`(?<!\`)${run}(?!\`)`, 'g');
			closing.lastIndex = at + run.length;
			const match = closing.exec(markdown);
			at = match ? match.index + run.length : at + run.length;
		} else if (markdown[at] === '\\') {
			at += 2;
		} else {
			rest += markdown[at];
			at++;
		}
	}
	return rest;
}

const hostile = [
	'![x](https://example.com/pixel.png)',
	'[x](command:linkscape.explainEscape?1)',
	'`![x](https://example.com/pixel.png)`',
	'```![x](https://example.com/pixel.png)```',
	'a``![x](https://example.com/pixel.png)``b`',
	'<https://example.com>',
	'https://example.com/a_b',
	'HTTP://example.com, ftp://example.com and WWW.example.com',
	'me@example.com',
	'`\n\n![x](https://example.com/pixel.png)',
	'\\`[x](command:linkscape.explainEscape)\\`',
	'`',
	'',
];
/** Of a name without a blank, as a directive may hold it. */
const names = hostile.filter((text) => text !== '' && !/\s/.test(text));

test.each(hostile)('%j is a code span', (text) => {
	const span = codeSpan(text);
	expect(markup(`a ${span} b`)).toBe('a  b');
	expect(span).not.toContain('\n');
});

test.each(hostile)('%j in prose is no markup', (text) => {
	expect(markup(escapeProse(`${text} ${codeSpan('x')}, ${text}`))).not.toMatch(/[[\]<>]/);
});

/** What editors make a link of although nobody wrote one. */
const address = /(?:https?|ftp):\/\/|www\.|\w@\w/i;

test.each(hostile)('%j in prose is no link', (text) => {
	expect(escapeProse(`see ${text.replaceAll('`', '')}, ${text.replaceAll('`', '')}`)).not.toMatch(address);
});

test('addresses in prose stay as they are for clients without Markdown', () => {
	const text = 'see https://example.com/a_b, www.example.com, me@example.com ~a~ a:b';
	expect(plainText(escapeProse(text))).toBe(text);
});

test('code spans of prose stay as they are', () => {
	expect(escapeProse('a*b `c*d` ``e`*f`` [g]')).toBe('a\\*b `c*d` ``e`*f`` \\[g\\]');
});

test.each(hostile)('%j in the subject, reason, advice and steps of a hint', (text) => {
	const step = { text, why: text, file: '/m/a.go', line: 3, column: 1 };
	const hint = {
		file: '/m/a.go',
		class: 'returned',
		verdict: 'heap',
		level: 0,
		subject: text,
		message: `${text} goes to the heap: ${codeSpan(text)} ${text}`,
		advice: text,
		flow: [step],
		position: { line: 3, column: 1 },
		instances: [text],
	} as unknown as EscapeHint;
	const shown = markup(escapeMarkdown(hint, { stale: false, size: '', cost: '' }));
	expect(shown.match(/\]\([^)]*\)?/g)).toEqual([
		'](file:///m/a.go#L3,1)',
		'](https://github.com/linkscape/linkscape/blob/main/docs/escape-classes.md#returned)',
	]);
});

describe('in a directive', () => {
	let pair: LspPair;
	afterEach(() => pair.stop());

	test.each(
		names.flatMap((name) => [
			`f ${name}`,
			`f ${name}.g`,
			`f example.com/${name}.g`,
			`f runtime.${name}`,
			`${name} runtime.f`,
		]),
	)('%j', async (words) => {
		const text = `package m\n\nimport _ "unsafe"\n\n//go:linkname ${words}\nfunc f()\n`;
		pair = await lspPair(
			{ 'go.mod': 'module example.com/m\n\ngo 1.21\n', 'a.go': text },
			{ initializationOptions: { trusted: false } },
		);
		await pair.open('a.go', text);
		await pair.diagnostics('a.go');
		for (const character of [6, 16, 20]) {
			const hover = await pair.request<Hover | null>('textDocument/hover', {
				textDocument: { uri: pair.uri('a.go') },
				position: { line: 4, character },
			});
			if (!hover) continue;
			expect(markup((hover.contents as MarkupContent).value)).not.toMatch(/!\[|command:|example\.com|\]\(/);
		}
	});
});
