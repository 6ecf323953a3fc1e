/** The ways to run a program with more checks than it has by itself, and what each wants of the machine. */

export const sanitizers = ['checkptr', 'race', 'asan', 'msan'] as const;
export type Sanitizer = (typeof sanitizers)[number];

/** Flags of the go command. checkptr=2 also checks pointers to what would lie on the stack: it goes to the heap for that. */
export function sanitizerFlags(sanitizer: Sanitizer): readonly string[] {
	return sanitizer === 'checkptr' ? ['-gcflags=-d=checkptr=2'] : [`-${sanitizer}`];
}

/** What each finds, in a few words. */
export const sanitizerWords: Readonly<Record<Sanitizer, string>> = {
	checkptr: 'misuse of unsafe.Pointer: misaligned conversions, arithmetic that leaves the object',
	race: 'data races',
	asan: 'accesses of freed memory and beyond the end of it, in C and through unsafe; needs a C compiler',
	msan: 'reads of memory that C did not initialize; needs clang on Linux or FreeBSD',
};

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
