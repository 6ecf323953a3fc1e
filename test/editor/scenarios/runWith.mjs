import assert from 'node:assert/strict';

export const title =
	'a benchmark has one short lens, by which it runs with every allocation recorded, and the answer says which hints allocated';

const files = {
	'profile_test.go': `package agent

import "testing"

var kept, other *Profile

func BenchmarkKeep(b *testing.B) {
	for i := 0; i < b.N; i++ {
		kept = newProfile()
	}
	other = &Profile{}
}
`,
	'profile.go': `package agent

type Profile struct{ samples [64]int }

//go:noinline
func newProfile() *Profile { return &Profile{} }
`,
};

export async function run(stage) {
	const editor = await stage.open(files);
	const { page } = editor;
	await editor.seeLens(/^run with…\s*\|\s*1 heap/);
	await page.locator('.codelens-decoration a').getByText('run with…').click();
	const choice = page.locator('.quick-input-widget:visible .monaco-list-row');
	await choice.filter({ hasText: 'Capture' }).waitFor();
	// Two that measure, and four sanitizers.
	assert.equal(await choice.count(), 6);
	await stage.screenshot(editor, 'run-with');
	await choice.filter({ hasText: 'Check escape hints' }).click();
	const answer = page.locator('.notification-toast').filter({ hasText: /1 of 1 hint allocated in BenchmarkKeep/ });
	await answer.waitFor({ timeout: 120_000 });
}
