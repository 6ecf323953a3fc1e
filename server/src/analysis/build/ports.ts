/** The platforms that Go builds for. */
import { nearestWord } from '../text/editDistance.ts';

/** `go tool dist list` of Go 1.27, the commoner systems first. */
export const ports: Readonly<Record<string, string>> = {
	linux: 'amd64 arm64 386 arm riscv64 ppc64 ppc64le s390x loong64 mips mipsle mips64 mips64le',
	darwin: 'arm64 amd64',
	windows: 'amd64 arm64 386',
	freebsd: 'amd64 arm64 386 arm',
	openbsd: 'amd64 arm64 386 arm ppc64 riscv64',
	netbsd: 'amd64 arm64 386 arm',
	dragonfly: 'amd64',
	android: 'arm64 amd64 386 arm',
	ios: 'arm64 amd64',
	illumos: 'amd64',
	solaris: 'amd64',
	aix: 'ppc64',
	plan9: 'amd64 386 arm',
	js: 'wasm',
	wasip1: 'wasm',
};

/** What releases from Go 1.18 on built for, and Go 1.27 does not any more. */
const formerPorts: Readonly<Record<string, string>> = { freebsd: 'riscv64', openbsd: 'mips64', windows: 'arm' };

/**
 * The pairs that a Go builds for, `linux/amd64`.
 *
 * @param source internal/platform/zosarch.go of its source tree, which since Go 1.21 lists them and says which are broken
 */
export function listedPorts(source: string): readonly string[] {
	const named = (pattern: RegExp) => [...source.matchAll(pattern)].map(([, goos, goarch]) => `${goos}/${goarch}`);
	const broken = new Set(named(/\{"(\w+)", "(\w+)"\}:[^\n]*Broken: true/g));
	return [...new Set(named(/\{"(\w+)", "(\w+)"\}/g))].filter((pair) => !broken.has(pair));
}

/**
 * What is wrong with a platform, as one sentence; undefined when Go builds for it.
 *
 * @param listed the pairs that the Go in use builds for; empty when they are not known: then those of any release since Go 1.18 count
 */
export function portProblem(goos: string, goarch: string, listed: readonly string[]): string | undefined {
	const known = listed.length > 0 ? listed : everyPort;
	if (known.includes(`${goos}/${goarch}`)) return undefined;
	const pairs = known.map((pair) => pair.split('/'));
	const systems = new Set(pairs.map(([system = '']) => system));
	const processors = new Set(pairs.map(([, processor = '']) => processor));
	if (!systems.has(goos)) return unknownWord('GOOS', goos, systems);
	if (!processors.has(goarch)) return unknownWord('GOARCH', goarch, processors);
	const own = pairs.filter(([system]) => system === goos).map(([, processor]) => processor);
	return `Go does not build for ${goos}/${goarch}; for ${goos} there ${own.length === 1 ? 'is' : 'are'} ${own.join(', ')}.`;
}

function unknownWord(variable: string, word: string, known: ReadonlySet<string>): string {
	const meant = nearestWord(word, known);
	const hint = meant === undefined ? `choose ${[...known].join(', ')}.` : `did you mean ${meant}?`;
	return `${variable} ${word} is not known; ${hint}`;
}

const everyPort = Object.entries(ports).flatMap(([goos, processors]) =>
	`${processors} ${formerPorts[goos] ?? ''}`
		.trim()
		.split(' ')
		.map((goarch) => `${goos}/${goarch}`),
);
