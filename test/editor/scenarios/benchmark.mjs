import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export const title = 'a pull is measured from its code lens, the report is rendered, and the benchmark can be kept';

const source = `package agent

import _ "unsafe"

//go:linkname nanotime runtime.nanotime
func nanotime() int64
`;

export async function run(stage) {
	const editor = await stage.open({ 'clock.go': source });
	const { page, module } = editor;
	await editor.seeLens('Benchmark against the public API');
	await page.locator('.codelens-decoration a').getByText('Benchmark against the public API').click();

	const report = page.frameLocator('iframe.webview').frameLocator('iframe#active-frame').locator('body');
	await report.getByRole('heading', { name: 'nanotime: pull against public API' }).waitFor({ timeout: 60_000 });
	await report.getByRole('cell', { name: 'At least twice as fast' }).waitFor();
	await stage.screenshot(editor, 'benchmark-report');

	assert(!existsSync(join(module, 'nanotime_bench_test.go')));
	await page.getByRole('button', { name: 'Keep This Benchmark' }).click();
	await editor.seeLine('func BenchmarkNanotimePull(b *testing.B) {');
	assert(existsSync(join(module, 'nanotime_bench_test.go')));
	execFileSync('go', ['vet', '.'], { cwd: module });
}
