export const title = 'the example module shows what is wrong with its directives, with the ways out';

export async function run(stage) {
	// The picture begins at the directive.
	const editor = await stage.openExample('experiment/experiment.go', { 'editor.hover.above': false });
	await editor.command('View: Toggle Primary Side Bar Visibility');
	await editor.goTo(10, 1);
	await editor.seeSquiggle('error');
	await editor.hover('//go:linkname gcStart', 'runtime.gcStart', /refuses[\s\S]*Public API/);
	await stage.picture(editor, 'linkname-refused', '// Refused by', 'var ncpu');
}
