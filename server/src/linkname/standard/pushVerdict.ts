/** What becomes of a definition that takes the name of a symbol of the standard library. */
import type { TargetVerdict } from '../../analysis/linkname/targets/targetView.ts';
import type { FoundDeclaration } from '../../world/goroot/foundDeclaration.ts';
import type { Round } from '../../world/build/lookups.ts';
import { isLinkedIn, mention } from './programReach.ts';
import type { Question } from './question.ts';
import { type AskVerdict, type KnownVerdict, verdictOf } from './knownVerdict.ts';
import type { Tree } from '../../world/build/targetSources.ts';
import { isConstant } from './variableData.ts';

/** A body for a name that the tree defines: an error wherever the defining package is part of the program. */
export function pushedFunction(question: Question, judged: KnownVerdict, tree: Tree, round: Round): TargetVerdict {
	const found = judged.facts.definition;
	// Assembly stands behind wrappers, which give way to another definition.
	if (!found || found.kind === 'var' || found.shape !== 'go' || found.assembly) return { state: 'free' };
	if (!isLinkedIn(question, found.importPath, tree, round)) return { state: 'free' };
	const split = found.kind === 'method' && mention(question, tree, round) === 'yes';
	return { state: 'clash', with: split ? 'method' : 'function' };
}

/** A variable with a value: it takes the place of one without, and collides with one that has its own. */
export function pushedVariable(
	question: Question,
	judged: KnownVerdict,
	declaration: FoundDeclaration | undefined,
	judge: AskVerdict,
	tree: Tree,
	round: Round,
): TargetVerdict {
	const found = judged.facts.definition;
	if (found?.kind !== 'var' || !isLinkedIn(question, found.importPath, tree, round)) return { state: 'free' };
	const local = question.bound.declaration;
	const bothConstant =
		local &&
		declaration &&
		isConstant(local.facts.file.text, local.item) &&
		isConstant(declaration.file.text, declaration.declaration);
	if (bothConstant) return { state: 'clash', with: 'variable' };
	return verdictOf(judge({ wins: true }) ?? judged);
}
