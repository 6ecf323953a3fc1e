/** Inputs that once made something throw or go on for ever, made small. */
export interface KnownInput {
	/** The name of the target. */
	readonly kind: string;
	readonly why: string;
	readonly input: string;
}

export const knownInputs: readonly KnownInput[] = [
	{
		kind: 'syntax in pieces',
		why: 'slashes before a word that begins no declaration',
		input: `package p\n\n${'/'.repeat(78)}\nfu`,
	},
	{
		kind: 'syntax in pieces',
		why: 'comments before a word that begins no declaration',
		input: `package p\n\n${'/**/ '.repeat(40)}\nfu`,
	},
	{
		kind: 'assembly',
		why: 'macros that multiply',
		input: `${Array.from({ length: 18 }, (_, level) => `#define M${level + 1} M${level} M${level} M${level} M${level}\n`).join('')}M18\n`,
	},
	{ kind: 'assembly', why: 'a long line', input: 'a.'.repeat(4_500) },
	{ kind: 'scan of a Go file', why: 'a text that ends in a directive', input: 'package p\n\n//go:x' },
	{
		kind: 'captures',
		why: 'a time of dots',
		input: 'gc 55 @70.065s 3%: 0.37+...111+0.007 ms clock, 0.74+0.06 ms cpu\n',
	},
];
