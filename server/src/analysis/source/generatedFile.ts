/**
 * The line that says that a program wrote the file (go.dev/s/generatedcode). What is changed in it by hand is lost when it is
 * written again: such a file is judged like any other, and its fixes are offered, but none is applied without a choice.
 */
export function isGenerated(text: string): boolean {
	return /^\/\/ Code generated .* DO NOT EDIT\.\r?$/m.test(text.slice(0, 4000));
}
