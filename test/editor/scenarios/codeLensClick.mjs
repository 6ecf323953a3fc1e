import assert from 'node:assert/strict';

export const title = 'a click on the code lens lists what the function allocates, and leads there';

export async function run(stage) {
	const editor = await stage.open({
		'profile.go': `package agent

type Profile struct{ samples [64]int }

type Store struct{ all []*Profile }

func (s *Store) newProfile() *Profile {
	profile := &Profile{}
	s.all = append(s.all, profile)
	return profile
}
`,
	});
	await editor.seeLens(/1 heap/);
	await editor.page.locator('.codelens-decoration a').first().click();
	const row = editor.page.locator('.quick-input-widget:visible .monaco-list-row').filter({ hasText: '&Profile{' });
	await row.waitFor();
	assert.match(await row.innerText(), /line 8, heap/);
	await row.click();
	await editor.page.locator('#status\\.editor\\.selection', { hasText: 'Ln 8' }).waitFor();
	await editor.hover('profile := &Profile{}', 'Profile', 'size class 512');
}
