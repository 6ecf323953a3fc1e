/** Local variables that hold what the standard library answered about something that is known only at run time. */
import type { Import } from '../source/goFile.ts';
import { likelyName } from '../signature/typeScope.ts';
import { namesBefore } from './condition.ts';
import { behindBracket, isMember, type CodeToken } from './codeTokens.ts';

/**
 * `rv := reflect.ValueOf(v)` for a parameter v: the names on the left that the function declares there and sets nowhere else.
 *
 * @param variables names whose values the compiler does not know
 */
export function stdResults(
	tokens: readonly CodeToken[],
	imports: readonly Import[],
	variables: ReadonlySet<string>,
): Set<string> {
	const packages = new Set(imports.filter(({ path }) => isStd(path)).map(({ name, path }) => name ?? likelyName(path)));
	const found = new Set<string>();
	const setOnce = namesSetOnce(tokens);
	const isVariable = ({ kind, text }: CodeToken, at: number) =>
		kind === 'name' && variables.has(text) && !isMember(tokens, at);
	/** For each token: how many before it name a variable. */
	const before = new Uint32Array(tokens.length + 1);
	for (const [at, token] of tokens.entries()) before[at + 1] = (before[at] ?? 0) + (isVariable(token, at) ? 1 : 0);
	for (const [at, token] of tokens.entries()) {
		if (token.text !== ':' || tokens[at + 1]?.text !== '=') continue;
		const first = at + 2;
		const calls = tokens[first + 1]?.text === '.' && tokens[first + 3]?.text === '(';
		if (!calls || !packages.has(tokens[first]?.text ?? '')) continue;
		const end = behindBracket(tokens, first + 3);
		const known = (before[end - 1] ?? 0) <= (before[first + 4] ?? 0);
		if (known || tokens[end]?.kind !== 'semicolon') continue;
		for (const name of namesBefore(tokens, at)) if (setOnce.has(name)) found.add(name);
	}
	return found;
}

/** A module cannot have these names: its packages would not be found. */
function isStd(path: string): boolean {
	return std.has(path.split('/')[0] ?? '');
}

const std = new Set(
	'bufio bytes context crypto encoding errors fmt hash io math net os path reflect regexp sort strconv strings syscall time unicode'.split(
		' ',
	),
);

/** Names that are followed by `=`, `:=`, `++` and the like, or by a comma before one, in a single place. */
function namesSetOnce(tokens: readonly CodeToken[]): Set<string> {
	/** For each token: the index behind the list of names that begins there. From the last to the first, so that no list is passed twice. */
	const behindList = new Uint32Array(tokens.length + 2);
	for (let at = tokens.length - 1; at >= 0; at--) {
		const goesOn = tokens[at + 1]?.text === ',' && tokens[at + 2]?.kind === 'name';
		behindList[at] = goesOn ? (behindList[at + 2] ?? 0) : at + 1;
	}
	const times = new Map<string, number>();
	for (const [at, { kind, text }] of tokens.entries()) {
		if (kind !== 'name' || isMember(tokens, at)) continue;
		const next = behindList[at] ?? 0;
		const operator = `${tokens[next]?.text}${tokens[next + 1]?.text}`;
		const isSet = /^(?::=|=[^=]|[-+*/%|&^]=|\+\+|--|<<|>>)/.test(operator);
		// Somebody else may set it, or it has no value yet.
		const isOpen = tokens[at - 1]?.text === '&' || tokens[at - 1]?.text === 'var';
		if (isSet || isOpen) times.set(text, (times.get(text) ?? 0) + (isOpen ? 2 : 1));
	}
	return new Set([...times].filter(([, count]) => count === 1).map(([name]) => name));
}
