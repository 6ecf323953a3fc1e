export const title = 'the example module shows what is wrong with its directives, with the ways out';

export async function run(stage) {
	const editor = await stage.openExample('experiment/experiment.go');
	await editor.command('View: Toggle Primary Side Bar Visibility');
	await editor.goTo(44, 1);
	await editor.seeSquiggle('warning');
	await editor.hover('// go:noinline', 'go:noinline', /ignores[\s\S]*Quick Fix/);
	await stage.picture(editor, 'directive-ignored', 'Links, and reads', 'func spin');
}
