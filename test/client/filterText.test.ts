import { expect, test } from 'vitest';
import { filterText, isFiltering } from '../../client/src/filterText.ts';
import { serverStarting, serverStopped, withFilter } from '../../client/src/statusText.ts';
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

test('the status says that something is filtered, and what, with a button that clears it', () => {
	expect(withFilter(serverStarting, '')).toBe(serverStarting);
	expect(withFilter({ ...serverStarting, icon: 'check' }, 'heap')).toMatchObject({
		text: 'Linkscape … (filtered)',
		detail: 'only heap',
		details: ['Only heap'],
		icon: 'filter-filled',
		actions: [{ command: 'linkscape.clearFilter' }],
	});
	expect(withFilter(serverStopped, 'heap').icon).toBe('error');
});
