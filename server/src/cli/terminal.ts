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
}

/** A command could not do its work; the message is one sentence for standard error, the exit code 2. */
export class CannotRun extends Error {}

/** A text as one line that does nothing to a terminal: control characters are spelled, `\\u001b`. */
export function printable(text: string): string {
	// oxlint-disable-next-line no-control-regex
	return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, (character) => {
		return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
	});
}
