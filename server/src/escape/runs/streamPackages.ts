/** Explains the packages of a run of the go command while it compiles: none of them waits for the last, and no output is held longer than it takes. */
import { markInstances } from '../../analysis/escape/generics/markInstances.ts';
import { goFilesArguments, type ListedPackage } from '../../toolchain/goCommand.ts';
import { parseListedPackages } from '../../toolchain/goOutput.ts';
import { withTemporaryDirectory } from '../../toolchain/temporaryDirectory.ts';
import type { GoContext } from '../../world/go/goContext.ts';
import { writeOverlay } from '../../world/packages/overlay.ts';
import { readOpenTexts } from '../../world/packages/packageContent.ts';
import { unfitFiles } from '../../world/packages/unfitFiles.ts';
import { type Explain, explainOutput } from '../hints/outputReader.ts';
import type { AnalysedPackage } from './analysePatterns.ts';
import { type CompileUnit, goFiles } from './compileUnit.ts';
import { genericFunctionsIn, uninstantiated } from './instances.ts';
import { createPackageOrder } from './packageOrder.ts';
import { type ListRequest, type ListRun, runList } from './runList.ts';

export interface StreamedRun {
	readonly ran: ListRun;
	/** Those of the run that were not handed on, with their output: broken ones, and those that need more than one run of the compiler. */
	readonly left: readonly CompileUnit[];
}

/** Characters of compiler output that wait to be read; beyond, the go command waits as well. */
const mostWaiting = 8 * 2 ** 20;

/**
 * @param onPackage is given each package in one order, imported ones first, and waited for
 */
export async function streamPackages(
	request: ListRequest,
	explain: Explain,
	onPackage: (found: AnalysedPackage) => Promise<void>,
	signal: AbortSignal,
): Promise<StreamedRun> {
	const { context, directory } = request;
	const packages = new Map((await listFiles(request, signal)).map((each) => [each.ImportPath, each]));
	const outputs = new Map<string, string>();
	const handedOn = new Set<string>();
	let handing: Promise<void> = Promise.resolve();
	const order = createPackageOrder<AnalysedPackage>(
		[...packages].map(([importPath, { Imports = [] }]) => ({ importPath, imports: Imports })),
		(found) => {
			handing = handing.then(() => onPackage(found));
			handing.catch(() => {});
		},
	);

	function passed(importPath: string, output: string): void {
		outputs.set(importPath, output);
		order.pass(importPath);
	}

	async function read(importPath: string, output: string): Promise<void> {
		const listed = packages.get(importPath);
		if (!listed) return;
		const sources = await readOpenTexts(goFiles(listed), new Map());
		if (uninstantiated(sources, output, directory).length > 0) return passed(importPath, output);
		const reading = explain(sources, { directory, goVersion: context.version.text });
		const said = await explainOutput(reading, output, signal);
		// It may be that it does not compile, which the end of the run tells.
		if (said.unknown.length > 0) return passed(importPath, output);
		const { escapes } = markInstances(said, genericFunctionsIn(sources), new Set());
		handedOn.add(importPath);
		order.add(importPath, { importPath, escapes, sources });
		await handing;
	}

	let waiting = 0;
	let work: Promise<void> = Promise.resolve();
	const onBlock = (importPath: string, output: string) => {
		waiting += output.length;
		work = work.then(async () => {
			await read(importPath, output);
			waiting -= output.length;
		});
		work.catch(() => {});
	};
	const blocks = { onBlock, pause: () => (waiting > mostWaiting ? work : undefined) };
	const ran = await runList({ ...request, blocks }, signal);
	await work;
	order.end();
	await handing;
	if (ran.kind === 'failed') return { ran, left: [] };
	const left = ran.units
		.filter(({ importPath }) => !handedOn.has(importPath))
		.map((unit): CompileUnit => {
			if (unit.result.kind === 'failed') return unit;
			return { ...unit, result: { kind: 'compiled', output: outputs.get(unit.importPath) ?? '' } };
		});
	return { ran, left };
}

/** Compiles nothing. Empty when the go command lists nothing, which the run itself then says. */
async function listFiles(
	{ context, directory, patterns }: ListRequest,
	signal: AbortSignal,
): Promise<readonly ListedPackage[]> {
	const { go, environment, buildFlags, toolchain }: GoContext = context;
	const listed = await withTemporaryDirectory(async (temporary) => {
		const { hidden } = await unfitFiles(context, directory, patterns);
		const overlay = await writeOverlay(new Map(), temporary, hidden);
		const args = goFilesArguments(buildFlags, overlay.file, patterns);
		return toolchain.run({ file: go, args, cwd: directory, env: environment }, signal);
	});
	signal.throwIfAborted();
	return parseListedPackages(listed.stdout);
}
