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
	/** Where the body of a function literal begins, for each token; see {@link literalBodies}. */
	readonly bodies: Int32Array;
	readonly isDecidedAtRunTime: (head: readonly CodeToken[]) => boolean;
	/** Functions of the package that do nothing but panic: inlined, they end the block. */
	readonly panics: ReadonlySet<string>;
}

/** Where in the nesting of blocks we are. */
interface Place {
	readonly sure: boolean;
	readonly inLiteral: boolean;
	readonly depth: number;
}

/** Blocks within each other, beyond which nothing is certain: nobody writes them, and each costs room on the stack. */
const deepest = 200;

/** Tokens of a head or of a list of clauses, beyond which nothing is certain: heads within heads would be looked at again and again. */
const longest = 10_000;

/** What is known of a stretch of statements when it is behind us. */
interface Flow {
	/** Index behind it. */
	readonly next: number;
	/** What follows may not be compiled. */
	readonly ends: boolean;
	/** There is a `return` or the like inside that a constant may lead to. */
	readonly mayEnd: boolean;
}

/** The body of a function, from its opening brace. */
export function walkBody(walk: Omit<Walk, 'bodies'>): void {
	const bodies = literalBodies(walk.tokens);
	walkBlock({ ...walk, bodies }, 0, { sure: true, inLiteral: false, depth: 0 });
}

/** @param at the opening brace of a block */
function walkBlock(walk: Walk, at: number, outer: Place): Flow {
	const { tokens } = walk;
	const { sure } = outer;
	// Nothing of what is left is looked at.
	if (outer.depth === deepest) return { next: tokens.length, ends: true, mayEnd: true };
	const place = { ...outer, depth: outer.depth + 1 };
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
		const flow = walkStatement(walk, index, { ...place, sure: here });
		index = Math.max(flow.next, index + 1);
		if (flow.ends) ends = true;
		if (flow.mayEnd) mayEnd = true;
		// A brace right behind a block: what we took for the block was a literal in the head.
		const misread = tokens[index]?.text === '{' && tokens[index - 1]?.text === '}';
		if (flow.ends || flow.mayEnd || misread) here = false;
	}
	return { next: index + 1, ends, mayEnd };
}

function walkStatement(walk: Walk, at: number, place: Place): Flow {
	const { tokens } = walk;
	const token = tokens[at];
	switch (token?.kind === 'name' ? token.text : token?.text === '{' ? '{' : '') {
		case '{':
			return walkBlock(walk, at, place);
		case 'if':
			return walkIf(walk, at, place);
		case 'for':
			return walkLoop(walk, at, place);
		case 'switch':
		case 'select':
			return walkSwitch(walk, at, place);
		case 'return':
		case 'goto':
		case 'break':
		case 'continue':
			return { next: walkExpression(walk, at + 1, place, false), ends: true, mayEnd: false };
		default:
			return { next: walkExpression(walk, at, place, false), ends: endsHere(walk, at), mayEnd: false };
	}
}

function endsHere({ tokens, panics }: Walk, at: number): boolean {
	const name = tokens[at]?.text ?? '';
	return isPlainCall(tokens, at) && (name === 'panic' || panics.has(name));
}

function walkIf(walk: Walk, at: number, place: Place): Flow {
	const { tokens } = walk;
	const brace = walkExpression(walk, at + 1, place, true);
	const decided = isDecided(walk, at + 1, brace);
	const then = walkBlock(walk, brace, { ...place, sure: place.sure && decided });
	const mayEnd = then.mayEnd || (then.ends && !decided);
	if (tokens[then.next]?.text !== 'else') return { next: then.next, ends: false, mayEnd };
	const below = { ...place, sure: place.sure && decided, depth: place.depth + 1 };
	// A long chain is as deep as blocks within each other.
	if (below.depth > deepest) return { next: tokens.length, ends: true, mayEnd: true };
	const other = walkStatement(walk, then.next + 1, below);
	return {
		next: other.next,
		ends: then.ends && other.ends,
		mayEnd: mayEnd || other.mayEnd || (other.ends && !decided),
	};
}

function walkLoop(walk: Walk, at: number, place: Place): Flow {
	const brace = walkExpression(walk, at + 1, place, true);
	const endless = brace <= at + 1;
	const decided = endless || isDecided(walk, at + 1, brace);
	const body = walkBlock(walk, brace, { ...place, sure: place.sure && decided });
	return { next: body.next, ends: false, mayEnd: endless || body.mayEnd || (body.ends && !decided) };
}

function walkSwitch(walk: Walk, at: number, place: Place): Flow {
	const { tokens } = walk;
	const brace = walkExpression(walk, at + 1, place, true);
	const decided = tokens[at]?.text === 'select' || isDecided(walk, at + 1, brace);
	const body = walkBlock(walk, brace, { ...place, sure: place.sure && decided });
	const length = Math.min(body.next, tokens.length) - brace;
	// `select {}` waits for ever; with a default, all ways may end.
	const closed =
		length <= 2 || length > longest || tokens.slice(brace, body.next).some(({ text }) => text === 'default');
	return {
		next: body.next,
		ends: false,
		mayEnd: body.mayEnd || (body.ends && (closed || !decided)) || length <= 2,
	};
}

function isDecided({ tokens, isDecidedAtRunTime }: Walk, start: number, end: number): boolean {
	return end - start <= longest && isDecidedAtRunTime(tokens.slice(start, end));
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
function walkExpression(walk: Walk, at: number, place: Place, head: boolean): number {
	const { tokens, kept } = walk;
	const { sure, inLiteral } = place;
	let depth = 0;
	let here = sure;
	for (let index = at; index < tokens.length; index++) {
		const token = tokens[index];
		if (depth === 0 && head && token?.text === '{') return index;
		if (depth === 0 && !head && token?.kind === 'semicolon') return index + 1;
		if (token?.kind === 'name' && token.text === 'func') {
			const brace = literalBody(walk, index);
			if (brace !== undefined) {
				index = walkBlock(walk, brace, { ...place, sure: here, inLiteral: true }).next - 1;
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
		if (here) kept(index, inLiteral);
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
function literalBody({ tokens, bodies }: Walk, at: number): number | undefined {
	if (tokens[at + 1]?.text !== '(') return undefined;
	const brace = bodies[behindBracket(tokens, at + 1)] ?? -1;
	return brace < 0 ? undefined : brace;
}

/**
 * For each token: the brace of the body, when the results of a function begin there; -1 when they are those of a type. From the last
 * to the first, since what begins further ahead ends in the same place: `func() func() func() …` would be passed anew for each.
 */
function literalBodies(tokens: readonly CodeToken[]): Int32Array {
	const bodies = new Int32Array(tokens.length + 1).fill(-1);
	for (let index = tokens.length - 1; index >= 0; index--) {
		const token = tokens[index];
		const before = tokens[index - 1]?.text;
		if (token?.text === '{' && before !== 'struct' && before !== 'interface') bodies[index] = index;
		else if (token?.kind === 'semicolon' || closes(token) || /^[,=:]$/.test(token?.text ?? '')) bodies[index] = -1;
		else bodies[index] = bodies[opens(token) ? behindBracket(tokens, index) : index + 1] ?? -1;
	}
	return bodies;
}
