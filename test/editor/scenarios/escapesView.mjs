import assert from 'node:assert/strict';

export const title = 'the Escapes view lists packages, functions and hints, and one click explains a hint';

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
	await editor.command('Explorer: Focus on Go Escapes View');
	const row = (text) => editor.page.locator('.pane-body .monaco-list-row').filter({ hasText: text }).first();
	await row('(*Store).newProfile').click();
	const hint = row('&Profile{');
	await hint.waitFor();
	assert.match(await hint.innerText(), /line 8, heap: /s);
	assert.match(await row('(*Store).newProfile').innerText(), /1 heap.*profile\.go/s);

	await hint.hover();
	await hint.getByRole('button', { name: /Explain this Escape/ }).click();
	await editor.page.locator('.peekview-widget .ref-tree .monaco-list-row').first().waitFor();
}
