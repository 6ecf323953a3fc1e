/**
 * The bundled table of Go versions: what became of each symbol of the standard library from release to release. It answers when
 * no Go tree is at hand, and says what other versions would do. Made by scripts/record-go-versions.mjs, which documents the format.
 *
 * Nothing is decoded before it is asked for: opening reads the head (some kilobytes), a question the block of its package.
 */
import { closeNames } from './closeNames.ts';
import { parseSymbol } from './symbolName.ts';
import type { LinksWhy, RefusedWhy } from './verdict.ts';

export interface VersionTable {
	/** The recorded releases, oldest first: `go1.18.10`. */
	readonly releases: readonly string[];
	/** `linux/amd64`, … */
	readonly platforms: readonly string[];
	/** What became of a symbol; `undefined` when no recorded release has it on this platform or the nearest recorded one. */
	row(symbol: string, platform: string): VersionRow | undefined;
	/** Every recorded symbol; decodes the whole table. */
	symbols(): Iterable<string>;
	/** Recorded symbols of the same package that resemble this one, nearest first. */
	closeNames(symbol: string): readonly string[];
}

export interface VersionRow {
	readonly symbol: string;
	/** The recorded platform that answers: the one asked for, else one with the same GOOS, GOARCH, or neither. */
	readonly platform: string;
	/** In the order of the table's releases. */
	readonly versions: readonly VersionCell[];
}

export type VersionCell = {
	readonly release: string;
	/** 26 of go1.26.8. */
	readonly minor: number;
} & (
	| { readonly state: 'absent' }
	| ({
			readonly kind: 'func' | 'method' | 'var';
			/** `(a, b int) error`; the type of a variable, empty when its value gives it. */
			readonly signature: string;
	  } & (
			| { readonly state: 'links'; readonly why: LinksWhy }
			| { readonly state: 'refused'; readonly why: RefusedWhy }
			/** It exists, but only assembly can call it. */
			| { readonly state: 'absent'; readonly why: 'assembly-only' }
	  ))
);

/** How verdicts are written in the table: one letter each; `.` is a symbol that does not exist. */
export const verdictLetters = {
	u: { state: 'links', why: 'unchecked' },
	p: { state: 'links', why: 'pushed' },
	w: { state: 'links', why: 'wrapper' },
	a: { state: 'links', why: 'assembly' },
	b: { state: 'links', why: 'builtin' },
	d: { state: 'links', why: 'no-package' },
	l: { state: 'links', why: 'larger-variable' },
	m: { state: 'links', why: 'linker-made' },
	N: { state: 'refused', why: 'not-pushed' },
	B: { state: 'refused', why: 'blocked' },
	S: { state: 'refused', why: 'std-only' },
	A: { state: 'refused', why: 'assembly' },
	o: { state: 'absent', why: 'assembly-only' },
} as const;

interface Head {
	readonly format: number;
	readonly releases: readonly string[];
	readonly platforms: readonly string[];
	/** For each platform and in it each release two characters: a verdict's letter and which signature, from `a`. */
	readonly patterns: readonly string[];
	readonly blocks: readonly Block[];
}

/**
 * Packages whose rows are compressed together, and where: counted from the end of the head. Lines: `@package`, then
 * `name⇥pattern⇥signature⇥…` for each of its symbols, the pattern as an index in base 36.
 */
interface Block {
	readonly packages: readonly string[];
	readonly start: number;
	readonly end: number;
}

/**
 * `inflate` undoes Brotli and decodes UTF-8 (node:zlib is not ours to import here). `undefined` when the bytes are no table, or
 * one of another format.
 */
