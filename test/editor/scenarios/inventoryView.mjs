export const title = 'the Inventory view lists what the module relies on, broken things first, and opens the place';

const files = {
	'clock.go': `package agent

import _ "unsafe"

//go:linkname nanotime runtime.nanotime
func nanotime() int64

//go:linkname start runtime.gcStart
func start()

//go:nosplit
func add(a, b int) int { return a + b }

func Now() int64 { start(); return nanotime() + int64(add(1, 2)) }
`,
	'again/again.go': `package again

import _ "unsafe"

//go:linkname clock runtime.nanotime
func clock() int64

func Now() int64 { return clock() }
`,
};

export async function run(stage) {
	const editor = await stage.open(files);
	const { page } = editor;
	await editor.command('Linkscape: Show the Inventory of this Module');
	const row = (text) => page.locator('.pane-body .monaco-list-row').filter({ hasText: text }).first();
	await row('runtime.gcStart')
		.filter({ hasText: /refused since go1\.23/ })
		.waitFor();
	await row('//go:nosplit').waitFor();
	const both = row('runtime.nanotime').filter({ hasText: /links.*2 places/ });
	await both.waitFor();
	await both.click();
	await row('again.go:5').waitFor();
	await stage.screenshot(editor, 'inventory');
	await row('again.go:5').click();
	await page.locator('.tab.active').filter({ hasText: 'again.go' }).waitFor();
}
