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
	for (let window = 1; window <= 10; window++) {
		const lens = editor.page
			.locator('.codelens-decoration')
			.filter({ hasText: 'run test' })
			.filter({ hasText: 'heap' });
		await poll(`both lenses in window ${window}`, async () => (await lens.count()) > 0);
		// The lenses of one line are drawn when each provider has answered; a busy machine may draw them in between.
		await poll(`the lens of gopls first in window ${window}`, async () =>
			/^run test/.test(await lens.first().innerText()),
		);
		const hover = await editor.hover('other = &Profile{}', 'Profile', /gopls about[\s\S]*heap|heap[\s\S]*gopls about/);
		assert.match(hover, /gopls about Profile[\s\S]*goes to the heap/, `window ${window}`);
		await editor.seeLine(/kept of gopls.*= &Profile\{\}.*heap/);
		if (window < 10) await editor.reload();
	}
}
