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
