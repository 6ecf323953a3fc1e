/** The build tags of a context, read from a Go tree: version tags and the experiments that are on by default. */
import { platformTags } from './fileName.ts';

export interface Platform {
	readonly goos: string;
	readonly goarch: string;
	readonly cgo: boolean;
	/** Further tags from `-tags`, and `goexperiment.x` or `goexperiment.nox` from GOEXPERIMENT. */
	readonly tags: readonly string[];
}

export interface GoRelease {
	/** As the tree calls itself: `go1.26.8`, `devel go1.27-0123456789`. */
	readonly name: string;
	/** 26 of go1.26.8. */
	readonly minor: number;
}

/**
 * The release of a Go tree, from the text of GOROOT/VERSION; a checkout that has none is named by `const Version` in
 * src/internal/goversion/goversion.go. `undefined` when neither says.
 */
export function readRelease(versionFile: string | undefined, goversion: string | undefined): GoRelease | undefined {
	const name = versionFile?.split(/\r?\n/, 1)[0]?.trim() ?? '';
	const numbered = /\bgo1\.(\d+)/.exec(name);
	if (numbered) return { name, minor: Number(numbered[1]) };
	const constant = /^const Version = (\d+)/m.exec(goversion ?? '');
	if (!constant) return undefined;
	return { name: name || `devel go1.${constant[1]}`, minor: Number(constant[1]) };
}

/** Every tag that holds in the context: what `//go:build` lines and file names are decided with. */
export function contextTags(release: GoRelease, platform: Platform, experiments: readonly string[]): Set<string> {
	const tags = new Set([...platformTags(platform.goos, platform.goarch), 'gc']);
	for (let minor = 1; minor <= release.minor; minor++) tags.add(`go1.${minor}`);
	if (platform.cgo) tags.add('cgo');
	for (const experiment of experiments) tags.add(`goexperiment.${experiment}`);
	for (const tag of platform.tags) {
		const off = /^goexperiment\.no(.+)$/.exec(tag)?.[1];
		if (off === undefined) tags.add(tag);
		else tags.delete(`goexperiment.${off}`);
	}
	return tags;
}

/**
 * The experiments that are on without GOEXPERIMENT, in lower case: the `baseline` literal of
 * src/internal/buildcfg/exp.go, whose values are constants or booleans computed from goos and goarch above it.
 */
export function baselineExperiments(source: string, goos: string, goarch: string): string[] {
	const known = new Map<string, boolean>([
		['true', true],
		['false', false],
	]);
	readArchitectureSwitch(source, goarch, known);
	for (const match of source.matchAll(/^\t(\w+) := ([^\n{]*)$/gm)) {
		const value = evaluate(match[2] ?? '', goos, goarch, known);
		if (value !== undefined && !known.has(match[1] ?? '')) known.set(match[1] ?? '', value);
	}
	const on = new Set<string>();
	const literal = /baseline\s*:?=\s*goexperiment\.Flags\{([\s\S]*?)\n\t\}/.exec(source)?.[1] ?? '';
	for (const field of literal.matchAll(/^[ \t]*(\w+):([^\n]+),/gm)) {
		if (evaluate((field[2] ?? '').trim(), goos, goarch, known)) on.add((field[1] ?? '').toLowerCase());
	}
	if (known.get('regabiAlwaysOn')) on.add('regabiwrappers').add('regabiargs');
	return [...on];
}

/** `switch goarch { case "amd64", …: regabiSupported = true }` */
function readArchitectureSwitch(source: string, goarch: string, known: Map<string, boolean>): void {
	for (const branch of source.matchAll(/case ("\w+"(?:,\s*"\w+")*):((?:\s*\w+ = true\n)+)/g)) {
		const taken = (branch[1] ?? '').includes(`"${goarch}"`);
		for (const assignment of (branch[2] ?? '').matchAll(/^[ \t]*(\w+) = true$/gm)) {
			const name = assignment[1] ?? '';
			known.set(name, taken || known.get(name) === true);
		}
	}
}

/** Comparisons of goos and goarch and known booleans, joined by `&&`, `||` and `!`; `undefined` for anything else. */
function evaluate(
	expression: string,
	goos: string,
	goarch: string,
	known: ReadonlyMap<string, boolean>,
): boolean | undefined {
	const tokens = expression.match(/&&|\|\||[=!]=|[!()]|"[^"]*"|\w+|\S/g) ?? [];
	let at = 0;
	const operand = (): boolean | undefined => {
		const token = tokens[at++];
		if (token === '!') {
			const value = operand();
			return value === undefined ? undefined : !value;
		}
		if (token === '(') {
			const value = either();
			return tokens[at++] === ')' ? value : undefined;
		}
		if (token === 'goos' || token === 'goarch') {
			const operator = tokens[at++];
			const equal = tokens[at++] === `"${token === 'goos' ? goos : goarch}"`;
			return operator === '==' ? equal : operator === '!=' ? !equal : undefined;
		}
		return token === undefined ? undefined : known.get(token);
	};
	const both = (): boolean | undefined => {
		let value = operand();
		while (tokens[at] === '&&') {
			at++;
			const right = operand();
			value = value === undefined || right === undefined ? undefined : value && right;
		}
		return value;
	};
	const either = (): boolean | undefined => {
		let value = both();
		while (tokens[at] === '||') {
			at++;
			const right = both();
			value = value === undefined || right === undefined ? undefined : value || right;
		}
		return value;
	};
	const value = either();
	return at === tokens.length ? value : undefined;
}
