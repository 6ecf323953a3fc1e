/** The composition root of the command line. */
import manifest from '../../package.json' with { type: 'json' };
import { bundledExplain } from './bundledExplain.ts';
import { bundledFixes } from './bundledFixes.ts';
import { bundledTargets } from './bundledTargets.ts';
import { type Invocation, parseArguments } from './cli/arguments.ts';
import { type CaptureDeps, runCapture } from './cli/captureCommand.ts';
import { type CheckDeps, runCheck } from './cli/check.ts';
import { type EscapesDeps, runEscapes } from './cli/escapes.ts';
import { type ExplainDeps, runExplain } from './cli/explainCommand.ts';
import { exitCode } from './cli/exitCode.ts';
import { type InventoryDeps, runInventory } from './cli/inventoryCommand.ts';
import { commandHelp, help } from './cli/help.ts';
import { CannotRun, printable, type Terminal } from './cli/terminal.ts';
import { resolve } from './toolchain/paths.ts';
import { fileStatus, readText, writeText } from './toolchain/files.ts';
import { createToolchain } from './toolchain/toolchain.ts';
import { Unusable } from './toolchain/unusable.ts';
import { inventoryOf } from './audit/inventory/inventoryOf.ts';
import { boundsChecksOf } from './escape/details/boundsChecks.ts';
import { analysePatterns } from './escape/runs/analysePatterns.ts';
import { goEnvironment } from './world/go/goEnvFile.ts';
import { createGoModules } from './world/go/goModules.ts';
import { applySafeFixes } from './linkname/check/applyFixes.ts';
import { type CheckContext, findContext } from './linkname/check/checkContext.ts';
import { checkTree } from './linkname/check/checkTree.ts';
import { explainTarget } from './linkname/standard/explainTarget.ts';
import { readRecording } from './escape/profile/readRecording.ts';
import { createAllocationSizes } from './escape/sizes/allocationSizes.ts';
import { PackageStore } from './world/packages/packageStore.ts';
import { measureBenchmarks } from './capture/gate/measureBenchmarks.ts';
import type { TestedPackage } from './capture/tests/testBinary.ts';
import { observePackages } from './capture/verify/observePackages.ts';
import type { VerifyRequest } from './cli/escapesVerify.ts';
import { checkTreeTargets } from './linkname/standard/checkTreeTargets.ts';

const { stdout, stderr } = process;

const complain = (line: string) => void stderr.write(`linkscape: ${printable(line)}\n`);

const env = await goEnvironment(process.env);
const stop = new AbortController();
/**
 * Only what runs programs has something to end. Everything else computes, and while it does a handler would never be called: there a
 * signal ends the process as it does by default.
 */
function endOnSignals(): void {
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stop.abort());
}

// `linkscape check | head` closes the pipe early: nobody is left to read, and the exit code stays. A full disk is another matter.
stdout.on('error', (error: NodeJS.ErrnoException) => {
	if (error.code === 'EPIPE') process.exit();
	terminal.complain('Standard output could not be written.');
	process.exit(exitCode.cannotRun);
});

const terminal: Terminal = {
	directory: workingDirectory(),
	environment: env,
	// `isTTY` is undefined, whatever its type says, where there is no terminal.
	colour:
		env['FORCE_COLOR'] !== undefined ||
		(Boolean(stdout.isTTY) && env['NO_COLOR'] === undefined && env['TERM'] !== 'dumb'),
	out: (text) => void stdout.write(text),
	complain,
};

const internal =
	'Internal error: this is a fault of linkscape. With LINKSCAPE_DEBUG=1 it prints where; please report that.';

const toolchain = createToolchain();
const failures: unknown[] = [];
const dataProblems: string[] = [];
const targets = bundledTargets(
	env,
	(error) => failures.push(error),
	(sentence) => dataProblems.push(sentence),
);
const fixes = bundledFixes();

const checkDeps: CheckDeps = {
	terminal,
	toolVersion: manifest.version,
	async findContext(request, signal) {
		const versions = await targets.data.versions();
		await targets.data.alternatives();
		const [problem] = dataProblems;
		if (problem !== undefined) throw new CannotRun(problem);
		const releases = versions?.releases ?? [];
		const treeProblem = (goroot: string, context: CheckContext) => targets.treeProblem(goroot, context);
		return findContext(request, { toolchain, releases, treeProblem }, signal);
	},
	checkTree: async (request, context, signal) => {
		const check = checkTreeTargets(context, env, targets, signal, fixes.moreFixes);
		const result = await checkTree(request, check, signal);
		// Only a pull leads to fixes that read trees: clean files do not wait for the parser.
		if (result.findings.some(({ target }) => target !== undefined)) await fixes.ready();
		const unread =
			failures.length === 0 ? result.unread : [...result.unread, `Some targets were not checked. ${internal}`];
		for (const error of failures) debug(error);
		return { ...result, unread, problems: [...result.problems, ...(await targets.problems())] };
	},
	applySafeFixes,
};

const explainDeps: ExplainDeps = {
	terminal,
	findContext: (request, signal) => checkDeps.findContext(request, signal),
	explain: (symbol, context) => explainTarget(symbol, context, targets),
};

const inventoryDeps: InventoryDeps = {
	terminal,
	toolVersion: manifest.version,
	findContext: (request, signal) => checkDeps.findContext(request, signal),
	inventory: (request, context, signal) => inventoryOf(request, context, targets, signal),
};

