// One build of the standard library: a release, a port, -race, experiments; and what the go command says about it.
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * @typedef {object} GoBuild
 * @property {string} name `go1.27.0 linux/amd64:race`
 * @property {string} file the same for a file's name: `go1.27.0-linux-amd64-race`
 * @property {string} release `1.27.0`
 * @property {{ goroot: string, goos: string, goarch: string, cgo: boolean, tags: string[] }} context as Linkscape is asked
 * @property {string} go path of the go command
 * @property {string[]} flags of that command
 * @property {NodeJS.ProcessEnv} env
 */

/**
 * @param {string} release `1.27.0`; the go command fetches what it does not have
 * @param {string} mode `linux/arm64`, or with cgo, -race or values of GOEXPERIMENT behind it: `linux/amd64:race`, `linux/amd64:simd,nojsonv2`
 * @returns {GoBuild}
 */
export function goBuild(release, mode) {
	const [port = '', options = ''] = mode.split(':');
	const [goos = '', goarch = ''] = port.split('/');
	const words = options.split(',').filter((word) => word !== '');
	const race = words.includes('race');
	const cgo = race || words.includes('cgo');
	const experiments = words.filter((word) => word !== 'race' && word !== 'cgo');
	const fetching = { ...process.env, GOTOOLCHAIN: `go${release}` };
	const goroot = execFileSync('go', ['env', 'GOROOT'], { cwd: tmpdir(), encoding: 'utf8', env: fetching }).trim();
	return {
		name: `go${release} ${mode}`,
		file: `go${release}-${mode.replace(/[/:,]/g, '-')}`,
		release,
		context: {
			goroot,
			goos,
			goarch,
			cgo,
			tags: [...(race ? ['race'] : []), ...experiments.map((word) => `goexperiment.${word}`)],
		},
		go: join(goroot, 'bin/go'),
		flags: race ? ['-race'] : [],
		env: {
			...process.env,
			GOTOOLCHAIN: 'local',
			GOROOT: goroot,
			GOFLAGS: '',
			GOWORK: 'off',
			GOOS: goos,
			GOARCH: goarch,
			GOEXPERIMENT: experiments.join(','),
			CGO_ENABLED: cgo ? '1' : '0',
		},
	};
}

/**
 * @param {GoBuild} build
 * @returns {string[]} import paths of the standard library that a module can import
 */
export function importablePackages(build) {
	const paths = list(build, ['-e', '-f', '{{if .GoFiles}}{{.ImportPath}}{{end}}', 'std']);
	return paths.filter((path) => !/(?:^|\/)(?:internal|vendor)(?:\/|$)/.test(path));
}

/**
 * @param {GoBuild} build
 * @param {readonly string[]} packages
 * @returns {string[]} these, and what a program that imports them holds besides
 */
export function linkedPackages(build, packages) {
	return list(build, ['-deps', ...packages]).filter((path) => path !== 'unsafe');
}

/**
 * The functions and variables in what the packages compile to, those that the compiler makes for itself among them.
 *
 * @param {GoBuild} build
 * @param {readonly string[]} packages
 * @returns {string[]}
 */
export function compiledSymbols(build, packages) {
	const archives = list(build, ['-export', '-f', '{{.Export}}', ...packages]);
	const env = { ...build.env, GOOS: '', GOARCH: '' };
	/** @type {string[]} */
	const symbols = [];
	for (let at = 0; at < archives.length; at += 50) {
		const args = ['tool', 'nm', ...archives.slice(at, at + 50)];
		const text = execFileSync(build.go, args, { cwd: tmpdir(), env, encoding: 'utf8', maxBuffer: 1 << 28 });
		for (const line of text.split('\n')) {
			const name = /^(?:.*:)?\s*[0-9a-f]*\s+[TDB]\s+(\S+)$/.exec(line)?.[1];
			if (name !== undefined && isDeclarable(name)) symbols.push(name);
		}
	}
	return symbols;
}

/** `p.name`, `p.T.method` or `p.(*T).method`. @param {string} symbol */
function isDeclarable(symbol) {
	return /^[\w/.%-]*?\.(?:\(\*[\p{L}\w]+\)\.|[\p{L}\w]+\.)?[\p{L}\w]+$/u.test(symbol);
}

/** @param {GoBuild} build @param {readonly string[]} args @returns {string[]} lines */
function list({ go, flags, env }, args) {
	const options = /** @type {const} */ ({ cwd: tmpdir(), env, encoding: 'utf8', maxBuffer: 1 << 28 });
	const text = execFileSync(go, ['list', ...flags, ...args], options);
	return text.split('\n').filter((line) => line !== '');
}
