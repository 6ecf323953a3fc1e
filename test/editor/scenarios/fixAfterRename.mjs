export const title = 'a function is renamed beside gopls, and the preferred fix takes its directive along';

const source = `package agent

import _ "unsafe"

//go:linkname nanotime runtime.nanotime
func nanotime() int64

var Start = nanotime()
`;

export async function run(stage) {
	const editor = await stage.open({ 'clock.go': source, 'empty.s': '' }, { besideGo: true });
	await editor.goTo(6, 8);
	await editor.rename('nano2');
	await editor.seeLine('var Start = nano2()');
	await editor.seeLine('//go:linkname nanotime runtime.nanotime');
	await editor.seeProblem('linkname-local');
	await editor.goTo(5, 16);
	await editor.autoFix();
	await editor.seeLine('//go:linkname nano2 runtime.nanotime');
	await editor.seeNoSquiggle('error');
}
