/** The minor version in `go1.26.8`, `1.21` or `go1.27rc1`; undefined when there is none to read. */
export function goMinor(version: string | undefined): number | undefined {
	const minor = /^(?:go)?1\.(\d+)/.exec(version ?? '')?.[1];
	return minor === undefined ? undefined : Number(minor);
}

/** True when the version is 1.`minor` or newer, and when it is not known: then the newest rules apply. */
export function atLeastMinor(version: string | undefined, minor: number): boolean {
	return (goMinor(version) ?? Number.POSITIVE_INFINITY) >= minor;
}

/** `go1.26` for `go1.26.8`: how users call a release. */
export function releaseName(version: string): string {
	const minor = goMinor(version);
	return minor === undefined ? version || 'Go' : `go1.${minor}`;
}
