/** GOOS and GOARCH of the machine we run on, in Go's words: what a build is for unless somebody says otherwise. */
export function hostPlatform(): { readonly goos: string; readonly goarch: string } {
	const systems: Partial<Record<NodeJS.Platform, string>> = { win32: 'windows', sunos: 'solaris' };
	const processors: Record<string, string> = { x64: 'amd64', ia32: '386', ppc64: 'ppc64le', mipsel: 'mipsle' };
	return {
		goos: systems[process.platform] ?? process.platform,
		goarch: processors[process.arch] ?? process.arch,
	};
}
