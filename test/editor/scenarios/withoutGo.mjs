export const title = 'without go on PATH directives are checked, and the status says that go is missing';
export const needsGo = false;

export async function run(stage) {
	const editor = await stage.open(
		{ 'clock.go': 'package agent\n\n//go:linkname nanotime runtime.nanotime\nfunc nanotime() int64\n' },
		{ withoutGo: true },
	);
	await editor.seeProblem('linkname-needs-unsafe');
	await editor.seeStatus('no Go found, linkname checks only');
}
