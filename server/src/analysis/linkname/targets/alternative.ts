/** What Go offers to everybody in place of a private symbol. */
import { atLeastMinor, goMinor } from '../goMinor.ts';

/** One entry of server/data/alternatives.json. */
export interface AlternativeEntry {
	readonly target: string;
	readonly alternative: Alternative | null;
	readonly note: string;
}

export interface Alternative {
	/** What has to be imported. */
	readonly imports: readonly string[];
	/** The statement that replaces the body: `return int64(time.Since(%base%))`. */
	readonly expr?: string;
	/** For eyes, where no one statement does it. */
	readonly text?: string;
	/** `1.21` */
	readonly since: string;
}

/** `time.Since`, `runtime/metrics.Read, runtime.ReadMemStats`: what to look for. */
export function alternativeName({ imports, expr, text }: Alternative): string {
	if (text !== undefined) return text;
	const names = (expr ?? '').match(/\b[a-z]\w*\.[A-Z]\w*/g) ?? [];
	const imported = names.filter((name) => imports.some((path) => lastElement(path) === name.split('.')[0]));
	return imported.length === 0 ? (expr ?? '').replace(/^return /, '') : [...new Set(imported)].join(', ');
}

/** A module whose `go` line is older than the alternative cannot use it; without a go.mod nothing keeps it from it. */
export function isUsable({ since }: Alternative, goVersion: string | undefined): boolean {
	return atLeastMinor(goVersion, goMinor(since) ?? 0);
}

function lastElement(path: string): string {
	const elements = path.split('/');
	const last = elements.at(-1) ?? '';
	return /^v\d+$/.test(last) ? (elements.at(-2) ?? last) : last;
}
