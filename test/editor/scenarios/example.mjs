export const title = 'the example module shows why its values go to the heap';

export async function run(stage) {
	const editor = await stage.openExample('sampler/sampler.go');
	await editor.command('View: Toggle Primary Side Bar Visibility');
	await editor.goTo(40, 1);
	await editor.seeLens(/heap/);
	await editor.seeLine(/return &Sampler\{.*heap: returned/);
	await editor.seeLine(/append\(s\.samples.*heap/);
	await stage.picture(editor, 'escape-hints', 'New returns', 'onSample(sample)');
}
