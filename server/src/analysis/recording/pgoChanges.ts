/** What the compiler does with a CPU profile that it does not do without: from its `-m=2` lines, once with and once without. */

export interface PgoChange {
	/** As the compiler prints it, relative to the directory it ran in. */
	readonly file: string;
	/** 1-based; the column in UTF-8 bytes. */
	readonly line: number;
	readonly column: number;
	/**
	 * `devirtualize`: a call through an interface or a function value goes straight to one function where that is the one.
	 * `inline`: a call is inlined. `inlinable`: a function can be inlined where it is hot.
	 */
	readonly kind: 'devirtualize' | 'inline' | 'inlinable';
	/** What is called, or declared: `Add.Do`. */
	readonly target: string;
	/** Of a devirtualized call, as it is written: `o.Do`. */
	readonly call?: string;
	/** One sentence. */
	readonly message: string;
}

/** @param without @param with what the compiler prints, of the same packages; in the order of `with` */
export function pgoChanges(without: string, withProfile: string): readonly PgoChange[] {
	const before = new Set(without.split('\n').map(meaning));
	const found = new Map<string, PgoChange>();
	for (const line of withProfile.split('\n')) {
		const change = before.has(meaning(line)) ? undefined : changeOf(line);
		if (change) found.set(`${change.file}:${change.line}:${change.column} ${change.kind} ${change.target}`, change);
	}
	return [...found.values()];
}

/** Bodies are printed, and they differ by names that the compiler makes up. */
function meaning(line: string): string {
	return line.replace(/ with cost [0-9]+ as: .*$/, '');
}

/** The words of cmd/compile/internal/devirtualize and inline, Go 1.21 to 1.27. */
function changeOf(line: string): PgoChange | undefined {
	const [, file, row, column, text = ''] = /^([^\s:][^:]*):([0-9]+):([0-9]+): (.+)$/.exec(line) ?? [];
	if (file === undefined) return undefined;
	const place = { file, line: Number(row), column: Number(column) };
	const [, call, callee] = /^PGO devirtualizing (?:interface call |function call |)(\S+) to (\S+)$/.exec(text) ?? [];
	if (call !== undefined && callee !== undefined) {
		const message = `${call} would go straight to ${callee} where that is what it calls.`;
		return { ...place, kind: 'devirtualize', target: callee, call, message };
	}
	const inlined = /^inlining call to (\S+)$/.exec(text)?.[1];
	if (inlined !== undefined)
		return { ...place, kind: 'inline', target: inlined, message: `${inlined} would be inlined here.` };
	const [, declared, cost] = /^can inline (\S+) with cost ([0-9]+) as: /.exec(text) ?? [];
	if (declared === undefined) return undefined;
	const message = `${declared} would be inlined where it is hot (cost ${cost}).`;
	return { ...place, kind: 'inlinable', target: declared, message };
}
