export const title = 'the filter of a click in the hover hides other classes, and one command clears it';

export async function run(stage) {
	const editor = await stage.open({
		'profile.go': `package agent

import "log"

type Profile struct{ samples [64]int }

func newProfile() *Profile {
	return &Profile{}
}

func report(count int) {
	log.Println(count)
}
`,
	});
	await editor.seeLine(/log\.Println\(count\).*heap/);
	await editor.hover('return &Profile{}', 'Profile', 'goes to the heap');
	await editor.page.locator('.monaco-hover:visible').getByText('Show only returned').click();
	await editor.seeNoLine(/log\.Println\(count\).*heap/);
	await editor.seeLine(/return &Profile\{\}.*heap/);
	await editor.seeStatus('filtered');
	await editor.seeLens('1 escape hint is hidden by the filters of this workspace');
	await editor.page.locator('.statusbar-item').filter({ hasText: 'Linkscape: filtered' }).first().waitFor();
	await editor.command('Linkscape: Clear Filters');
	await editor.seeLine(/log\.Println\(count\).*heap/);
}
