import { execFileSync } from 'node:child_process';
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export const title = 'a profile is loaded, the hover says what the line allocated, and one click leaves the hot hints';

const hot = `package hot

type Profile struct{ samples [64]int }

func New() *Profile {
	return &Profile{}
}

func Once() *Profile {
	return &Profile{samples: [64]int{1}}
}
`;

const program = `package main

import (
	"os"
	"runtime"
	"runtime/pprof"

	"example.com/agent/hot"
)

var kept []*hot.Profile

func main() {
	runtime.MemProfileRate = 1
	for i := 0; i < 1000; i++ {
		kept = append(kept, hot.New())
	}
	kept = append(kept, hot.Once())
	f, err := os.Create(os.Args[1])
	if err != nil {
		panic(err)
	}
	pprof.Lookup("allocs").WriteTo(f, 0)
	f.Close()
}
`;

export async function run(stage) {
	const editor = await stage.open({ 'hot/hot.go': hot, 'main.go': program });
	const { page, module } = editor;
	execFileSync('go', ['run', '-buildvcs=false', '.', 'heap.pprof'], { cwd: module });
	await editor.seeLine(/return &Profile\{\}.*heap/);
	await editor.seeLine(/samples: \[64\]int\{1\}\}.*heap/);

	// Without a profile nothing is hot: choosing it leads to one.
	await editor.command('Linkscape: Toggle Hot Lines Only');
	await page.getByRole('button', { name: 'Load Profile…' }).click();
	await page.locator('.quick-input-widget:visible .monaco-list-row').filter({ hasText: 'heap.pprof' }).click();

	await editor.seeNoLine(/samples: \[64\]int\{1\}\}.*heap/);
	await editor.seeLine(/return &Profile\{\}.*heap/);
	await editor.seeStatus('only hot');
	await editor.hover(
		'return &Profile{}',
		'Profile',
		/512 kB, 1,000 objects on this line \(\d+ % of the heap profile\)/,
	);
	await stage.screenshot(editor, 'profile-hover');
	assert.ok(!existsSync(join(module, '.vscode')), 'loading a profile writes nothing into the module');

	// What the click on the status item opens.
	await editor.command('Linkscape: Clear Filters');
	await editor.seeLine(/samples: \[64\]int\{1\}\}.*heap/);
	await editor.command('Linkscape: Show Menu');
	const choice = page.locator('.quick-input-widget:visible .monaco-list-row').filter({ hasText: 'Only hot' });
	await choice.waitFor();
	await stage.screenshot(editor, 'profile-menu');
	await choice.click();
	await editor.seeNoLine(/samples: \[64\]int\{1\}\}.*heap/);

	await editor.command('Linkscape: Unload Profile');
	await editor.seeLine(/samples: \[64\]int\{1\}\}.*heap/);
}
