/** `linkscape escapes` with what runs the tests and benchmarks of packages, without a process of its own. */
import { noPolicy } from '../../server/src/analysis/policy/policy.ts';
import { parseArguments } from '../../server/src/cli/arguments.ts';
import { runEscapes } from '../../server/src/cli/escapes.ts';
import { CannotRun } from '../../server/src/cli/terminal.ts';
import { measureBenchmarks } from '../../server/src/capture/gate/measureBenchmarks.ts';
import type { TestedPackage } from '../../server/src/capture/tests/testBinary.ts';
import { observePackages } from '../../server/src/capture/verify/observePackages.ts';
import { analysePatterns } from '../../server/src/escape/runs/analysePatterns.ts';
import { fileStatus, readText, writeText } from '../../server/src/toolchain/files.ts';
import { createToolchain } from '../../server/src/toolchain/toolchain.ts';
import { createGoModules } from '../../server/src/world/go/goModules.ts';
import { createExplain } from '../../server/src/escape/hints/outputReader.ts';
import { plainSettings } from '../support/escapes.ts';
import { goParser } from '../support/goParser.ts';

export interface MeasuringRun {
	readonly exitCode: number;
	readonly printed: string;
	readonly complaints: readonly string[];
}

export async function runMeasuring(directory: string, args: readonly string[]): Promise<MeasuringRun> {
	const printed: string[] = [];
	const complaints: string[] = [];
	const modules = createGoModules({ settings: () => plainSettings, toolchain: createToolchain });
	const signal = new AbortController().signal;
	const tested = async (packages: readonly { importPath: string; directory: string }[]): Promise<TestedPackage[]> => {
		const found: TestedPackage[] = [];
		for (const each of packages) {
			const context = await modules.contextOfDirectory(each.directory, signal);
			if (context.kind === 'go') found.push({ ...each, context });
		}
		return found;
	};
	const deps = {
		terminal: {
			directory,
			environment: {},
			colour: false,
			out: (text: string) => void printed.push(text),
			complain: (line: string) => void complaints.push(line),
			progress: undefined,
			input: async () => '',
		},
		toolVersion: '1.2.3',
		analyse: (request: Parameters<typeof analysePatterns>[0]) =>
			analysePatterns(request, { modules, explain: createExplain(goParser) }, signal),
		kindOf: async (path: string) => (await fileStatus(path))?.kind,
		askBounds: () => Promise.reject(new Error('there are no contracts here')),
		askCalls: () => Promise.reject(new Error('there are no contracts here')),
		policyOf: async () => ({ policy: noPolicy, problems: [] }),
		readText,
		readRecording: () => Promise.reject(new Error('there are no profiles here')),
		measurerOf: async () => undefined,
		whatIfPgo: async () => [],
		parse: async (text: string) => (await goParser()).parse(text).table,
		writeText,
		observe: async (request: Parameters<Parameters<typeof runEscapes>[1]['observe']>[0]) =>
			observePackages({ ...request, packages: await tested(request.packages) }, signal),
		measure: async (request: Parameters<Parameters<typeof runEscapes>[1]['measure']>[0]) =>
			measureBenchmarks({ ...request, packages: await tested(request.packages) }, signal),
		progress: () => {},
		openSince: async () => 'There is no git.',
	};
	try {
		const invocation = parseArguments(['escapes', ...args]);
		if (invocation.kind !== 'escapes') throw new Error('not escapes');
		return { exitCode: await runEscapes(invocation.options, deps, signal), printed: printed.join(''), complaints };
	} catch (error) {
		if (!(error instanceof CannotRun)) throw error;
		return { exitCode: 2, printed: printed.join(''), complaints: [...complaints, error.message] };
	}
}
