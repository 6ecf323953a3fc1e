import assert from 'node:assert/strict';

export const title =
	'the Escapes view lists the whole module on request, by function or class, with bytes and a menu, and explains a hint';

const files = {
	'profile.go': `package agent

type Profile struct{ samples [64]int }

type Store struct{ all []*Profile }

func (s *Store) newProfile() *Profile {
	profile := &Profile{}
	s.all = append(s.all, profile)
	return profile
}
`,
	'closed/closed.go': `package closed

type Pair struct{ a, b int }

func New() *Pair { return &Pair{} }
`,
};

export async function run(stage) {
	const editor = await stage.open(files);
	const { page } = editor;
	await editor.seeLens(/1 heap/);
	await editor.command('Explorer: Focus on Go Escapes View');
	const row = (text) => page.locator('.pane-body .monaco-list-row').filter({ hasText: text }).first();
	await row('(*Store).newProfile').click();
	const hint = row('&Profile{');
	await hint.waitFor();
	assert.match(await hint.innerText(), /512 B, line 8, heap: /s);
	assert.match(await row('(*Store).newProfile').innerText(), /1 heap.*profile\.go/s);

	await hint.hover();
	await hint.getByRole('button', { name: /Explain this Escape/ }).click();
	const peek = page.locator('.peekview-widget');
	await peek.locator('.ref-tree .monaco-list-row').first().waitFor();
	// The words of the path stand beside its lines, in the peek as well.
	await peek
		.locator('.view-line')
		.filter({ hasText: /\d\.\s/ })
		.first()
		.waitFor();
	await stage.screenshot(editor, 'escapes-peek');
	await page.keyboard.press('Escape');
	await peek.waitFor({ state: 'detached' });
	await editor.seeNoLine(/\d\.\s/);

	await editor.command('Linkscape: Analyze Module');
	await row('example.com/agent/closed').waitFor();
	await editor.command('Linkscape: Group Escapes by Class');
	await row('returned').waitFor();
	await row('returned').click({ button: 'right' });
	await page.getByRole('menuitem', { name: 'Show Only This Class' }).waitFor();
	await stage.screenshot(editor, 'escapes-classes');
	await page.getByRole('menuitem', { name: 'Show Only This Class' }).click();
	await page
		.locator('.pane-body .message')
		.filter({ hasText: /hidden: only/ })
		.waitFor();
	await editor.seeLens(/hidden by the filters/);
	await stage.screenshot(editor, 'escapes-filtered');
	await page
		.locator('.codelens-decoration a')
		.getByText(/hidden by the filters/)
		.click();
	await row('append-growth').waitFor();
	await editor.command('Linkscape: Group Escapes by Function');
	await row('(*Store).newProfile').waitFor();
}
