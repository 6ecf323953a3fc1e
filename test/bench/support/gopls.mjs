// gopls, which the benchmarks compare with: installed once, outside the repository.
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { runQuietly } from '../../../scripts/run.mjs';

const version = 'v0.24.0';

/** The path of gopls; the first call on a machine downloads and builds it (a minute or two). */
export async function gopls() {
	const bin = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'linkscape-bench', `gopls-${version}`);
	const program = join(bin, process.platform === 'win32' ? 'gopls.exe' : 'gopls');
	if (!existsSync(program)) {
		// gopls wants a Go of its own generation to be built with.
		const env = { ...process.env, GOBIN: bin, GOTOOLCHAIN: 'go1.27.0' };
		const { code, output } = await runQuietly(['go', 'install', `golang.org/x/tools/gopls@${version}`], { env });
		if (code !== 0) throw new Error(`cannot install gopls\n${output}`);
	}
	return program;
}
