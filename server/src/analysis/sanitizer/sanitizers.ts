/** The ways to run a program with more checks than it has by itself, and what each wants of the machine. */

export const sanitizers = ['checkptr', 'race', 'asan', 'msan'] as const;
export type Sanitizer = (typeof sanitizers)[number];

/** Flags of the go command. checkptr=2 also checks pointers to what would lie on the stack: it goes to the heap for that. */
export function sanitizerFlags(sanitizer: Sanitizer): readonly string[] {
	return sanitizer === 'checkptr' ? ['-gcflags=-d=checkptr=2'] : [`-${sanitizer}`];
}

/** A sentence for what a build with a sanitizer complained about; undefined when it says enough itself. */
export function missingCompiler(sanitizer: Sanitizer, complaint: string): string | undefined {
	if (sanitizer === 'checkptr') return undefined;
	if (sanitizer === 'msan' && /fsanitize|unrecognized|unsupported option/.test(complaint)) {
		return 'msan needs clang: set CC=clang.';
	}
	if (/requires cgo|C compiler|executable file not found|cannot find -l|ld(?:\.\w+)?: /.test(complaint)) {
		return `${sanitizer} needs a C compiler with its sanitizer library: install gcc or clang, or set CC.`;
	}
	return undefined;
}
