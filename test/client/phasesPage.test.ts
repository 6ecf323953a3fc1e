/** The page of the compiler's passes: it loads nothing, runs only its own script, and shows any text as text. */
import { expect, test } from 'vitest';
import { phasesPage } from '../../client/src/phasesPage.ts';
import type { PhasesAnswer } from '../../server/src/protocol/requests.ts';

const hostile = 'b1: <- x</script><script>alert("1")</script>';
const answer: PhasesAnswer = {
	problem: '',
	name: 'F[<b>]',
	build: 'go1.26.8 linux/amd64',
	phases: [
		{ pass: 'start', blocks: 1, values: 2, text: hostile },
		{ pass: 'prove', blocks: 1, values: 1, text: '    (5) v3 = Add <int> v1 v2' },
		{ pass: 'trim', blocks: 1, values: 1, text: '' },
	],
	unchanged: 47,
	checks: [{ line: 5, value: 'v33', message: 'bounds check of an index: removed by prove' }],
	firstLine: 3,
	source: ['func F(a []int) int {', '\treturn a[0] // <i>', '}'],
	tree: '.   RETURN',
};
const page = phasesPage(answer, 'abc');

test('only its own style and script are allowed, and nothing is loaded', () => {
	expect(page).toContain(`content="default-src 'none'; style-src 'nonce-abc'; script-src 'nonce-abc'"`);
	expect(page).not.toMatch(/\b(?:src|href|url)\s*[=(]/);
	expect(page).not.toMatch(/\son\w+=/);
	const scripts = [...page.matchAll(/<script(?<attributes>[^>]*)>/g)].map((one) => one.groups?.['attributes']);
	expect(scripts).toEqual([' type="application/json" id="data" nonce="abc"', ' nonce="abc"']);
});

test('text of the compiler and of the source is shown as text', () => {
	expect(page).not.toContain('alert("1")</script>');
	expect(page).toContain('F[&lt;b>]');
	expect(page).toContain('return a[0] // &lt;i>');
	const json = /id="data"[^>]*>(?<json>.*)<\/script>/.exec(page)?.groups?.['json'] ?? '';
	expect(JSON.parse(json)).toEqual([
		{ pass: 'start', text: hostile },
		{ pass: 'prove', text: '    (5) v3 = Add <int> v1 v2' },
		{ pass: 'trim', text: 'Too long to show.' },
		{ pass: 'syntax tree', text: '.   RETURN' },
	]);
});

test('the first and the last form are shown first, and checks stand at their lines', () => {
	const pressed = [...page.matchAll(/data-phase="(?<at>\d)" aria-pressed="true"/g)].map((one) => one.groups?.['at']);
	expect(pressed).toEqual(['0', '2']);
	expect(page).toMatch(
		/data-line="5">.*<\/button><ul class="checks"><li>v33: bounds check of an index: removed by prove<\/li>/,
	);
});
