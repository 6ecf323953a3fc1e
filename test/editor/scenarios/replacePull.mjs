import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';

export const title =
	'a refused pull is replaced by the public API by keyboard, saved, and the module builds; one undo takes it back';

const before = `package main

import _ "unsafe"

//go:linkname getenv runtime.gogetenv
func getenv(key string) string

func main() { println(getenv("HOME")) }
`;

const after = `package main

import "os"

func getenv(key string) string {
	return os.Getenv(key)
}

func main() { println(getenv("HOME")) }
`;

export async function run(stage) {
	const editor = await stage.open({ 'main.go': before });
	const { module } = editor;
	assert.match(
		spawnSync('go', ['build', '-o', '/dev/null', '.'], { cwd: module, encoding: 'utf8' }).stderr,
		/invalid reference to runtime.gogetenv/,
	);
	await editor.seeProblem('linkname-refused');
	await editor.goTo(5, 25);
	await editor.quickFix(/^Replace by os\.Getenv/);
	await editor.seeLine('return os.Getenv(key)');
	await editor.save();
	await stage.seeOnDisk(editor, 'main.go', after);
	execFileSync('go', ['build', '-o', '/dev/null', '.'], { cwd: module });
	await editor.page.keyboard.press('Control+1');
	await editor.page.keyboard.press('Control+Z');
	await editor.seeLine('//go:linkname getenv runtime.gogetenv');
	await editor.save();
	await stage.seeOnDisk(editor, 'main.go', before);
}
