/** The flags of `go test` that run one test or benchmark by its name, and nothing else. */
export function onlyTest(name: string): { readonly run: string | undefined; readonly bench: string | undefined } {
	const pattern = `^${name}$`;
	return name.startsWith('Benchmark') ? { run: undefined, bench: pattern } : { run: pattern, bench: undefined };
}
