/** Answers how much a pull is worth: measured against the public API, on request. */
import { type BenchmarkAnswer, type BenchmarkParams, benchmarkRequest } from '../../protocol/requests.ts';
import { fullEffort } from '../../workspace/benchmark/benchmarkPull.ts';
import { toUri } from '../convert.ts';
import { toOffset } from '../encoding.ts';
import { withSignal } from '../requestScope.ts';
import type { Session } from '../session.ts';

export function registerBenchmark({ connection, documents, workspace, logger, encoding }: Session): void {
	const failed = (problem: string): BenchmarkAnswer => ({ problem, name: '', report: '', file: null });
	connection.onRequest(benchmarkRequest, ({ uri, position, time, count }: BenchmarkParams, token) =>
		withSignal(token, logger, failed('The benchmark failed; the output says why.'), async (signal) => {
			const document = documents.get(uri);
			if (!document) return failed('This file is not open.');
			const offset = toOffset(document.lines, position, encoding);
			const effort = { time: time ?? fullEffort.time, count: count ?? fullEffort.count };
			const found = await workspace.benchmark(document.path, offset, effort, signal);
			if (found.kind === 'problem') return failed(found.problem);
			const { name, report, file } = found;
			return { problem: '', name, report, file: { uri: toUri(file.path), text: file.text } };
		}),
	);
}
