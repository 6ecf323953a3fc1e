/** What was asked for cannot be answered; the message is one sentence for people. */
export class BehindProblem extends Error {
	/** `no-package`: there is no package where one was looked for, so perhaps another reading of the question is meant. */
	readonly kind: 'no-package' | 'other';

	constructor(message: string, kind: 'no-package' | 'other' = 'other') {
		super(message);
		this.kind = kind;
	}
}
