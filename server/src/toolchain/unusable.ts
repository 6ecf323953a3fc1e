/**
 * Something of the machine cannot be used: a program, a directory, what a program answered. The message is one sentence without its
 * full stop that a user can act on.
 */
export class Unusable extends Error {
	override readonly name: string = 'Unusable';
}
