/** Where a program ends, so that its recording is written: the end of main, and os.Exit. */

/**
 * The text with `main` deferring the recorder's end, and with `os.Exit` ending it first; every line keeps its number. Undefined when there is
 * neither. It goes by the text alone: where that is not what it looks like, the program does not compile, and is then recorded without.
 */
export function hookedProgram(text: string): string | undefined {
	const hooked = text
		.replace(/^func main\(\)[ \t]*\{/m, '$& defer lscFinish();')
		.replace(/(?<![\p{L}\p{N}_."'`/])os\.Exit\(/gu, 'lscExit(');
	if (hooked === text) return undefined;
	// The import stays in use.
	const end = hooked.endsWith('\n') ? '' : '\n';
	return /^(?:import |\t)"os"/m.test(text) && !/(?<![\p{L}\p{N}_.])os\.(?!Exit\()/u.test(text)
		? `${hooked}${end}var _ = os.Exit\n`
		: hooked;
}
