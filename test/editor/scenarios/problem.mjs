export const title = 'a broken directive is underlined and listed in the Problems panel';
export const needsGo = false;

export async function run(stage) {
	const editor = await stage.open({
		'clock.go': 'package agent\n\n//go:linkname nanotime runtime.nanotime\nfunc nanotime() int64\n',
	});
	await editor.seeSquiggle('error');
	const [, entry] = await editor.seeProblem('linkname-needs-unsafe');
	if (!entry.includes('[Ln 3, Col ')) throw new Error(`not on the line of the directive: ${entry}`);
}
