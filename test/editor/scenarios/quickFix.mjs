export const title = 'the quick fix imports "unsafe" by keyboard, and the file is saved with it';
export const needsGo = false;

export async function run(stage) {
	const editor = await stage.open({
		'clock.go': 'package agent\n\n//go:linkname nanotime runtime.nanotime\nfunc nanotime() int64\n',
	});
	await editor.seeProblem('linkname-needs-unsafe');
	await editor.goTo(3, 16);
	await editor.quickFix('unsafe');
	await editor.seeLine('import _ "unsafe"');
	await editor.save();
	await stage.seeOnDisk(
		editor,
		'clock.go',
		'package agent\n\nimport _ "unsafe"\n\n//go:linkname nanotime runtime.nanotime\nfunc nanotime() int64\n',
	);
}
