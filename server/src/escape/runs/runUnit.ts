import { writeText } from '../../toolchain/files.ts';
import { compileArguments, compilerPath } from '../../toolchain/goCommand.ts';
import { basename, dirname, join } from '../../toolchain/paths.ts';
import type { Environment } from '../../toolchain/runProcess.ts';
import { withTemporaryDirectory } from '../../toolchain/temporaryDirectory.ts';
import type { GoContext } from '../../world/go/goContext.ts';
import { writeOverlay } from '../../world/packages/overlay.ts';
import { assemblySymbols } from './assemblySymbols.ts';
import { type CompileError, firstError } from './compileError.ts';
import type { UnitPlan } from './compilePlan.ts';

export interface UnitRun {
	readonly context: GoContext;
	readonly plan: UnitPlan;
	/** Unsaved texts: absolute path → text. */
	readonly buffers: ReadonlyMap<string, string>;
	/** What the compiler is to print. */
	readonly flags: readonly string[];
	/** Changes to the environment beside those of the context. */
	readonly environment?: Environment;
	/** Milliseconds. */
	readonly timeout?: number;
	/**
	 * Sees the lines while they are printed; `'stop'` ends the compiler. Paths are relative to the directory of the package
	 * (`./a.go`), absolute, or begin with `$GOROOT`.
	 */
	readonly onLine: (line: string) => 'stop' | undefined;
}

export type CompilerRun =
	| { readonly kind: 'compiled' }
	| { readonly kind: 'failed'; readonly error: CompileError }
	/** Files of {@link UnitPlan.made} do not compile, in these lines (1-based). */
	| { readonly kind: 'rejected'; readonly lines: readonly number[] }
	/** The plan does not fit any more: only the go command can tell. */
	| { readonly kind: 'unplanned' };

/** Runs the compiler by itself for one unit. Nothing of it gets into the user's build cache. */
export async function runUnit(request: UnitRun, signal: AbortSignal): Promise<CompilerRun> {
	const { context, plan } = request;
	const { toolchain } = context;
	const files = [...plan.files, ...plan.made.keys()];
	const build = () =>
		withTemporaryDirectory(async (temporary): Promise<CompilerRun> => {
			const { directory } = plan;
			const own = new Map([...request.buffers, ...plan.made].filter(([path]) => files.includes(path)));
			const overlay = await writeOverlay(own, temporary);
			const buffers = [...overlay.realOf].map(([buffer, file]) => [buffer, shorten(file, directory)] as const);
			const importConfig = join(temporary, 'importcfg');
			await writeText(importConfig, plan.importConfig);
			const embedConfig = plan.embedConfig === undefined ? undefined : join(temporary, 'embedcfg');
			if (embedConfig !== undefined) await writeText(embedConfig, plan.embedConfig ?? '');
			const symbols = plan.assembly.length === 0 ? undefined : join(temporary, 'symabis');
			if (symbols !== undefined) {
				const listed = await assemblySymbols(plan, context, temporary, signal);
				if (listed === undefined) return { kind: 'unplanned' };
				await writeText(symbols, listed);
			}
			const args = compileArguments({
				...plan,
				importConfig,
				embedConfig,
				symbols,
				output: join(temporary, 'package.a'),
				rename: [...buffers, [directory, '.']],
				flags: request.flags,
				files: files.map((file) => overlay.bufferOf.get(file) ?? file),
			});
			const file = compilerPath(context.toolDirectory);
			const env = { ...context.environment, ...context.compilerEnvironment, ...request.environment, TMPDIR: temporary };
			const first: string[] = [];
			const onLine = (line: string) => {
				const answer = request.onLine(line);
				if (answer === undefined && first.length < mostComplaints) first.push(line);
				return answer;
			};
			const lines = { file: join(temporary, 'output'), onLine };
			const limits = { outputLimit, ...(request.timeout !== undefined && { timeout: request.timeout }) };
			const ran = await toolchain.run({ file, args, cwd: directory, env, lines, ...limits }, signal);
			if (ran.end !== 'exited' && ran.end !== 'stopped') return { kind: 'unplanned' };
			if (ran.exitCode === undefined || ran.exitCode === 0) return { kind: 'compiled' };
			// The compiler knows nothing of modules: what it cannot find, the go command may, or can say why not.
			const complaints = first.join('\n');
			if (/could not import|go:embed|: open .*: no such file/.test(complaints)) return { kind: 'unplanned' };
			const place = { directory, realOf: overlay.realOf };
			const rejected = plan.made.size === 0 ? [] : first.flatMap((line) => lineOfMade(firstError(line, place), plan));
			if (rejected.length > 0) return { kind: 'rejected', lines: rejected };
			const error = firstError(complaints, place);
			return error?.file === undefined ? { kind: 'unplanned' } : { kind: 'failed', error };
		});
	return toolchain.builds.run(context.directory, build, signal);
}

function lineOfMade(error: CompileError | undefined, { made }: UnitPlan): readonly number[] {
	return error?.file !== undefined && made.has(error.file) ? [error.line] : [];
}

/** Bytes on the disk while the compiler runs; github.com/dop251/goja takes 314 MB. */
const outputLimit = 1 << 30;

/** The compiler stops after ten errors; what it prints about a package that compiles is not of interest here. */
const mostComplaints = 50;

/** `./a.go` for a file of the package: the directory repeated on every line would be half of a large output. */
function shorten(file: string, directory: string): string {
	return dirname(file) === directory ? `./${basename(file)}` : file;
}
