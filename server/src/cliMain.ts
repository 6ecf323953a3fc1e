/** The composition root of the command line. */
import { addAbortSignal } from 'node:stream';
import { fileURLToPath } from 'node:url';
import manifest from '../../package.json' with { type: 'json' };
import { serveUnits, threadWorker, bundledWorker, type WorkerTools } from './bundledCheck.ts';
import { bundledExplain } from './bundledExplain.ts';
import { bundledFixes } from './bundledFixes.ts';
import { bundledParser } from './bundledParser.ts';
import { bundledTargets } from './bundledTargets.ts';
import { type Invocation, parseArguments } from './cli/arguments.ts';
import { runBinary } from './cli/behind/binaryCommand.ts';
import { type CaptureDeps, runCapture } from './cli/captureCommand.ts';
import { type CheckDeps, runCheck } from './cli/check.ts';
import { type EscapesDeps, runEscapes } from './cli/escapes.ts';
import { type ExplainDeps, runExplain } from './cli/explainCommand.ts';
import { exitCode } from './cli/exitCode.ts';
import { type InventoryDeps, runInventory } from './cli/inventoryCommand.ts';
import { commandHelp, help } from './cli/help.ts';
import { runMerge } from './cli/merge.ts';
import { CannotRun, printable, type Terminal } from './cli/terminal.ts';
import { dirname, resolve } from './toolchain/paths.ts';
import { fileStatus, readText, writeText } from './toolchain/files.ts';
import { createTreeFiles } from './toolchain/treeReader.ts';
import { createToolchain } from './toolchain/toolchain.ts';
import { Unusable } from './toolchain/unusable.ts';
import type { FlowQueries } from './flow/flowQueries.ts';
import { createPolicies } from './audit/policy/policyFiles.ts';
import { inventoryOf } from './audit/inventory/inventoryOf.ts';
import { boundsChecksOf } from './escape/details/boundsChecks.ts';
import { analysePatterns } from './escape/runs/analysePatterns.ts';
import { unchanging } from './world/answers/changes.ts';
import { goEnvironment } from './world/go/goEnvFile.ts';
import { createGoModules } from './world/go/goModules.ts';
import { applySafeFixes } from './linkname/check/applyFixes.ts';
import { type CheckContext, type ContextDeps, findContext, findContexts } from './linkname/check/checkContext.ts';
import { checkTree } from './linkname/check/checkTree.ts';
import { checkTrees } from './audit/check/treeCheck.ts';
import type { WorkerSetup } from './audit/check/unitWorker.ts';
import { keepHeapSmall } from './toolchain/smallHeap.ts';
import { threadData, threadsOfMachine } from './toolchain/threads.ts';
import { openSinceCommit } from './world/git/sinceCommit.ts';
import type { GoSettings } from './world/go/goSettings.ts';
import { explainTarget } from './linkname/standard/explainTarget.ts';
import { readRecording } from './escape/profile/readRecording.ts';
import { createAllocationSizes } from './escape/sizes/allocationSizes.ts';
import { PackageStore } from './world/packages/packageStore.ts';
import { measureBenchmarks } from './capture/gate/measureBenchmarks.ts';
import type { TestedPackage } from './capture/tests/testBinary.ts';
import { observePackages } from './capture/verify/observePackages.ts';
import type { VerifyRequest } from './cli/escapesVerify.ts';
import { checkTreeTargets } from './linkname/standard/checkTreeTargets.ts';

keepHeapSmall();

const { stdout, stderr } = process;

const complain = (line: string) => {
	if (isShown) showProgress('');
	stderr.write(`linkscape: ${printable(line)}\n`);
};

let isShown = false;

/** One line that is written again and again. */
function showProgress(line: string): void {
	stderr.write(`\r\u001b[K${printable(line)}`);
	isShown = line !== '';
}

const env = await goEnvironment(process.env);
const stop = new AbortController();
/** For what runs programs, which have to be ended, and for what takes turns; everything else is short, and a signal ends it as it does by default. */
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
	progress: stderr.isTTY && env['TERM'] !== 'dumb' ? showProgress : undefined,
	async input() {
		const chunks: Buffer[] = [];
		for await (const chunk of addAbortSignal(stop.signal, process.stdin)) chunks.push(chunk as Buffer);
		return Buffer.concat(chunks).toString();
	},
};

/** More threads than this wait for the disk, and for the one that puts their findings in order. */
const mostThreads = 8;

const internal =
	'Internal error: this is a fault of linkscape. With LINKSCAPE_DEBUG=1 it prints where; please report that.';

const toolchain = createToolchain();
const failures: unknown[] = [];
const dataProblems: string[] = [];
const targets = bundledTargets(
	env,
	(error) => failures.push(error),
	(sentence) => dataProblems.push(sentence),
	createTreeFiles(),
);
const fixes = bundledFixes();

const workerTools: WorkerTools = {
	targets,
	fixes,
	problems: () => targets.problems(),
	failure() {
		for (const error of failures.splice(0)) {
			hasFailed = true;
			debug(error);
		}
		return hasFailed ? `Some targets were not checked. ${internal}` : undefined;
	},
};
let hasFailed = false;

/** The settings of a command line: those of the environment alone. */
const settings: GoSettings = { path: '', allowDownloads: false, extension: {}, folders: [], environment: env };

