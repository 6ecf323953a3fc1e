/**
 * Walks the body of a function and tells which calls in it the compiler keeps. Measured with Go 1.24 to 1.27: a function is
 * compiled whether or not anything calls it, function literals too, but what a constant condition rules out, or a return
 * before it, leaves no trace in the object file.
 */
import { behindBracket, closes, isPlainCall, opens, type CodeToken } from './codeTokens.ts';

export interface Walk {
	readonly tokens: readonly CodeToken[];
	/** Called for each token of an expression that is compiled in any case; `inLiteral`: inside of a function literal. */
	readonly kept: (at: number, inLiteral: boolean) => void;
	readonly isDecidedAtRunTime: (head: readonly CodeToken[]) => boolean;
	/** Functions of the package that do nothing but panic: inlined, they end the block. */
	readonly panics: ReadonlySet<string>;
}

/** What is known of a stretch of statements when it is behind us. */
interface Flow {
	/** Index behind it. */
	readonly next: number;
	/** What follows may not be compiled. */
	readonly ends: boolean;
	/** There is a `return` or the like inside that a constant may lead to. */
	readonly mayEnd: boolean;
}

/** @param at the opening brace of a block */
export function walkBlock(walk: Walk, at: number, sure: boolean): Flow {
	const { tokens } = walk;
	let here = sure;
	let ends = false;
	let mayEnd = false;
	let index = at + 1;
	while (index < tokens.length && tokens[index]?.text !== '}') {
		const word = tokens[index]?.kind === 'name' ? tokens[index]?.text : '';
		if (word === 'case' || word === 'default') {
			// Each clause begins anew.
			here = sure;
			index = behindClauseHead(tokens, index);
			continue;
		}
		const flow = walkStatement(walk, index, here);
		index = Math.max(flow.next, index + 1);
		if (flow.ends) ends = true;
		if (flow.mayEnd) mayEnd = true;
		// A brace right behind a block: what we took for the block was a literal in the head.
		const misread = tokens[index]?.text === '{' && tokens[index - 1]?.text === '}';
		if (flow.ends || flow.mayEnd || misread) here = false;
	}
	return { next: index + 1, ends, mayEnd };
}

function walkStatement(walk: Walk, at: number, sure: boolean): Flow {
	const { tokens } = walk;
	const token = tokens[at];
	switch (token?.kind === 'name' ? token.text : token?.text === '{' ? '{' : '') {
		case '{':
			return walkBlock(walk, at, sure);
		case 'if':
			return walkIf(walk, at, sure);
		case 'for':
			return walkLoop(walk, at, sure);
		case 'switch':
		case 'select':
			return walkSwitch(walk, at, sure);
		case 'return':
		case 'goto':
		case 'break':
		case 'continue':
			return { next: walkExpression(walk, at + 1, sure, false), ends: true, mayEnd: false };
		default:
			return { next: walkExpression(walk, at, sure, false), ends: endsHere(walk, at), mayEnd: false };
	}
}

function endsHere({ tokens, panics }: Walk, at: number): boolean {
	const name = tokens[at]?.text ?? '';
	return isPlainCall(tokens, at) && (name === 'panic' || panics.has(name));
}

function walkIf(walk: Walk, at: number, sure: boolean): Flow {
	const { tokens } = walk;
	const brace = walkExpression(walk, at + 1, sure, true);
	const decided = walk.isDecidedAtRunTime(tokens.slice(at + 1, brace));
	const then = walkBlock(walk, brace, sure && decided);
	const mayEnd = then.mayEnd || (then.ends && !decided);
	if (tokens[then.next]?.text !== 'else') return { next: then.next, ends: false, mayEnd };
	const other = walkStatement(walk, then.next + 1, sure && decided);
	return {
		next: other.next,
		ends: then.ends && other.ends,
		mayEnd: mayEnd || other.mayEnd || (other.ends && !decided),
	};
}

