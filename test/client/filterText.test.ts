import { expect, test } from 'vitest';
import { filterText, isFiltering } from '../../client/src/filterText.ts';
import { serverStopped, withFilter } from '../../client/src/statusText.ts';
import { type EscapeFilter, noFilter } from '../../server/src/protocol/requests.ts';

test.each<[Partial<EscapeFilter>, string]>([
	[{}, ''],
	[{ onlyChanges: true }, 'changed lines'],
	[{ onlyChanges: true, onlyHot: true }, 'changed lines · hot'],
	[{ verdicts: ['heap'], classes: ['returned', 'stored'] }, 'heap · returned, stored'],
	[{ functions: ['(*T).M'], onlyChanges: true }, 'in (*T).M · changed lines'],
])('%j', (part, text) => {
	const filter = { ...noFilter, ...part };
	expect(filterText(filter)).toBe(text);
	expect(isFiltering(filter)).toBe(text !== '');
});

test('the status says that something is filtered, and what', () => {
	const status = { text: 'Linkscape go1.26.8', detail: 'from PATH', busy: false, severity: 'information' } as const;
	expect(withFilter(status, '')).toBe(status);
	expect(withFilter(status, 'heap')).toMatchObject({
		text: 'Linkscape go1.26.8 (filtered)',
		detail: 'only heap; from PATH',
	});
	expect(withFilter({ ...serverStopped, detail: '' }, 'heap').detail).toBe('only heap');
});