async function contextDeps(): Promise<ContextDeps> {
	const versions = await targets.data.versions();
	await targets.data.alternatives();
	const [problem] = dataProblems;
	if (problem !== undefined) throw new CannotRun(problem);
	const releases = versions?.releases ?? [];
	const treeProblem = (goroot: string, context: CheckContext) => targets.treeProblem(goroot, context);
	return { toolchain, releases, treeProblem };
}

const files = {
	kindOf: async (path: string) => (await fileStatus(path))?.kind,
	readText,
	writeText,
};

const openSince = (commit: string, signal: AbortSignal) => {
	return openSinceCommit(commit, terminal.directory, { settings, toolchain }, signal);
};

const policies = createPolicies(unchanging);

const checkDeps: CheckDeps = {
	...files,
	terminal,
	toolVersion: manifest.version,
	threads: Math.min(threadsOfMachine(), mostThreads),
	findContexts: async (request, signal) => findContexts(request, await contextDeps(), signal),
	checkTrees(request, listener, signal) {
		const deps = {
			createWorker: (setup: WorkerSetup) => bundledWorker(setup, workerTools),
			startWorker: (setup: WorkerSetup) => threadWorker(fileURLToPath(import.meta.url), setup),
		};
		return checkTrees(request, deps, listener, signal);
	},
	async checkTree(request, context, signal) {
		const check = checkTreeTargets(context, env, targets, signal, fixes.moreFixes);
		const result = await checkTree(request, check, signal);
		// Only a pull leads to fixes that read trees: clean files do not wait for the parser.
		if (result.findings.some(({ target }) => target !== undefined)) await fixes.ready();
		return result;
	},
	applySafeFixes,
	policyOf: (directory) => policies.of(directory),
	openSince,
};

const explainDeps: ExplainDeps = {
	terminal,
	findContext: async (request, signal) => findContext(request, await contextDeps(), signal),
	explain: (symbol, context) => explainTarget(symbol, context, targets),
};

const inventoryDeps: InventoryDeps = {
	terminal,
	toolVersion: manifest.version,
	findContext: async (request, signal) => findContext(request, await contextDeps(), signal),
	inventory: (request, context, signal) => inventoryOf(request, context, targets, signal),
};

const modules = createGoModules({ settings: () => settings, toolchain: () => toolchain });
const sizes = createAllocationSizes({
	changes: unchanging,
	store: new PackageStore(unchanging),
	modules,
	settings: () => settings,
	sources: targets,
});

let flowQueries: FlowQueries | undefined;

async function askCalls(path: string, name: string, signal: AbortSignal) {
	const { bundledFlow } = await import('./bundledFlow.ts');
	flowQueries ??= bundledFlow(modules);
	try {
		return await flowQueries.allocations(`./${name}`, dirname(path), signal);
	} catch (error) {
		if (error instanceof Unusable) return { problem: error.message };
		throw error;
	}
}

const escapesDeps: EscapesDeps = {
	...files,
	openSince,
	terminal,
	toolVersion: manifest.version,
	analyse: (request, signal, onPackage) =>
		analysePatterns(request, { modules, explain: bundledExplain(), onPackage }, signal),
	policyOf: (directory) => policies.of(directory),
	askBounds: (path, signal) => boundsChecksOf(path, modules, signal),
	askCalls,
	readRecording,
	parse: async (text) => {
		const tree = (await bundledParser()).parse(text);
		const { table } = tree;
		tree.dispose();
		return table;
	},
	whatIfPgo: async (request, signal) =>
		(await import('./capture/pgo/whatIfPgo.ts')).whatIfPgo(request, modules, signal),
	measurerOf: (path) => sizes.measurer(path),
	observe: async (request, signal) => {
		return observePackages({ ...request, packages: await testedPackages(request.packages, signal) }, signal);
	},
	measure: async (request, signal) => {
		return measureBenchmarks({ ...request, packages: await testedPackages(request.packages, signal) }, signal);
	},
	progress: (text) => terminal.progress?.(text),
};

const progress = () => {};
const captureDeps: CaptureDeps = {
	terminal,
	async test({ keepers, ...request }, signal) {
		const { captureTest } = await import('./capture/record/captureTest.ts');
		const dumps = keepers && { keepers: (await import('./capture/keepers/recordKeepers.ts')).recordKeepers };
		return captureTest({ ...request, ...dumps }, modules, progress, signal);
	},
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
			endOnSignals();
			return runCheck(invocation.options, checkDeps, signal);
		case 'merge':
			return runMerge(invocation.options, { ...files, terminal, toolVersion: manifest.version });
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
		case 'binary': {
			const { readBinaryOf } = await import('./bundledBehind.ts');
			return runBinary(invocation.options, { terminal, read: (file) => readBinaryOf(file, terminal) });
		}
		case 'sanitize': {
			endOnSignals();
			const { runSanitized } = await import('./bundledSanitize.ts');
			return runSanitized(invocation.options, { terminal, toolchain, settings }, signal);
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

const setup = threadData();

try {
	// Another thread of a check runs the same program.
	if (setup !== undefined) serveUnits(setup as WorkerSetup, workerTools);
	else process.exitCode = await run(parseArguments(process.argv.slice(2)), stop.signal);
} catch (error) {
	terminal.complain(stop.signal.aborted ? 'interrupted.' : sentenceOf(error));
	debug(error);
	process.exitCode = exitCode.cannotRun;
}
