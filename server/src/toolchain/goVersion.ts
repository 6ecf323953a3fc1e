/** A Go release as a value that can be compared. */
export interface GoVersion {
	/** As Go prints it: `go1.26.8`, `go1.27rc1`, `devel go1.28-abcdef`. */
	readonly text: string;
	readonly major: number;
	readonly minor: number;
	readonly patch: number;
	/** Before the release: `beta1`, `rc1`; empty for a release. A development version counts as its release. */
	readonly pre: string;
}

const pattern = /\bgo(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:(beta|rc)(\d+))?/;

/**
 * Reads what `go version` or `go env GOVERSION` prints, with or without the words around it; a `go` line of go.mod is
 * read with `go` before it. `undefined` for something that names no version (`devel +abc`).
 */
export function parseGoVersion(text: string): GoVersion | undefined {
	const found = pattern.exec(text);
	if (!found) return undefined;
	const [, major, minor, patch, kind = '', number = ''] = found;
	return {
		text: text.trim(),
		major: Number(major),
		minor: Number(minor ?? 0),
		patch: Number(patch ?? 0),
		pre: kind + number,
	};
}

/** Negative when `a` is older than `b`. `1.27rc1` is older than `1.27.0`, and `1.27beta1` older than that. */
export function compareGoVersions(a: GoVersion, b: GoVersion): number {
	return a.major - b.major || a.minor - b.minor || a.patch - b.patch || comparePre(a.pre, b.pre);
}

/** True when `version` is `major.minor` or newer; release candidates of it count. */
export function isAtLeast(version: GoVersion, major: number, minor: number): boolean {
	return (version.major - major || version.minor - minor) >= 0;
}

function comparePre(a: string, b: string): number {
	if (a === b) return 0;
	if (a === '') return 1;
	if (b === '') return -1;
	const rank = (pre: string) => (pre.startsWith('rc') ? 1_000 : 0) + Number(pre.replace(/\D+/, ''));
	return rank(a) - rank(b);
}