export function openVersionTable(bytes: Uint8Array, inflate: (part: Uint8Array) => string): VersionTable | undefined {
	const opened = readHead(bytes, inflate);
	if (!opened) return undefined;
	const { end, head } = opened;
	const { releases, platforms, patterns, blocks } = head;
	const decoded = new Map<Block, string>();

	/** The lines of a package, each with a line break before it; empty for an unknown package. */
	function packageLines(prefix: string): string {
		const block = blocks.find(({ packages }) => packages.includes(prefix));
		if (!block) return '';
		let text = decoded.get(block);
		if (text === undefined) {
			text = `\n${inflate(bytes.subarray(end + block.start, end + block.end))}`;
			decoded.set(block, text);
		}
		const start = text.indexOf(`\n@${prefix}\n`);
		if (start < 0) return '';
		const next = text.indexOf('\n@', start + 1);
		return text.slice(start + prefix.length + 2, next < 0 ? undefined : next);
	}

	function symbolsOf(prefix: string): string[] {
		const names = packageLines(prefix).matchAll(/\n([^\t\n]+)/g);
		return [...names].map(([, name = '']) => (prefix === '' ? name : `${prefix}.${name}`));
	}

	return {
		releases,
		platforms,
		row(symbol, platform) {
			const { prefix, name } = split(symbol);
			// A package has up to four thousand lines of which one is wanted: the text is searched, not taken apart.
			const lines = packageLines(prefix);
			const start = lines.indexOf(`\n${name}\t`) + 1;
			if (start === 0) return undefined;
			const lineEnd = lines.indexOf('\n', start);
			const [, rank = '', ...signatures] = lines.slice(start, lineEnd < 0 ? undefined : lineEnd).split('\t');
			const pattern = patterns[Number.parseInt(rank, 36)] ?? '';
			const nearest = nearestPlatform(platforms, platform);
			const first = platforms.indexOf(nearest) * releases.length;
			const versions = releases.map((release, index) => {
				const at = 2 * (first + index);
				return readCell(symbol, release, pattern[at] ?? '.', signatures[pattern.charCodeAt(at + 1) - 97] ?? '');
			});
			if (versions.every((cell) => cell.state === 'absent' && !('kind' in cell))) return undefined;
			return { symbol, platform: nearest, versions };
		},
		symbols() {
			return blocks.flatMap(({ packages }) => packages.flatMap(symbolsOf));
		},
		closeNames(symbol) {
			return closeNames(symbol, symbolsOf(split(symbol).prefix));
		},
	};
}

function readHead(bytes: Uint8Array, inflate: (part: Uint8Array) => string): { head: Head; end: number } | undefined {
	const magic = String.fromCharCode(...bytes.subarray(0, 4));
	if (magic !== 'LSV1' || bytes.length < 8) return undefined;
	const end = 8 + new DataView(bytes.buffer, bytes.byteOffset, 8).getUint32(4, true);
	return { head: JSON.parse(inflate(bytes.subarray(8, end))) as Head, end };
}

function readCell(symbol: string, release: string, letter: string, signature: string): VersionCell {
	const minor = Number(/^go1\.(\d+)/.exec(release)?.[1] ?? 0);
	const verdict = Object.hasOwn(verdictLetters, letter)
		? verdictLetters[letter as keyof typeof verdictLetters]
		: undefined;
	if (!verdict) return { release, minor, state: 'absent' };
	// The type of a variable follows `=`, so that it is told from a function's signature.
	if (signature.startsWith('=')) return { release, minor, kind: 'var', signature: signature.slice(1), ...verdict };
	const kind = parseSymbol(symbol)?.receiver ? 'method' : 'func';
	return { release, minor, kind, signature, ...verdict };
}

function nearestPlatform(platforms: readonly string[], wanted: string): string {
	const [goos, goarch] = wanted.split('/');
	return (
		platforms.find((platform) => platform === wanted) ??
		platforms.find((platform) => platform.startsWith(`${goos}/`)) ??
		platforms.find((platform) => platform.endsWith(`/${goarch}`)) ??
		platforms[0] ??
		''
	);
}

function split(symbol: string): { readonly prefix: string; readonly name: string } {
	const parts = parseSymbol(symbol);
	return parts ? { prefix: parts.prefix, name: parts.name } : { prefix: '', name: symbol };
}
