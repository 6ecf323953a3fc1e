// Which functions and variables of package runtime a compiler knows by name, read from its sources.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The names in package runtime that cmd/compile and cmd/internal/obj may call or read in code that they make: what
 * typecheck/_builtin/runtime.go declares, what is looked up by name, and what is written as "runtime.x".
 * @param {string} goroot
 * @returns {Set<string>}
 */
export function runtimeVocabulary(goroot) {
	const cmd = join(goroot, 'src/cmd');
	const builtin = readFileSync(join(cmd, 'compile/internal/typecheck/_builtin/runtime.go'), 'utf8');
	const names = new Set([...builtin.matchAll(/^(?:func|var) (\w+)/gm)].map(([, name = '']) => name));
	for (const folder of ['compile/internal', 'internal/obj']) {
		for (const name of readdirSync(join(cmd, folder), { recursive: true, encoding: 'utf8' })) {
			if (!name.endsWith('.go') || name.endsWith('_test.go') || /[\\/]testdata[\\/]/.test(name)) continue;
			const text = readFileSync(join(cmd, folder, name), 'utf8');
			if (!text.includes('untime')) continue;
			const found = text.matchAll(/LookupRuntime(?:Func|Var)?\("(\w+)"|"runtime\.(\w+)"/g);
			for (const [, one, other] of found) names.add(one ?? other ?? '');
		}
	}
	return names;
}
