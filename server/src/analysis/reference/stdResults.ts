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
	for (const [at, token] of tokens.entries()) {
		if (token.text !== ':' || tokens[at + 1]?.text !== '=') continue;
		const first = at + 2;
		const calls = tokens[first + 1]?.text === '.' && tokens[first + 3]?.text === '(';
		if (!calls || !packages.has(tokens[first]?.text ?? '')) continue;
		const end = behindBracket(tokens, first + 3);
		const asked = tokens.slice(first + 4, end - 1);
		const known = !asked.some(
			({ kind, text }, index) => kind === 'name' && variables.has(text) && !isMember(asked, index),
		);
		if (known || tokens[end]?.kind !== 'semicolon') continue;
		for (const name of namesBefore(tokens, at)) if (isSetOnce(name, tokens)) found.add(name);
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

/** The name is followed by `=`, `:=`, `++` and the like, or by a comma before one, in a single place. */
function isSetOnce(name: string, tokens: readonly CodeToken[]): boolean {
	let times = 0;
	for (const [at, { kind, text }] of tokens.entries()) {
		if (kind !== 'name' || text !== name || isMember(tokens, at)) continue;
		if (tokens[at - 1]?.text === '&' || tokens[at - 1]?.text === 'var') return false;
		let next = at + 1;
		while (tokens[next]?.text === ',' && tokens[next + 1]?.kind === 'name') next += 2;
		const operator = `${tokens[next]?.text}${tokens[next + 1]?.text}`;
		if (/^(?::=|=[^=]|[-+*/%|&^]=|\+\+|--|<<|>>)/.test(operator)) times++;
	}
	return times === 1;
}
