/** Threads that answer questions, each one after the other. Questions and answers are plain data. */
import { availableParallelism } from 'node:os';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

export interface Thread<Question, Answer> {
	/** Rejects when the thread fails to answer, or has ended. */
	ask(question: Question): Promise<Answer>;
	end(): Promise<void>;
}

interface Asked {
	readonly resolve: (answer: never) => void;
	readonly reject: (error: Error) => void;
}

type Answered =
	| { readonly id: number; readonly answer: unknown }
	| { readonly id: number; readonly error: string; readonly stack: string | undefined };

/** What a thread may let lie before it is collected: more is faster by some percent, and each thread takes it. */
const youngMegabytes = 8;

/** How many threads the machine runs at the same time. */
export function threadsOfMachine(): number {
	return availableParallelism();
}

/**
 * @param script absolute path of the program, which calls {@link serveThread} when it is run as a thread
 * @param data what it is told at the start
 */
export function startThread<Question, Answer>(script: string, data: unknown): Thread<Question, Answer> {
	const worker = new Worker(script, { workerData: data, resourceLimits: { maxYoungGenerationSizeMb: youngMegabytes } });
	const asked = new Map<number, Asked>();
	let ended: Error | undefined;
	let next = 0;
	const fail = (error: Error) => {
		ended ??= error;
		for (const { reject } of asked.values()) reject(ended);
		asked.clear();
	};
	worker.on('message', (message: Answered) => {
		const one = asked.get(message.id);
		asked.delete(message.id);
		if ('error' in message) one?.reject(Object.assign(new Error(message.error), { stack: message.stack }));
		else one?.resolve(message.answer as never);
	});
	worker.on('error', fail);
	worker.on('exit', () => fail(new Error('A thread ended before its work was done.')));
	return {
		ask(question) {
			return new Promise((resolve, reject) => {
				if (ended) return reject(ended);
				asked.set(next, { resolve, reject });
				worker.postMessage({ id: next++, question });
			});
		},
		async end() {
			await worker.terminate();
		},
	};
}

/** What this thread was told at its start; undefined in the main thread. */
export function threadData(): unknown {
	return isMainThread ? undefined : workerData;
}

/** Answers the questions of the main thread, one after the other. Never called in the main thread. */
export function serveThread<Question, Answer>(answer: (question: Question) => Promise<Answer>): void {
	let before: Promise<void> = Promise.resolve();
	parentPort?.on('message', ({ id, question }: { readonly id: number; readonly question: Question }) => {
		before = before
			.then(() => answer(question))
			.then(
				(found) => parentPort?.postMessage({ id, answer: found }),
				(error: unknown) => {
					const { message, stack } = error instanceof Error ? error : new Error(String(error));
					parentPort?.postMessage({ id, error: message, stack });
				},
			);
	});
}