function walkLoop(walk: Walk, at: number, sure: boolean): Flow {
	const brace = walkExpression(walk, at + 1, sure, true);
	const head = walk.tokens.slice(at + 1, brace);
	const endless = head.length === 0;
	const decided = endless || walk.isDecidedAtRunTime(head);
	const body = walkBlock(walk, brace, sure && decided);
	return { next: body.next, ends: false, mayEnd: endless || body.mayEnd || (body.ends && !decided) };
}

function walkSwitch(walk: Walk, at: number, sure: boolean): Flow {
	const { tokens } = walk;
	const brace = walkExpression(walk, at + 1, sure, true);
	const decided = tokens[at]?.text === 'select' || walk.isDecidedAtRunTime(tokens.slice(at + 1, brace));
	const body = walkBlock(walk, brace, sure && decided);
	const clauses = tokens.slice(brace, body.next);
	// `select {}` waits for ever; with a default, all ways may end.
	const closed = clauses.length <= 2 || clauses.some(({ text }) => text === 'default');
	return {
		next: body.next,
		ends: false,
		mayEnd: body.mayEnd || (body.ends && (closed || !decided)) || clauses.length <= 2,
	};
}

function behindClauseHead(tokens: readonly CodeToken[], at: number): number {
	for (let index = at; index < tokens.length; index++) {
		const token = tokens[index];
		if (token?.text === ':' && tokens[index + 1]?.text !== '=') return index + 1;
		if (opens(token)) index = behindBracket(tokens, index) - 1;
		else if (closes(token)) return index;
	}
	return tokens.length;
}

/**
 * Passes an expression or a simple statement up to the semicolon or the bracket that ends it.
 *
 * @param head it is the head of an `if`, `for` or `switch`: the brace of the block ends it, semicolons do not
 */
function walkExpression(walk: Walk, at: number, sure: boolean, head: boolean): number {
	const { tokens, kept } = walk;
	let depth = 0;
	let here = sure;
	for (let index = at; index < tokens.length; index++) {
		const token = tokens[index];
		if (depth === 0 && head && token?.text === '{') return index;
		if (depth === 0 && !head && token?.kind === 'semicolon') return index + 1;
		if (token?.kind === 'name' && token.text === 'func') {
			const brace = literalBody(tokens, index);
			if (brace !== undefined) {
				const inside: Walk = { ...walk, kept: (within) => kept(within, true) };
				index = walkBlock(inside, brace, here).next - 1;
				continue;
			}
		}
		if (opens(token)) depth++;
		else if (closes(token)) {
			if (depth === 0) return index;
			depth--;
		}
		// What stands behind a constant `&&` or `||`, or is only measured, is not evaluated.
		if (isShortCircuit(tokens, index) || isMeasure(token)) here = false;
		if (here) kept(index, false);
	}
	return tokens.length;
}

function isShortCircuit(tokens: readonly CodeToken[], at: number): boolean {
	const text = tokens[at]?.text;
	return (text === '&' || text === '|') && tokens[at + 1]?.text === text && tokens[at]?.kind === 'punctuation';
}

function isMeasure(token: CodeToken | undefined): boolean {
	return token?.kind === 'name' && /^(?:Sizeof|Alignof|Offsetof|len|cap)$/.test(token.text);
}

/** The brace of a function literal; undefined for a function type. */
function literalBody(tokens: readonly CodeToken[], at: number): number | undefined {
	if (tokens[at + 1]?.text !== '(') return undefined;
	let index = behindBracket(tokens, at + 1);
	for (; index < tokens.length; index++) {
		const token = tokens[index];
		const before = tokens[index - 1]?.text;
		if (token?.text === '{' && before !== 'struct' && before !== 'interface') return index;
		if (token?.kind === 'semicolon' || closes(token) || /^[,=:]$/.test(token?.text ?? '')) return undefined;
		if (opens(token)) index = behindBracket(tokens, index) - 1;
	}
	return undefined;
}
