/** The composition root of the editor server: started with --stdio (the default), --node-ipc or --socket=PORT. */
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import manifest from '../../package.json' with { type: 'json' };
import { bundledExplain } from './bundledExplain.ts';
import { bundledFixes } from './bundledFixes.ts';
import { bundledTargets } from './bundledTargets.ts';
import { startServer } from './lsp/server.ts';
import { optimizeLater } from './toolchain/lazyOptimizer.ts';
import { createGoWorkspace } from './session/createGoWorkspace.ts';

if (process.argv.includes('--version')) {
	process.stdout.write(`linkscape-lsp ${manifest.version}\n`);
	process.exit();
}
optimizeLater();

if (!process.argv.some((argument) => /^--(?:stdio|node-ipc|socket|pipe)\b/.test(argument)))
	process.argv.push('--stdio');

const connection = createConnection(ProposedFeatures.all);
const targets = bundledTargets(
	process.env,
	(error) => connection.console.error(stackOf(error)),
	(sentence) => connection.console.error(sentence),
);

// Whatever fails behind our back is told to the output channel; the server goes on.
process.on('uncaughtException', (error) => connection.console.error(error.stack ?? error.message));
process.on('unhandledRejection', (reason) => connection.console.error(stackOf(reason)));

// An editor that is in a hurry: what runs for us is killed when we exit, and would outlive us otherwise.
// A second signal must not interrupt that.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(1));

startServer(connection, {
	version: manifest.version,
	createWorkspace: (setup, logger) =>
		createGoWorkspace({
			setup,
			environment: process.env,
			explain: bundledExplain(),
			targets,
			moreFixes: bundledFixes().moreFixes,
			flow: async (modules) => (await import('./bundledFlow.ts')).bundledFlow(modules),
			log: (level, message) => logger[level](message),
		}),
});

function stackOf(error: unknown): string {
	return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
