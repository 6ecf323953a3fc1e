export const title = 'the example module shows what is wrong with its directives, with the ways out';

export async function run(stage) {
	const editor = await stage.openExample('experiment/experiment.go');
	await editor.command('View: Toggle Primary Side Bar Visibility');
	await editor.seeProblem('directive-ignored');
	await editor.page.keyboard.press('Control+Shift+M');
	await editor.hover('// go:noinline', 'go:noinline', 'ignores');
	await stage.picture(editor, 'directive-ignored', 'Links, and reads', 'func spin');
}
