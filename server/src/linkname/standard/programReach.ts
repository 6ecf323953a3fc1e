/** Which packages of the standard library a program contains, as far as the files of one package tell. */
import { parseSymbol } from '../../analysis/linker/symbolName.ts';
import { type Mention, mentionsType } from '../../analysis/linkname/targets/mentionsType.ts';
import { receiverMention } from '../../analysis/linkname/targets/receiverMention.ts';
import { bringAlong } from './foreignTypes.ts';
import type { Round } from '../../world/build/lookups.ts';
import type { Question } from './question.ts';
import type { Tree } from '../../world/build/targetSources.ts';

/** `runtime` and what it needs are in every program; other packages surely when this one imports them. */
export function isLinkedIn(question: Question, importPath: string, tree: Tree, round: Round): boolean {
	return reachOf(importsOf(question), tree, round)?.has(importPath) ?? false;
}

/** A command whose imports, all of the standard library, do not lead to the package: the linker never sees it. */
export function isLeftOut(question: Question, importPath: string, tree: Tree, round: Round): boolean {
	const imports = importsOf(question);
	if (question.from !== 'main' || question.built.some(({ role }) => role !== 'source')) return false;
	if ([...imports].some((path) => path === 'C' || path.includes('.'))) return false;
	const closure = reachOf(imports, tree, round);
	const known = round.ask(`${tree.key} packages`, () => tree.index.packages());
	if (!closure || !known) return false;
	// An import that Go does not have belongs to the module itself.
	return [...imports].every((path) => path === 'unsafe' || known.includes(path)) && !closure.has(importPath);
}

/** Whether the compiler knows the receiver of the pulled method when it reads the pull, and refers to the method by number. */
export function knowsReceiver(question: Question, tree: Tree, round: Round): Mention {
	const { symbol, built, bound } = question;
	const parts = parseSymbol(symbol);
	if (!parts?.receiver || !bound.declaration) return 'no';
	const receiver = { importPath: parts.importPath, name: parts.receiver.type };
	const mention = receiverMention(receiver, bound.declaration, built);
	if (mention === 'yes' || mention.length === 0) return mention === 'yes' ? 'yes' : 'no';
	const key = `${tree.key} brings ${JSON.stringify([receiver, mention])}`;
	return round.ask(key, () => bringAlong(mention, receiver, tree.index)) ?? 'perhaps';
}

/** Whether the package knows the type of a method, anywhere in its code: then its calls go to the method by number. */
export function mention(question: Question, tree: Tree, round: Round): Mention {
	const { symbol, built } = question;
	const parts = parseSymbol(symbol);
	const imports = importsOf(question);
	imports.delete('unsafe');
	const type = parts?.receiver?.type;
	if (!parts || type === undefined || imports.size === 0) return 'no';
	const reach = reachOf(imports, tree, round) ?? new Set();
	// What packages outside the standard library bring along is not followed.
	const everything = [...imports].some((path) => path.includes('.') || path === 'C');
	return mentionsType(parts.importPath, type, built, everything ? new Set([...reach, parts.importPath]) : reach);
}

/** What the files import, and what the go command links in besides: for tests, and for sanitizers (cmd/go, load and work). */
function importsOf({ built, context }: Question): Set<string> {
	const imports = new Set(built.flatMap(({ file }) => file.imports.map(({ path }) => path)));
	if (built.some(({ role }) => role !== 'source')) for (const path of testMain) imports.add(path);
	for (const mode of ['race', 'msan', 'asan']) {
		if (context.tags.includes(mode)) for (const path of [`runtime/${mode}`, 'runtime/cgo']) imports.add(path);
	}
	return imports;
}

/** The imports of the main package that `go test` writes. */
const testMain = ['os', 'testing', 'testing/internal/testdeps'];

function reachOf(imports: ReadonlySet<string>, { index, key }: Tree, round: Round): ReadonlySet<string> | undefined {
	return round.ask(`${key} reach ${[...imports].sort().join(' ')}`, () => index.closure(imports));
}
