/** Which functions of a package are written in assembly: the compiler makes wrappers for them and reports those as well. */
import { fileStatus, readText, writeText } from '../../toolchain/files.ts';
import { assemblerPath, symbolsArguments } from '../../toolchain/goCommand.ts';
import { join } from '../../toolchain/paths.ts';
import type { GoContext } from '../../world/go/goContext.ts';
import type { UnitPlan } from './compilePlan.ts';

interface Listed {
	/** The same for the same files with the same texts. */
	readonly key: string;
	readonly symbols: string | undefined;
}

const known = new WeakMap<UnitPlan, Listed>();

/**
 * The list that the assembler makes of a plan's assembly files, made anew when one of them has changed. `undefined` when it
 * cannot. `temporary` is a directory to write to.
 */
export async function assemblySymbols(
	plan: UnitPlan,
	context: GoContext,
	temporary: string,
	signal: AbortSignal,
): Promise<string | undefined> {
	const states = await Promise.all(plan.assembly.map(fileStatus));
	// The assembler would wait for the writer of a pipe.
	if (!states.every((state) => state?.kind === 'file')) return undefined;
	const key = JSON.stringify(states);
	const before = known.get(plan);
	if (before?.key === key) return before.symbols;
	const symbols = await list(plan, context, temporary, signal);
	known.set(plan, { key, symbols });
	return symbols;
}

async function list(
	{ assembly: files, directory, importPath }: UnitPlan,
	{ goos, goarch, goroot, toolDirectory, environment, compilerEnvironment, toolchain }: GoContext,
	temporary: string,
	signal: AbortSignal,
): Promise<string | undefined> {
	const output = join(temporary, 'symbols');
	const platform = { goos, goarch, environment: compilerEnvironment };
	const args = symbolsArguments({ output, importPath, goroot, headers: temporary, ...platform, files });
	if (args === undefined) return undefined;
	// Stands for what the compiler would write about constants and structs; this list needs none of it.
	await writeText(join(temporary, 'go_asm.h'), '');
	const env = { ...environment, ...compilerEnvironment };
	const ran = await toolchain.run({ file: assemblerPath(toolDirectory), args, cwd: directory, env }, signal);
	return ran.exitCode === 0 ? readText(output) : undefined;
}
