/** How far a long piece of work is, in one line of a terminal that is written again and again. Nothing where nobody watches. */
import { plural } from './plural.ts';
import type { Terminal } from './terminal.ts';

export interface Progress {
	/**
	 * @param done how many things are done
	 * @param total of how many, where that is known
	 */
	show(done: number, total?: number): void;
	/** Takes the line away: something else is going to be written. */
	clear(): void;
}

/** Milliseconds between two looks of the line; and until the first one, since most work is done by then. */
const interval = 100;
const patience = 500;

/** @param noun what is counted: `file` */
export function createProgress({ progress }: Pick<Terminal, 'progress'>, noun: string): Progress {
	if (!progress) return { show() {}, clear() {} };
	const started = performance.now();
	let written = 0;
	let isShown = false;
	return {
		show(done, total) {
			const now = performance.now();
			if (now - started < patience || now - written < interval) return;
			written = now;
			isShown = true;
			const rate = done / ((now - started) / 1000);
			const left = total === undefined ? '' : `, ${Math.ceil((total - done) / rate)} s left`;
			const of = total === undefined ? '' : ` of ${total}`;
			progress(`${done}${of} ${plural(2, noun).slice(2)}, ${Math.round(rate)} a second${left}`);
		},
		clear() {
			if (isShown) progress('');
			isShown = false;
		},
	};
}
