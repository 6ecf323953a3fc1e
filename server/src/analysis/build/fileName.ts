/** What a file's name says about where it is built (go/build goodOSArchFile, internal/syslist of Go 1.26). */

const knownOS = new Set(
	'aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris wasip1 windows zos'.split(
		' ',
	),
);
const knownArch = new Set(
	'386 amd64 amd64p32 arm armbe arm64 arm64be loong64 mips mipsle mips64 mips64le mips64p32 mips64p32le ppc ppc64 ppc64le riscv riscv64 s390 s390x sparc sparc64 wasm'.split(
		' ',
	),
);
const unixOS = new Set('aix android darwin dragonfly freebsd hurd illumos ios linux netbsd openbsd solaris'.split(' '));

/** The last element of a path, of either system. */
export function fileName(path: string): string {
	return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

/** The GOOS and GOARCH that a file name asks for: `x_linux_arm64_test.go` → linux, arm64. */
export function fileNamePlatform(name: string): { readonly goos?: string; readonly goarch?: string } {
	const base = name.replace(/\.[^.]*$/, '');
	const first = base.indexOf('_');
	if (first < 0) return {};
	const parts = base.slice(first + 1).split('_');
	if (parts.at(-1) === 'test') parts.pop();
	const last = parts.at(-1) ?? '';
	const beforeLast = parts.at(-2) ?? '';
	if (knownArch.has(last)) return knownOS.has(beforeLast) ? { goos: beforeLast, goarch: last } : { goarch: last };
	return knownOS.has(last) ? { goos: last } : {};
}

/** The tags that a platform sets by itself (go/build matchTag): GOOS, GOARCH, `unix`, and the parents of some systems. */
export function platformTags(goos: string, goarch: string): string[] {
	const tags = [goos, goarch];
	if (unixOS.has(goos)) tags.push('unix');
	if (goos === 'android') tags.push('linux');
	if (goos === 'ios') tags.push('darwin');
	if (goos === 'illumos') tags.push('solaris');
	return tags;
}

/** True for a tag that names an operating system or an architecture that Go knows. */
export function isPlatformTag(tag: string): boolean {
	return knownOS.has(tag) || knownArch.has(tag) || tag === 'unix';
}
