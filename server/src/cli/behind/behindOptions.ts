/** What the commands about one function or type are told: its name, a Go, a platform, a format. */
export interface BehindOptions {
	/** As it was written: `./p.F`. */
	readonly target: string;
	readonly format: 'human' | 'json';
	/** For `trace`: the program that is traced. */
	readonly binary?: string | undefined;
	readonly go: string | undefined;
	readonly goroot: string | undefined;
	readonly goos: string | undefined;
	readonly goarch: string | undefined;
	readonly tags: readonly string[];
}

export const behindFormats = ['human', 'json'] as const;
