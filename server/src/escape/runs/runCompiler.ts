import { writeText } from '../../toolchain/files.ts';
import { compileArguments, compilerPath, compilerTuning, walkMarker } from '../../toolchain/goCommand.ts';
import { basename, dirname, join } from '../../toolchain/paths.ts';
import { withTemporaryDirectory } from '../../toolchain/temporaryDirectory.ts';
import type { GoContext } from '../../world/go/goContext.ts';
import { assemblySymbols } from './assemblySymbols.ts';
import { type CompileError, firstError } from './compileError.ts';
import type { UnitPlan } from './compilePlan.ts';
import { writeOverlay } from '../../world/packages/overlay.ts';

export interface CompilerRequest {
	readonly context: GoContext;
	readonly plan: UnitPlan;
	/** Unsaved texts: absolute path → text. */
	readonly buffers: ReadonlyMap<string, string>;
	/** Sees the lines of `-m=2` while they are printed; paths are absolute or relative to the directory of the package. */
	readonly onLine: (line: string) => void;
}

export type CompilerRun =
	| { readonly kind: 'compiled' }
	| { readonly kind: 'failed'; readonly error: CompileError }
	/** Files of {@link UnitPlan.made} do not compile, in these lines (1-based). */
	| { readonly kind: 'rejected'; readonly lines: readonly number[] }
	/** The plan does not fit any more: only the go command can tell. */
	| { readonly kind: 'unplanned' };

/**
 * The fast runner: the compiler itself, killed when escape analysis is over. All lines about it are printed by then, after
 * a fifth to a quarter of the work.
 */
export async function runCompiler(request: CompilerRequest, signal: AbortSignal): Promise<CompilerRun> {
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
				files: files.map((file) => overlay.bufferOf.get(file) ?? file),
			});
			const file = compilerPath(context.toolDirectory);
			const env = { ...context.environment, ...context.compilerEnvironment, ...compilerTuning, TMPDIR: temporary };
			const first: string[] = [];
			const onLine = (line: string) => {
				if (line.startsWith(walkMarker)) return 'stop';
				if (first.length < mostComplaints) first.push(line);
				request.onLine(spellGoroot(line, context.goroot));
				return undefined;
			};
			const lines = { file: join(temporary, 'output'), onLine };
			const ran = await toolchain.run({ file, args, cwd: directory, env, lines, outputLimit }, signal);
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

/** Where a place begins, in front of a line or of a step, the compiler says `$GOROOT` for the tree of its own sources. */
function spellGoroot(line: string, goroot: string): string {
	return line.includes('$GOROOT') ? line.replace(/(?<=^| at )\$GOROOT/g, () => goroot) : line;
}

/** `./a.go` for a file of the package: the directory repeated on every line would be half of a large output. */
function shorten(file: string, directory: string): string {
	return dirname(file) === directory ? `./${basename(file)}` : file;
}
