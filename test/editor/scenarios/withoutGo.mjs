export const title = 'without go on PATH directives are checked, and the status says that go is missing';
export const needsGo = false;

export async function run(stage) {
	const editor = await stage.open(
		{ 'clock.go': 'package agent\n\n//go:linkname nanotime runtime.nanotime\nfunc nanotime() int64\n' },
		{ withoutGo: true },
	);
	await editor.seeProblem('linkname-needs-unsafe');
	await editor.seeStatus('no Go found');
	// The button that helps stands in the menu, which the item in the status bar opens.
	await editor.page.locator('[id*="linkscape"].statusbar-item').filter({ hasText: 'no Go found' }).first().click();
	await editor.page.locator('.quick-input-widget:visible .monaco-list-row').filter({ hasText: 'Choose Go…' }).waitFor();
}
