import assert from 'node:assert/strict';

export const title = 'the hover of a directive says what it does, for which scope, and what it binds to';

export async function run(stage) {
	const editor = await stage.open({
		'clock.go':
			'package agent\n\nimport _ "unsafe"\n\n//go:linkname nanotime runtime.nanotime\nfunc nanotime() int64\n',
		// Lets the go command accept a function without a body.
		'empty.s': '',
	});
	const hover = await editor.hover('//go:linkname', 'runtime.nanotime', 'pull');
	assert.match(hover, /runtime\.nanotime/);
	assert.match(hover, /package/);
}
