/** The composition root of the command line. */
import manifest from '../../package.json' with { type: 'json' };
import { bundledExplain } from './bundledExplain.ts';
import { bundledFixes } from './bundledFixes.ts';
import { bundledTargets } from './bundledTargets.ts';
import { type Invocation, parseArguments } from './cli/arguments.ts';
import { type CheckDeps, runCheck } from './cli/check.ts';
import { runEscapes } from './cli/escapes.ts';
import { type ExplainDeps, runExplain } from './cli/explain.ts';
import { exitCode } from './cli/exitCode.ts';
import { commandHelp, help } from './cli/help.ts';
import { githubEscapes } from './cli/report/github.ts';
import { sarifEscapes } from './cli/report/sarif.ts';
import { CannotRun, type Terminal } from './cli/terminal.ts';
import { readText, writeText } from './toolchain/files.ts';
import { createToolchain } from './toolchain/toolchain.ts';
import { analysePatterns } from './workspace/escapes/analysePatterns.ts';
import { goEnvironment } from './workspace/go/goEnvFile.ts';
import { createGoModules } from './workspace/go/goModules.ts';
import { applySafeFixes } from './workspace/modules/applyFixes.ts';
import { findContext } from './workspace/modules/checkContext.ts';
import { checkTree } from './workspace/modules/checkTree.ts';
import { explainTarget } from './workspace/targets/explainTarget.ts';
import { readProfile } from './workspace/profile/readProfile.ts';
import { checkTreeTargets } from './workspace/targets/checkTreeTargets.ts';

const { stdout, stderr } = process;
const env = await goEnvironment(process.env);
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());

// `linkscape check | head` closes the pipe early; nobody is left to be told.
stdout.on('error', () => process.exit());

const terminal: Terminal = {
	directory: process.cwd(),
	environment: env,
	// `isTTY` is undefined, whatever its type says, where there is no terminal.
	colour:
		env['FORCE_COLOR'] !== undefined ||
		(Boolean(stdout.isTTY) && env['NO_COLOR'] === undefined && env['TERM'] !== 'dumb'),
	out: (text) => void stdout.write(text),
	complain: (line) => void stderr.write(`linkscape: ${line}\n`),
};

const toolchain = createToolchain();
const targets = bundledTargets(env);
const fixes = bundledFixes();

const checkDeps: CheckDeps = {
	terminal,
	toolVersion: manifest.version,
	findContext: (request, signal) => findContext(request, toolchain, signal),
	checkTree: async (request, context, signal) => {
		const check = checkTreeTargets(context, env, targets, signal, fixes.moreFixes);
		const result = await checkTree(request, check, signal);
		// Only a pull leads to fixes that read trees: clean files do not wait for the parser.
		if (result.findings.some(({ target }) => target !== undefined)) await fixes.ready();
		return { ...result, problems: [...result.problems, ...(await targets.problems())] };
	},
	applySafeFixes,
};

const explainDeps: ExplainDeps = {
	terminal,
	findContext: (request, signal) => checkDeps.findContext(request, signal),
	explain: (symbol, context) => explainTarget(symbol, context, targets),
};

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
		case 'escapes': {
			const settings = { path: '', allowDownloads: false, extension: {}, folders: [], environment: env };
			const modules = createGoModules({ settings: () => settings, toolchain: () => toolchain });
			return runEscapes(
				{ ...invocation.options, directory: terminal.directory },
				{
					analyse: (request, running) => analysePatterns(request, { modules, explain: bundledExplain() }, running),
					readText,
					readProfile,
					writeText,
					print: terminal.out,
					complain: terminal.complain,
					formats: { github: githubEscapes, sarif: (report) => sarifEscapes(report, manifest.version) },
				},
				signal,
			);
		}
	}
}

try {
	process.exitCode = await run(parseArguments(process.argv.slice(2)), stop.signal);
} catch (error) {
	const interrupted = stop.signal.aborted ? 'interrupted.' : undefined;
	terminal.complain(interrupted ?? (error instanceof CannotRun ? error.message : `internal error: ${String(error)}`));
	process.exitCode = exitCode.cannotRun;
}
