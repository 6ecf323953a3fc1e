/** Runs tests of one package built with more checks: what the checks report, by lines. */
import { readRunReports, type RunReport } from '../../analysis/sanitizer/runReports.ts';
import { missingCompiler, type Sanitizer, sanitizerFlags } from '../../analysis/sanitizer/sanitizers.ts';
import { instructionArguments } from '../../toolchain/goCommand.ts';
import { dirname, isInside, join } from '../../toolchain/paths.ts';
import { withTemporaryDirectory } from '../../toolchain/temporaryDirectory.ts';
import type { GoContext } from '../../world/go/goContext.ts';
import { findPackage } from '../record/recordedPackage.ts';
import { buildTests, ranNothing, runTests } from '../tests/testBinary.ts';

export interface SanitizedTests {
	readonly context: GoContext;
	/** Working directory, absolute. */
	readonly directory: string;
	/** As the go command takes it; it names one package. */
	readonly package: string;
	readonly sanitizer: Sanitizer;
	/** As `go test` takes them; neither: every test and no benchmark. */
	readonly run: string | undefined;
	readonly bench: string | undefined;
}

export type SanitizedOutcome =
	| {
			readonly kind: 'ran';
			readonly importPath: string;
			readonly reports: readonly RunReport[];
			/** Exit code 0. */
			readonly passed: boolean;
	  }
	/** One sentence. */
	| { readonly kind: 'problem'; readonly problem: string };

/** Milliseconds. A race detector makes tests ten times slower. */
const testTimeout = 10 * 60_000;

/** Runs code of the package: only for a user who asks, in a workspace that is trusted. */
export async function sanitizedTests(request: SanitizedTests, signal: AbortSignal): Promise<SanitizedOutcome> {
	const problem = (text: string): SanitizedOutcome => ({ kind: 'problem', problem: text });
	const { sanitizer, run, bench } = request;
	const found = await findPackage(request.context, request.directory, request.package, signal);
	if (typeof found === 'string') return problem(found);
	const { listed, directory } = found;
	const context = instrumented(request.context, sanitizer);
	const tested = { context, importPath: listed.ImportPath, directory };
	return withTemporaryDirectory(async (temporary) => {
		const built = await buildTests(tested, temporary, undefined, signal);
		if (built.kind === 'none') return problem(`${listed.ImportPath} has no tests.`);
		if (built.kind === 'failed') return problem(missingCompiler(sanitizer, built.problem) ?? built.problem);
		const args = [
			'-test.count=1',
			`-test.timeout=${testTimeout / 1000}s`,
			...(run === undefined && bench !== undefined ? ['-test.run=^$'] : []),
			...(run === undefined ? [] : [`-test.run=${run}`]),
			...(bench === undefined ? [] : [`-test.bench=${bench}`, '-test.benchtime=1x']),
		];
		const env = { GOTRACEBACK: 'all' };
		const ran = await runTests(
			tested,
			built.program,
			{ args, everyAllocation: false, env, timeout: testTimeout + 10_000 },
			signal,
		);
		if (!ran) return problem(`The tests of ${listed.ImportPath} did not run to an end.`);
		if (ran.end === 'timeout') return problem(`The tests did not end within ${testTimeout / 60_000} minutes.`);
		if (ranNothing(ran)) {
			return problem(`${listed.ImportPath} has no test that matches ${run ?? bench ?? ''}.`);
		}
		const output = `${ran.stdout}\n${ran.stderr}`;
		const isOwn = (file: string) => isInside(request.context.directory, file);
		const read = readRunReports(output, isOwn);
		const reports = await Promise.all(read.map((report) => withPlace(report, tested, built.program, signal)));
		const passed = ran.exitCode === 0;
		if (!passed && reports.length === 0) {
			return problem(`The tests fail without a report of ${sanitizer}: ${failureIn(output)}`);
		}
		return { kind: 'ran', importPath: listed.ImportPath, reports, passed };
	});
}

/** With the flags of the sanitizer, and names of files that lead to them. */
function instrumented(context: GoContext, sanitizer: Sanitizer): GoContext {
	const flags = [...sanitizerFlags(sanitizer), '-trimpath=false'];
	return {
		...context,
		buildFlags: [...context.buildFlags, ...flags],
		allFlags: [...context.allFlags, ...flags],
		environment: { ...context.environment, ...(sanitizer !== 'checkptr' && { CGO_ENABLED: '1' }) },
	};
}

/** A report of a sanitizer of C knows addresses only. */
async function withPlace(
	report: RunReport,
	{ context, directory }: { readonly context: GoContext; readonly directory: string },
	program: string,
	signal: AbortSignal,
): Promise<RunReport> {
	const { address } = report;
	if (address === undefined) return report;
	const { toolchain, go, environment } = context;
	const args = instructionArguments(program, address);
	const ran = await toolchain.run({ file: go, args, cwd: directory, env: environment }, signal);
	const [, name = '', path = ''] = /^TEXT (.*)\(SB\) (.*)$/m.exec(ran.stdout) ?? [];
	const [, file = '', line = ''] = /^ {2}(\S+):(\d+)\t/m.exec(ran.stdout) ?? [];
	if (line === '') return report;
	const at = { function: name, file: path.endsWith(`/${file}`) ? path : join(dirname(path), file), line: Number(line) };
	return { ...report, at, stack: [at] };
}

function failureIn(output: string): string {
	const lines = output.split('\n').map((line) => line.trim());
	const failed =
		lines.find((line) => line.startsWith('--- FAIL')) ?? lines.find((line) => line !== '') ?? 'they say nothing';
	return `${failed.replace(/\.$/, '')}.`;
}
