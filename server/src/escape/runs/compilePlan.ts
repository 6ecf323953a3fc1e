import { scanGoFile } from '../../analysis/source/scanGoFile.ts';
import { flagName, type ListedPackage } from '../../toolchain/goCommand.ts';
import { isFile } from '../../toolchain/files.ts';
import { isAbsolute, join } from '../../toolchain/paths.ts';
import type { GoContext } from '../../world/go/goContext.ts';
import { baseName, type CompileUnit } from './compileUnit.ts';

/** All that a run of the compiler by itself needs, taken from a full run of the go command. */
export interface UnitPlan {
	/** The directory of the package, absolute. */
	readonly directory: string;
	/** `-p` of the compiler. */
	readonly importPath: string;
	/** Absolute paths, in the order in which the go command passes them. */
	readonly files: readonly string[];
	readonly importConfig: string;
	readonly language: string | undefined;
	readonly standard: boolean;
	readonly complete: boolean;
	/** Absolute paths of its assembly files. */
	readonly assembly: readonly string[];
	readonly embedConfig: string | undefined;
	/** Files that exist only for the compiler: absolute path → text. */
	readonly made: ReadonlyMap<string, string>;
}

/**
 * How to compile a unit without the go command, or `undefined` when only the go command can: cgo, profiles, instrumented builds, a dependency that is missing or did not compile. The unit itself may be broken.
 */
export async function planUnit(
	unit: CompileUnit,
	listed: readonly ListedPackage[],
	context: GoContext,
): Promise<UnitPlan | undefined> {
	const { listed: own, importPath } = unit;
	if (own.Dir === undefined) return undefined;
	if (own.CgoFiles?.length || own.SysoFiles?.length) return undefined;
	// The profile that `go build` takes by itself since Go 1.21, with `-pgo=auto`. `go list` does not name it.
	if (own.Name === 'main' && (await isFile(join(own.Dir, 'default.pgo')))) return undefined;
	// What a pattern does not find is an error that only the go command knows.
	if (own.EmbedPatterns?.length && own.Error) return undefined;
	if (context.allFlags.some((flag) => unplannedFlags.has(flagName(flag)))) return undefined;
	const importConfig = importConfigOf(own, listed);
	if (importConfig === undefined) return undefined;
	const standard = own.Standard === true;
	const goVersion = own.Module?.GoVersion;
	const language = own.Module && /^\d+\.\d+/.exec(goVersion ?? '1.16')?.[0];
	const files = own.CompiledGoFiles ?? own.GoFiles ?? [];
	if (files.length === 0) return undefined;
	const assembly = (own.SFiles ?? []).map((file) => join(own.Dir ?? '', file));
	// Up to Go 1.21 the run-time is compiled with a flag of its own.
	if (assembly.length > 0 && standard && /^(?:runtime|internal)(?:\/|$)/.test(importPath)) return undefined;
	return {
		directory: own.Dir,
		importPath: own.Name === 'main' ? 'main' : baseName({ importPath }),
		files: files.map((file) => (isAbsolute(file) ? file : join(own.Dir ?? '', file))),
		importConfig,
		language: language && `go${language}`,
		standard,
		// The standard library has functions without a body that other packages push into it.
		complete: !standard && assembly.length === 0,
		assembly,
		embedConfig: own.EmbedPatterns?.length ? embedConfigOf(own.EmbedPatterns, files) : undefined,
		made: new Map(),
	};
}

/** Escape analysis does not look into embedded files: one stands for all that a pattern finds. */
function embedConfigOf(patterns: readonly string[], [file = '']: readonly string[]): string {
	return JSON.stringify({ Patterns: Object.fromEntries(patterns.map((each) => [each, ['file']])), Files: { file } });
}

const unplannedFlags = new Set(['race', 'msan', 'asan', 'pgo', 'cover', 'compiler', 'installsuffix']);

/** The packages that a listed one reaches, by the names of `go list`. */
export function reachedPackages(from: ListedPackage, listed: readonly ListedPackage[]): readonly ListedPackage[] {
	const byPath = new Map(listed.map((each) => [each.ImportPath, each]));
	const reached = new Set<ListedPackage>();
	const walk = (each: ListedPackage) => {
		for (const path of each.Imports ?? []) {
			const next = byPath.get(path);
			if (next === undefined || reached.has(next)) continue;
			reached.add(next);
			walk(next);
		}
	};
	walk(from);
	return [...reached];
}

function importConfigOf(own: ListedPackage, listed: readonly ListedPackage[]): string | undefined {
	const lines: string[] = [];
	for (const [written, resolved] of Object.entries(own.ImportMap ?? {})) {
		const path = baseName({ importPath: resolved });
		if (path !== written) lines.push(`importmap ${written}=${path}`);
	}
	for (const each of reachedPackages(own, listed)) {
		if (each.ImportPath === 'unsafe') continue;
		if (!each.Export) return undefined;
		lines.push(`packagefile ${baseName({ importPath: each.ImportPath })}=${each.Export}`);
	}
	return `${lines.join('\n')}\n`;
}

/**
 * What of a file's text decides whether and how it is compiled: all up to the package clause, what it embeds, and
 * whether it uses C. While it stays the same, a plan stays right; a changed import is noticed by the compiler.
 */
export function planHeader(text: string): string {
	const { packageClause, imports } = scanGoFile(text);
	const clause = text.slice(0, packageClause?.end ?? 0);
	// The text above the clause without //go: lines is comments, which may change at will.
	const decisive = clause.split('\n').filter((line) => /^\s*(\/\/go:|\/\/ ?\+build|package\b)/.test(line));
	const special = imports.filter(({ path }) => path === 'C' || path === 'embed').map(({ path }) => path);
	const patterns = special.includes('embed') ? (text.match(/^\/\/go:embed\s.*$/gm) ?? []) : [];
	return [...decisive, ...special, ...patterns].join('\n');
}
