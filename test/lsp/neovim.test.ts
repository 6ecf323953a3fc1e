/** A second real client: Neovim's own, which asks for nothing that VS Code brings along. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { buildBundle } from '../support/bundleServer.ts';

const hasNeovim = spawnSync('nvim', ['--version']).status === 0;
if (!hasNeovim) {
	if (process.env['CI']) throw new Error('nvim is missing: CI must have it (Debian package neovim).');
	console.log('skipped: test/lsp/neovim.test.ts, because nvim is not on PATH');
}

test.runIf(hasNeovim)('Neovim shows a finding, its hover, and applies the fix', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'linkscape-nvim-'));
	try {
		const server = await buildBundle('lspMain.mjs', folder);
		writeFileSync(join(folder, 'go.mod'), 'module example.com/m\n\ngo 1.21\n');
		const file = join(folder, 'a.go');
		writeFileSync(file, 'package m\n\n//go:linkname nanotime runtime.nanotime\nfunc nanotime() int64\n');
		const script = resolve('test/lsp/neovim.lua');
		const output = execFileSync('nvim', ['--headless', '-u', 'NONE', '-n', '-S', script, '--', server, folder, file], {
			encoding: 'utf8',
			timeout: 60_000,
			env: { ...process.env, XDG_STATE_HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
			stdio: ['ignore', 'pipe', 'ignore'],
		});
		const seen = JSON.parse(output.slice(output.indexOf('{'))) as Record<string, unknown>;
		expect(seen['codes']).toEqual(['linkname-needs-unsafe']);
		expect(seen['hover']).toContain('whole package');
		expect(seen['text']).toBe(
			'package m\n\nimport _ "unsafe"\n\n//go:linkname nanotime runtime.nanotime\nfunc nanotime() int64',
		);
		expect(seen['fixed']).toBe(true);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
});
