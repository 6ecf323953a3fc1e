export const title = 'a directive is checked while it is typed, before it is saved';
export const needsGo = false;

export async function run(stage) {
	const editor = await stage.open({ 'clock.go': 'package agent\n\n\nfunc nanotime() int64\n' });
	await editor.goTo(3, 1);
	await editor.type('//go:linkname nanotime runtime.nanotime');
	await editor.seeProblem('linkname-needs-unsafe');
}
