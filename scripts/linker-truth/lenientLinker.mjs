// The linker of a Go release, rebuilt so that it names every reference that it refuses instead of stopping at the first one.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What is written differently in the linker's sources; each text stands there once, or this was made for another linker. */
const changes = [
	{
		file: 'loader/loader.go',
		from: 'log.Fatalf("%s: invalid reference to %s", pkg, name)',
		to: 'log.Printf("%s: invalid reference to %s", pkg, name)',
	},
	{
		file: 'loader/loader.go',
		from: 'log.Fatalf("duplicated definition of symbol',
		to: 'log.Printf("duplicated definition of symbol',
	},
	{ file: 'ld/util.go', from: 'if nerrors > 20', to: 'if nerrors > 1<<30' },
	// References are checked while objects are loaded. A variable in place of a function may confuse what comes behind that.
	{
		file: 'ld/main.go',
		from: '\tctxt.loadlib()\n',
		to: '\tctxt.loadlib()\n\tif os.Getenv("LINK_ONLY_LOAD") != "" { Exit(1) }\n',
	},
];

/**
 * Makes the linker of a release, and a program for `go build -toolexec` that runs it in place of the release's own.
 *
 * @param {string} goroot of the release
 * @param {string} directory where both are put
 * @returns {string} the path of that program
 * @throws when the linker's sources do not hold what is to be changed
 */
export function makeLenientLinker(goroot, directory) {
	const linker = join(directory, 'link');
	const program = join(directory, 'toolexec');
	if (existsSync(program)) return program;
	mkdirSync(directory, { recursive: true });
	/** @type {Record<string, string>} */
	const replaced = {};
	for (const { file, from, to } of changes) {
		const original = join(goroot, 'src/cmd/link/internal', file);
		const source = replaced[original] ?? original;
		const parts = readFileSync(source, 'utf8').split(from);
		if (parts.length !== 2) throw new Error(`${original} has ${parts.length - 1} times: ${from}`);
		replaced[original] = join(directory, file.replace('/', '-'));
		writeFileSync(replaced[original], parts.join(to));
	}
	const overlay = join(directory, 'overlay.json');
	writeFileSync(overlay, JSON.stringify({ Replace: replaced }));
	// An overlay may not replace what lies in the module cache, where the go command keeps releases that it has downloaded.
	const elsewhere = { GOMODCACHE: join(directory, 'modules') };
	const env = {
		...process.env,
		GOTOOLCHAIN: 'local',
		GOROOT: goroot,
		GOFLAGS: '',
		GOWORK: 'off',
		GOEXPERIMENT: '',
		...elsewhere,
	};
	const args = ['build', '-overlay', overlay, '-o', linker, 'cmd/link'];
	execFileSync(join(goroot, 'bin/go'), args, {
		cwd: join(goroot, 'src'),
		env,
		stdio: ['ignore', 'inherit', 'inherit'],
	});
	writeFileSync(program, `#!/bin/sh\ncase "$1" in */link) shift; exec '${linker}' "$@" ;; esac\nexec "$@"\n`);
	chmodSync(program, 0o755);
	return program;
}
