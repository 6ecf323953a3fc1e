/** Answers how much a pull is worth: measured against the public API, on request. */
import { URI } from 'vscode-uri';
import {
	type BenchmarkAnswer,
	type BenchmarkParams,
	benchmarkRequest,
	type InstallBenchstatParams,
	installBenchstatRequest,
} from '../../protocol/requests.ts';
import { fullEffort, type PullBenchmark } from '../../linkname/benchmark/benchmarkPull.ts';
import { toUri } from '../convert.ts';
import { toOffset } from '../encoding.ts';
import type { Feature } from '../feature.ts';
import { withSignal } from '../requestScope.ts';
import type { Session } from '../session.ts';

export const benchmarkFeature: Feature = {
	register: registerBenchmark,
};

function registerBenchmark({ connection, documents, workspace, logger, encoding }: Session): void {
	let last: PullBenchmark | undefined;
	connection.onRequest(benchmarkRequest, ({ uri, position, time, count }: BenchmarkParams, token) =>
		withSignal(token, logger, failed('The benchmark failed; the output says why.'), async (signal) => {
			const document = documents.get(uri);
			if (!document) return failed('This file is not open.');
			const offset = toOffset(document.lines, position, encoding);
			const effort = { time: time ?? fullEffort.time, count: count ?? fullEffort.count };
			last = await workspace.benchmark(document.path, offset, effort, signal);
			return toAnswer(last);
		}),
	);
	connection.onRequest(installBenchstatRequest, ({ uri, version }: InstallBenchstatParams, token) =>
		withSignal(token, logger, failed('benchstat could not be installed; the output says why.'), async (signal) => {
			const problem = await workspace.installBenchstat(URI.parse(uri).fsPath, version ?? 'latest', signal);
			if (problem !== '') return failed(problem);
			if (last?.kind !== 'measured') return failed('');
			last = await last.retell(signal);
			return toAnswer(last);
		}),
	);
}

function failed(problem: string): BenchmarkAnswer {
	return { problem, name: '', report: '', benchstat: false, file: null };
}

function toAnswer(found: PullBenchmark): BenchmarkAnswer {
	if (found.kind === 'problem') return failed(found.problem);
	const { name, report, benchstat, file } = found;
	return { problem: '', name, report, benchstat, file: { uri: toUri(file.path), text: file.text } };
}
