/** What the commands know of the terminal they speak to. */
export interface Terminal {
	/** The working directory, absolute. */
	readonly directory: string;
	readonly environment: Readonly<Record<string, string | undefined>>;
	/** Standard output is for eyes: colours are welcome. */
	readonly colour: boolean;
	readonly out: (text: string) => void;
	/** One line on standard error. */
	readonly complain: (line: string) => void;
	/** Shows how far the work is, in place of what was shown before; empty for nothing. Undefined where nobody watches. */
	readonly progress: ((line: string) => void) | undefined;
	/** What stands on standard input, to its end. */
	readonly input: () => Promise<string>;
}

/** A command could not do its work; the message is one sentence for standard error, the exit code 2. */
export class CannotRun extends Error {}

// oxlint-disable-next-line no-control-regex
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** The text with control and direction characters spelled, `\\u001b`; only tabs and line ends stay as they are. */
export function withoutControls(text: string): string {
	return text.replace(controls, spelled);
}

/** A text as one line that does nothing to a terminal. */
export function printable(text: string): string {
	return withoutControls(text).replace(/[\t\r\n]/g, spelled);
}

/**
 * The same for a line of a log: what CI systems take for a command is spelled as well (`::error` at the beginning,
 * `##[group]` and `##vso[` of Azure Pipelines anywhere).
 */
export function logLine(text: string): string {
	return printable(text)
		.replace(/^\s*:(?=:)/, (start) => start.slice(0, -1) + spelled(':'))
		.replace(/#(?=#(?:\[|vso\[))/g, spelled);
}

function spelled(character: string): string {
	return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
