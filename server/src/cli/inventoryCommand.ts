/** `linkscape inventory`: every place of a build where a package uses the internals of another, or of the compiler. */
import { isAbsolute, relative, sep } from 'node:path';
import { type Inventory, isBroken } from '../audit/inventory/inventoryEntry.ts';
import type { InventoryRequest } from '../audit/inventory/inventoryOf.ts';
import { type CheckContext, ContextError, type ContextRequest } from '../linkname/check/checkContext.ts';
import type { InventoryArguments, InventoryFormat } from './arguments.ts';
import { endOf, type ExitCode, type Problem } from './exitCode.ts';
import { inventoryDot, inventoryMermaid } from './inventory/inventoryGraph.ts';
import { inventoryHuman } from './inventory/inventoryHuman.ts';
import { inventoryJson } from './inventory/inventoryJson.ts';
import type { InventoryReport } from './inventory/inventoryReport.ts';
import { inventorySarif } from './inventory/inventorySarif.ts';
import { CannotRun, type Terminal } from './terminal.ts';

export interface InventoryDeps {
	readonly terminal: Terminal;
	readonly toolVersion: string;
	findContext(request: ContextRequest, signal: AbortSignal): Promise<CheckContext>;
	inventory(request: InventoryRequest, context: CheckContext, signal: AbortSignal): Promise<Inventory>;
}

const writers: Readonly<Record<InventoryFormat, (report: InventoryReport) => string>> = {
	human: inventoryHuman,
	json: inventoryJson,
	sarif: inventorySarif,
	dot: inventoryDot,
	mermaid: inventoryMermaid,
};

/**
 * 0 when everything was read, 1 for something broken with `--fail-on broken`, 2 when a part could not be read.
 *
 * @throws CannotRun
 */
export async function runInventory(
	options: InventoryArguments,
	deps: InventoryDeps,
	signal: AbortSignal,
): Promise<ExitCode> {
	const { terminal } = deps;
	const { directory, environment } = terminal;
	const { paths, format, all, failOn, ...go } = options;
	const [path = '.'] = paths;
	try {
		const context = await deps.findContext({ directory, path, environment, ...go }, signal);
		const inventory = await deps.inventory({ directory, paths, environment }, context, signal);
		const notes = [context.note, ...inventory.problems].filter((message) => message !== '');
		const problems: Problem[] = [
			...inventory.unread.map((message): Problem => ({ level: 'error', message })),
			...notes.map((message): Problem => ({ level: 'note', message })),
		];
		for (const { message } of problems) terminal.complain(message);
		const report: InventoryReport = {
			context: { go: context.go, goos: context.goos, goarch: context.goarch },
			inventory,
			run: endOf(problems, failOn === 'broken' && inventory.entries.some(isBroken)),
			all,
			nameOf: (file) => shownPath(directory, file),
			colour: terminal.colour,
			toolVersion: deps.toolVersion,
		};
		terminal.out(writers[format](report));
		return report.run.exitCode;
	} catch (error) {
		if (error instanceof ContextError) throw new CannotRun(error.message);
		throw error;
	}
}

/** Relative to the working directory with `/`; on another drive it stays absolute. */
function shownPath(directory: string, file: string): string {
	const way = relative(directory, file);
	return (isAbsolute(way) ? file : way).split(sep).join('/');
}
