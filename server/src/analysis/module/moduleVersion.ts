/** Order and spelling of module versions (golang.org/x/mod/semver, module.EscapePath). */

/** Below, at or above zero; something that is no version stands before all that are. */
export function compareVersions(a: string, b: string): number {
	const left = parse(a);
	const right = parse(b);
	if (!left || !right) return left ? 1 : right ? -1 : 0;
	for (let part = 0; part < 3; part++) {
		const difference = (left.numbers[part] ?? 0) - (right.numbers[part] ?? 0);
		if (difference !== 0) return difference;
	}
	return comparePrereleases(left.prerelease, right.prerelease);
}

/** True for `v1.2.3-0.20240102…` and other versions that are no release. */
export function isPrerelease(version: string): boolean {
	return (parse(version)?.prerelease ?? '') !== '';
}

function parse(version: string): { readonly numbers: readonly number[]; readonly prerelease: string } | undefined {
	const match = /^v(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/.exec(version);
	if (!match) return undefined;
	return { numbers: [match[1], match[2], match[3]].map((part) => Number(part ?? 0)), prerelease: match[4] ?? '' };
}

/** A release stands after its prereleases; numbers before words, word by word. */
function comparePrereleases(a: string, b: string): number {
	if (a === b) return 0;
	if (a === '' || b === '') return a === '' ? 1 : -1;
	const left = a.split('.');
	const right = b.split('.');
	for (let at = 0; at < Math.min(left.length, right.length); at++) {
		const difference = compareIdentifiers(left[at] ?? '', right[at] ?? '');
		if (difference !== 0) return difference;
	}
	return left.length - right.length;
}

function compareIdentifiers(a: string, b: string): number {
	if (a === b) return 0;
	const numbers = [a, b].map((one) => /^\d+$/.test(one));
	if (numbers[0] !== numbers[1]) return numbers[0] ? -1 : 1;
	if (numbers[0] && a.length !== b.length) return a.length - b.length;
	return a < b ? -1 : 1;
}

/** How paths and versions are spelt in the module cache, where upper and lower case may be one: `A` is `!a`. */
export function escapeForCache(text: string): string {
	return text.replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`);
}
