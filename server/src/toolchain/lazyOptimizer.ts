import { setFlagsFromString } from 'node:v8';

/**
 * Lets V8 optimize only what runs for long. By itself it optimizes after a few milliseconds of a function, on threads of its
 * own: that was a third of the server's CPU for an edit (0.016 of 0.050 s with its compiler, package of 1,000 lines), and
 * most of it was thrown away again. V8's unit is bytes of bytecode; 67,584 is its default. To be called first of all.
 */
export function optimizeLater(): void {
	setFlagsFromString('--interrupt-budget=1000000');
}
