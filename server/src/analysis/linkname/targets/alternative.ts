/** What Go offers to everybody in place of a private symbol. */
import { parseSymbol } from '../../linker/symbolName.ts';
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
	/** The body of a function that does the same, one statement a line, as gofmt writes it: `return int64(time.Since(%base%))`. */
	readonly expr?: string;
	/** For eyes: what to look for, where `expr` does not say it or there is none. */
	readonly text?: string;
	/** What `expr` is written for: its parameters are named here. */
	readonly signature?: string;
	/** A variable that `expr` needs, under a name between percent signs: `var %base% = time.Now()`. */
	readonly helper?: string;
	/** `1.21` */
	readonly since: string;
	/** In a few words, what becomes different: `other numbers`. */
	readonly differs?: string;
	/** Nothing becomes different: the target is what the public function calls, or that function itself. */
	readonly identical?: boolean;
	/** It does something to the whole process: no benchmark may call it with values of its own choice. */
	readonly once?: boolean;
}

/** `time.Since`, `math/rand/v2.Uint32`: what to look for. */
export function alternativeName({ imports, expr, text }: Alternative): string {
	if (text !== undefined) return text;
	const names = new Set<string>();
	for (const [, qualifier, name] of (expr ?? '').matchAll(/\b([a-z]\w*)\.([A-Z]\w*)/g)) {
		const path = imports.find((one) => lastElement(one) === qualifier);
		if (path !== undefined) names.add(`${path}.${name}`);
	}
	return names.size === 0 ? (expr ?? '').replace(/^return /, '') : [...names].join(', ');
}

/** What a package may be told to use: nothing of its own module, which may be there thanks to this very pull. */
export function offeredTo(
	importPath: string | undefined,
	alternative: Alternative | null | undefined,
): Alternative | undefined {
	const module = importPath?.split('/').slice(0, 3).join('/');
	const isOwn = module?.includes('.') && alternative && alternativeName(alternative).includes(`${module}/`);
	return alternative && !isOwn ? alternative : undefined;
}

/** A module whose `go` line is older than the alternative cannot use it; without a go.mod nothing keeps it from it. */
export function isUsable({ since }: Alternative, goVersion: string | undefined): boolean {
	return atLeastMinor(goVersion, goMinor(since) ?? 0);
}

/** True for what everybody may name, `time.Sleep`, `net.(*Dialer).Dial`: nobody has to pull it. */
export function isPublic(symbol: string): boolean {
	const parts = parseSymbol(symbol);
	if (!parts || /(^|\/)(internal|vendor)(\/|$)/.test(parts.importPath)) return false;
	const { name, receiver } = parts;
	return (receiver ? [receiver.type, receiver.method] : [name]).every((one) => /^\p{Lu}[\p{L}\p{N}_]*$/u.test(one));
}

function lastElement(path: string): string {
	const elements = path.split('/');
	const last = elements.at(-1) ?? '';
	return /^v\d+$/.test(last) ? (elements.at(-2) ?? last) : last;
}
