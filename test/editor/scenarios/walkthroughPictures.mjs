export const title = 'the walkthrough has pictures of what the product shows, in a dark and in a light theme';
export const onlyForPictures = true;

/** About as wide as VS Code draws the picture of a walkthrough, so that its text is readable there. */
const window = { width: 700, height: 800 };

/** As VS Code calls them, with the names of the files. */
const themes = { dark: 'Default Dark Modern', light: 'Default Light Modern' };

export async function run(stage) {
	for (const [name, theme] of Object.entries(themes)) {
		const settings = { 'workbench.colorTheme': theme };
		const picture = (editor, what, clip) => stage.pictureOf(editor, `walkthrough/${what}-${name}`, clip);

		const sampler = await openNarrow(stage, 'sampler/sampler.go', settings);
		await sampler.goTo(40, 1);
		await sampler.seeLens(/heap/);
		await sampler.seeLine(/return &Sampler\{.*heap: returned/);
		const lines = await sampler.placeOfLines('New returns', 'make(map');
		await picture(sampler, 'escape', { ...lines, width: 570, height: lines.height + 40 });

		// A file that ends above the tooltip.
		const labels = await openNarrow(stage, 'labels/labels.go', settings);
		const { page } = labels;
		await labels.seeStatus(/Linkscape go1\.\d+/);
		const item = page.locator('.statusbar-item', { hasText: 'Linkscape' }).first();
		await item.hover();
		const tooltip = page.locator('.monaco-hover:visible').filter({ hasText: 'from PATH' });
		await tooltip.waitFor();
		// The go of this machine is of no interest, and its path is long.
		await tooltip.getByText('from PATH').evaluate((place) => {
			place.textContent = '/usr/local/go/bin/go, from PATH';
		});
		const [bar, box] = [await item.boundingBox(), await tooltip.boundingBox()];
		const left = Math.min(bar.x, box.x) - 60;
		const [right, bottom] = [Math.max(bar.x + bar.width, box.x + box.width), bar.y + bar.height];
		await picture(labels, 'open', { x: left, y: box.y - 12, width: right - left, height: bottom - box.y + 12 });
		await item.click();
		const menu = await page.locator('.quick-input-widget:visible').boundingBox();
		const last = page.locator('.quick-input-widget:visible .monaco-list-row').filter({ hasText: 'Load profile…' });
		const { y, height } = await last.boundingBox();
		await picture(labels, 'menu', { ...menu, height: y + height - menu.y });
		await page.keyboard.press('Escape');

		const linkname = await openNarrow(stage, 'experiment/experiment.go', settings);
		await linkname.goTo(10, 1);
		await linkname.seeSquiggle('error');
		await linkname.hover('//go:linkname gcStart', 'runtime.gcStart', /refuses[\s\S]*Public API/);
		const top = await linkname.placeOfLines('// Refused by', '//go:linkname gcStart');
		const hover = await linkname.page.locator('.monaco-hover:visible').first().boundingBox();
		await picture(linkname, 'linkname', { ...top, height: hover.y + hover.height - top.y });
	}
}

async function openNarrow(stage, file, settings) {
	const editor = await stage.openExample(file, settings);
	await editor.command('View: Toggle Primary Side Bar Visibility');
	await editor.page.setViewportSize(window);
	return editor;
}
