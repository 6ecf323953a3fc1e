// What it costs to know what the linker will say to one file: with nothing known, and after a restart.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { build } from 'esbuild';
import { root } from '../../scripts/repository.mjs';
import { median } from './support/median.mjs';

export const title = 'The facts that the directives of one file need (median of 5)';

// One pushed from its own package, one from another, one in assembly elsewhere, one that does not exist.
const symbols = ['runtime.nanotime', 'sync.runtime_Semacquire', 'runtime.memequal', 'time.noSuchFunction'];

const directives = symbols.map((symbol, index) => `//go:linkname f${index} ${symbol}\nfunc f${index}()\n`);
const source = `package p\n\nimport (\n\t_ "sync"\n\t_ "time"\n\t_ "unsafe"\n)\n\n${directives.join('\n')}`;

export async function measure() {
	const folder = mkdtempSync(join(tmpdir(), 'linkscape-bench-'));
	try {
		const program = join(folder, 'questions.mjs');
		const entry = join(root, 'test/bench/support/gorootQuestions.ts');
		await build({
			entryPoints: [entry],
			outfile: program,
			bundle: true,
			platform: 'node',
			format: 'esm',
			minify: true,
		});
		const goroot = execFileSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).trim();
		const ask = (cache) =>
			Number(execFileSync(process.execPath, [program, goroot, cache, ...symbols], { encoding: 'utf8' }));
		const cold = [];
		const warm = [];
		for (let round = 0; round < 5; round++) {
			const cache = join(folder, `cache${round}`);
			cold.push(ask(cache));
			warm.push(ask(cache));
		}
		return [
			{
				what: 'cold, beside go vet of the file’s package with an empty build cache',
				ours: { name: 'linkscape', value: median(cold) },
				other: { name: 'go vet', value: millisecondsOfVet(folder) },
				unit: 'ms',
				limit: 1 / 3,
			},
			{
				what: 'warm from disk',
				ours: { name: 'linkscape', value: median(warm) },
				other: { name: 'the limit', value: 30 },
				unit: 'ms',
				limit: 1,
			},
		];
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

function millisecondsOfVet(folder) {
	const module = join(folder, 'module');
	mkdirSync(module);
	writeFileSync(join(module, 'go.mod'), 'module example.com/p\n\ngo 1.21\n');
	writeFileSync(join(module, 'p.go'), source);
	const env = { ...process.env, GOCACHE: join(folder, 'gocache') };
	const started = performance.now();
	execFileSync('go', ['vet', '.'], { cwd: module, env, stdio: 'ignore' });
	return performance.now() - started;
}
