// One program that pulls every symbol of the standard library, and what the linker says to it.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const pullsPerFile = 1_000;

/**
 * Writes the module of the program: a command that imports the packages and pulls each symbol as a body-less function that it calls, or as a
 * variable of one byte.
 *
 * @param {string} directory of the module; what it holds is replaced
 * @param {readonly string[]} packages import paths
 * @param {readonly string[]} symbols
 * @param {'func' | 'var'} as
 */
export function writeProgram(directory, packages, symbols, as) {
	rmSync(directory, { recursive: true, force: true });
	mkdirSync(directory, { recursive: true });
	writeFileSync(join(directory, 'go.mod'), 'module pulls\n\ngo 1.21\n');
	const files = Array.from({ length: Math.ceil(symbols.length / pullsPerFile) }, (_, index) => index);
	const uses = as === 'func' ? files.map((index) => `\tuse${index}()\n`).join('') : '';
	const imports = packages.map((path) => `\t_ "${path}"\n`).join('');
	writeFileSync(join(directory, 'main.go'), `package main\n\nimport (\n${imports})\n\nfunc main() {\n${uses}}\n`);
	for (const index of files) {
		const some = symbols.slice(index * pullsPerFile, (index + 1) * pullsPerFile);
		const pulls = some.map((symbol, at) => pullOf(symbol, `pull${index}_${at}`, as)).join('');
		const use = `func use${index}() {\n${some.map((_, at) => `\tpull${index}_${at}()\n`).join('')}}\n`;
		const text = `package main\n\nimport _ "unsafe"\n\n${pulls}${as === 'func' ? use : ''}`;
		writeFileSync(join(directory, `pulls${index}.go`), text);
	}
}

/** @param {string} symbol @param {string} local @param {'func' | 'var'} as */
function pullOf(symbol, local, as) {
	return `//go:linkname ${local} ${symbol}\n${as === 'func' ? `func ${local}()` : `var ${local} byte`}\n\n`;
}

/**
 * What the linker says to each symbol of such a program.
 *
 * @param {string} directory of the module
 * @param {readonly string[]} symbols
 * @param {string} go the go command
 * @param {readonly string[]} flags of `go build`
 * @param {NodeJS.ProcessEnv} env
 * @returns {Map<string, 'links' | 'refused' | 'undefined'>}
 * @throws when the build ends before the linker has seen everything
 */
export function askLinker(directory, symbols, go, flags, env) {
	const args = ['build', ...flags, '-ldflags=-w', '-o', join(directory, 'program')];
	const { stdout, stderr } = spawnSync(go, args, { cwd: directory, env, encoding: 'utf8', maxBuffer: 1 << 28 });
	const said = `${stdout}${stderr}`;
	const answers = new Map(
		symbols.map((symbol) => [symbol, /** @type {'links' | 'refused' | 'undefined'} */ ('links')]),
	);
	/** @type {string[]} */
	const others = [];
	for (const line of said.split('\n')) {
		// A variable that clashes with what it pulls does not link either.
		const clash = /^(?:\S*link: )?duplicated definition of symbol (\S+), from /.exec(line)?.[1];
		const refused = clash ?? /^(?:\S*link: )?main: invalid reference to (.+)$/.exec(line)?.[1];
		const missing = /^main\.\S+: relocation target (\S+) not defined(?: for | *$|$)/.exec(line)?.[1];
		if (refused !== undefined) answers.set(refused, 'refused');
		else if (missing !== undefined) {
			if (answers.get(missing) !== 'refused') answers.set(missing, 'undefined');
		} else if (line !== '' && !line.startsWith('#')) others.push(line);
	}
	for (const symbol of [...answers.keys()].slice(symbols.length)) others.push(`not asked about: ${symbol}`);
	if (others.length > 0) throw new Error(`go build in ${directory} says besides:\n${others.slice(0, 20).join('\n')}`);
	return answers;
}
