/** What benchstat is given, so that it sees two runs of one benchmark. */

export interface BenchstatInput {
	/** Each the output of a `go test -bench`. */
	readonly pull: string;
	readonly public: string;
}

/**
 * @param stdout of one `go test` that ran both benchmarks
 * @param names of the two, without `Benchmark`
 * @param common the name that both get
 */
export function benchstatInput(
	stdout: string,
	names: { readonly pull: string; readonly public: string },
	common: string,
): BenchstatInput {
	const lines = stdout.split(/\r?\n/);
	const configuration = lines.filter((line) => /^(?:goos|goarch|pkg|cpu): /.test(line));
	const of = (name: string) => {
		// Behind the name stands the number of processors, or nothing.
		const own = new RegExp(`^Benchmark${name}(?=[-\\s])`);
		const runs = lines.filter((line) => own.test(line)).map((line) => line.replace(own, `Benchmark${common}`));
		return [...configuration, ...runs, ''].join('\n');
	};
	return { pull: of(names.pull), public: of(names.public) };
}