const settings = () => ({ path: '', allowDownloads: false, extension: {}, folders: [], environment: env });
const modules = createGoModules({ settings, toolchain: () => toolchain });
const sizes = createAllocationSizes({ store: new PackageStore(), modules, settings, sources: targets });

const escapesDeps: EscapesDeps = {
	terminal,
	toolVersion: manifest.version,
	analyse: (request, signal) => analysePatterns(request, { modules, explain: bundledExplain() }, signal),
	askBounds: (path, signal) => boundsChecksOf(path, modules, signal),
	kindOf: async (path) => (await fileStatus(path))?.kind,
	readText,
	readRecording,
	measurerOf: (path) => sizes.measurer(path),
	writeText,
	observe: async (request, signal) => {
		return observePackages({ ...request, packages: await testedPackages(request.packages, signal) }, signal);
	},
	measure: async (request, signal) => {
		return measureBenchmarks({ ...request, packages: await testedPackages(request.packages, signal) }, signal);
	},
	progress: (text) => {
		if (stderr.isTTY) stderr.write(`\r\u001b[K${printable(text)}`);
	},
};

const progress = () => {};
const captureDeps: CaptureDeps = {
	terminal,
	test: async (request, signal) =>
		(await import('./capture/record/captureTest.ts')).captureTest(request, modules, progress, signal),
	program: async (request, signals) =>
		(await import('./capture/record/captureProgram.ts')).captureProgram(request, modules, progress, signals),
	server: async (request, signal) =>
		(await import('./capture/record/captureServer.ts')).captureServer(request, progress, signal),
};

/** The first signal asks the program to end, and what was recorded is kept; the second one ends it all. */
function askOnSignals(): AbortSignal {
	const ask = new AbortController();
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.on(signal, () => {
			if (ask.signal.aborted) stop.abort();
			ask.abort();
		});
	}
	return ask.signal;
}

/** Packages as they are on the disk, each with its Go. */
async function testedPackages(packages: VerifyRequest['packages'], signal: AbortSignal): Promise<TestedPackage[]> {
	const tested: TestedPackage[] = [];
	for (const each of packages) {
		const context = await modules.contextOfDirectory(each.directory, signal);
		if (context.kind === 'no-go') throw new CannotRun(context.problem);
		tested.push({ ...each, context });
	}
	return tested;
}

/** Where an error arose, for those who ask. */
function debug(error: unknown): void {
	if (env['LINKSCAPE_DEBUG'] && error instanceof Error) stderr.write(`${error.stack ?? error.message}\n`);
}

/** Ends the process when the directory is gone: then no path means anything. */
function workingDirectory(): string {
	try {
		return process.cwd();
	} catch {
		complain('The working directory does not exist.');
		process.exit(exitCode.cannotRun);
	}
}

async function run(invocation: Invocation, signal: AbortSignal): Promise<number> {
	switch (invocation.kind) {
		case 'help':
			terminal.out(commandHelp[invocation.of ?? ''] ?? help);
			return exitCode.clean;
		case 'version':
			terminal.out(`linkscape ${manifest.version}\n`);
			return exitCode.clean;
		case 'check':
			return runCheck(invocation.options, checkDeps, signal);
		case 'explain':
			return runExplain(invocation.options, explainDeps, signal);
		case 'mcp': {
			// A bundle of its own, which nothing else waits for.
			const bundle = new URL('mcpMain.mjs', import.meta.url).href;
			const { runMcp } = (await import(bundle)) as typeof import('./mcpMain.ts');
			const roots = invocation.roots.map((root) => resolve(terminal.directory, root));
			const problem = await runMcp({ roots, version: manifest.version, environment: env, complain });
			if (problem !== '') throw new CannotRun(problem);
			return exitCode.clean;
		}
		case 'inventory':
			return runInventory(invocation.options, inventoryDeps, signal);
		case 'capture': {
			const { options } = invocation;
			const ask = options.mode === 'run' ? askOnSignals() : new AbortController().signal;
			if (options.mode !== 'run') endOnSignals();
			return runCapture(options, captureDeps, { signal, ask });
		}
		case 'escapes':
			endOnSignals();
			return runEscapes(invocation.options, escapesDeps, signal);
		case 'behind': {
			endOnSignals();
			const { runBehind } = await import('./bundledBehind.ts');
			return runBehind(invocation, { terminal, toolchain }, signal);
		}
		case 'flow': {
			endOnSignals();
			const { runFlow } = await import('./cli/flow/flowCommand.ts');
			const { bundledFlow } = await import('./bundledFlow.ts');
			return runFlow(invocation.options, { terminal, queries: bundledFlow(modules) }, signal);
		}
	}
}

function sentenceOf(error: unknown): string {
	if (error instanceof CannotRun) return error.message;
	// A sentence may end by asking what was meant.
	return error instanceof Unusable ? error.message.replace(/[^?]$/, '$&.') : internal;
}

try {
	process.exitCode = await run(parseArguments(process.argv.slice(2)), stop.signal);
} catch (error) {
	terminal.complain(stop.signal.aborted ? 'interrupted.' : sentenceOf(error));
	debug(error);
	process.exitCode = exitCode.cannotRun;
}
