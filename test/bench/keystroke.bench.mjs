// What a keystroke in a file of 10,000 lines costs until its linkname findings are known, beside the incremental parse of
// the same keystroke.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { root } from '../../scripts/repository.mjs';

export const title = 'Keystroke in 10,000 lines → linkname findings (median of 400)';

const lines = 10_000;

export async function measure() {
	const folder = mkdtempSync(join(tmpdir(), 'linkscape-bench-'));
	try {
		const outfile = join(folder, 'keystroke.mjs');
		const entry = join(root, 'test/bench/support/keystroke.ts');
		const banner = { js: `import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);` };
		await build({
			entryPoints: [entry],
			outfile,
			bundle: true,
			platform: 'node',
			format: 'esm',
			banner,
			logLevel: 'error',
		});
		const { timeKeystrokes } = await import(pathToFileURL(outfile).href);
		const { resolve } = createRequire(import.meta.url);
		const wasm = {
			runtime: readFileSync(resolve('web-tree-sitter/web-tree-sitter.wasm')),
			grammar: readFileSync(resolve('tree-sitter-go/tree-sitter-go.wasm')),
		};
		const goroot = execFileSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).trim();
		const files = {
			'many declarations': ['runtime/proc.go', 'runtime/mheap.go'],
			'long functions': ['cmd/compile/internal/ssa/rewriteAMD64.go'],
		};
		const rows = [];
		for (const [what, names] of Object.entries(files)) {
			const text = firstLines(names.map((name) => readFileSync(join(goroot, 'src', name), 'utf8')).join('\n'));
			const at = text.indexOf('return ', text.length / 2) + 'return '.length;
			const { findings, reparse } = await timeKeystrokes(join(folder, 'p.go'), text, at, wasm);
			rows.push({
				what,
				ours: { name: 'findings', value: findings },
				other: { name: 'incremental parse', value: reparse },
				unit: 'ms',
				limit: 2,
			});
		}
		return rows;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

function firstLines(text) {
	return text.split('\n').slice(0, lines).join('\n');
}
