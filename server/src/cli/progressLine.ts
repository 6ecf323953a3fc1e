/** How far a long piece of work is, in one line of a terminal that is written again and again. Nothing where nobody watches. */
import { plural } from './plural.ts';
import type { Terminal } from './terminal.ts';

export interface Progress {
	/**
	 * @param done how many things are done
	 * @param total of how many, where somebody can tell; asked once, and only when there is something to show
	 */
	show(done: number, total?: () => number): void;
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
	let all: number | undefined;
	return {
		show(done, total) {
			const now = performance.now();
			if (now - started < patience || now - written < interval) return;
			isShown = true;
			all ??= total?.();
			progress(progressText({ done, total: all, seconds: (now - started) / 1000, noun }));
			written = performance.now();
		},
		clear() {
			if (isShown) progress('');
			isShown = false;
		},
	};
}

export interface ProgressState {
	readonly done: number;
	readonly total: number | undefined;
	/** Since the beginning. */
	readonly seconds: number;
	/** What is counted: `file`. */
	readonly noun: string;
}

/** `1200 of 4000 files, 600 a second, 5 s left` */
export function progressText({ done, total, seconds, noun }: ProgressState): string {
	const rate = done / Math.max(seconds, 0.001);
	const of = total === undefined ? '' : ` of ${total}`;
	const left = total === undefined || rate === 0 ? '' : `, ${remaining(Math.max(0, total - done) / rate)} left`;
	return `${done}${of} ${plural(2, noun).slice(2)}, ${Math.round(rate)} a second${left}`;
}

function remaining(seconds: number): string {
	const whole = Math.ceil(seconds);
	return whole < 90 ? `${whole} s` : `${Math.ceil(whole / 60)} min`;
}
