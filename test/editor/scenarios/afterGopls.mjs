import assert from 'node:assert/strict';
import { poll } from '../vscode/poll.mjs';

export const title = 'hovers, lenses and hints come after those of gopls and are not lost, in each of ten windows';

const files = {
	'profile_test.go': `package agent

import "testing"

type Profile struct{ samples [64]int }

var kept, other *Profile

func TestProfile(t *testing.T) {
	kept = &Profile{}
	other = &Profile{}
}
`,
};

export async function run(stage) {
	const editor = await stage.open(files, { besideGo: true });
	const { page } = editor;
	await page.addInitScript(watchLenses);
	for (let window = 1; window <= 10; window++) {
		if (window > 1) await editor.reload();
		else await page.evaluate(watchLenses);
		await poll(`all lenses in window ${window}`, async () =>
			(await shownRows(page)).some((row) => /^run test \| run with… \| 2 heap/.test(row)),
		);
		// Not only in the end: who is about to click must not see it move.
		for (const row of await shownRows(page)) assert.ok(row.indexOf('run test') <= 0, `window ${window}: ${row}`);
		const hover = await editor.hover('other = &Profile{}', 'Profile', /gopls about[\s\S]*heap|heap[\s\S]*gopls about/);
		assert.match(hover, /gopls about Profile[\s\S]*goes to the heap/, `window ${window}`);
		await editor.seeLine(/kept of gopls.*= &Profile\{\}.*heap/);
	}
}

/**
 * Runs in the page: keeps each row of lenses that it has ever had. By `textContent`, since a row that is not placed yet is hidden and
 * has no `innerText`.
 */
function watchLenses() {
	const rows = new Set();
	globalThis.rowsOfLenses = rows;
	const look = () => {
		for (const row of document.querySelectorAll('.codelens-decoration'))
			if (row.textContent !== '') rows.add(row.textContent.replaceAll('\u00a0', ' '));
	};
	look();
	new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
}

function shownRows(page) {
	return page.evaluate(() => [...globalThis.rowsOfLenses]);
}
