/** Build constraints as gofmt writes them (go/build/constraint String and PlusBuildLines of Go 1.26). */
import type { Constraint } from '../../build/buildConstraint.ts';

/** What follows `//go:build `. */
export function constraintText(tree: Constraint): string {
	switch (tree.kind) {
		case 'tag':
			return tree.tag;
		case 'not': {
			const text = constraintText(tree.operand);
			return tree.operand.kind === 'and' || tree.operand.kind === 'or' ? `!(${text})` : `!${text}`;
		}
		case 'and':
			return `${within(tree.left, 'or')} && ${within(tree.right, 'or')}`;
		case 'or':
			return `${within(tree.left, 'and')} || ${within(tree.right, 'and')}`;
	}
}

function within(tree: Constraint, bracketed: Constraint['kind']): string {
	const text = constraintText(tree);
	return tree.kind === bracketed ? `(${text})` : text;
}

/** The lines for Go 1.16 and older; undefined when they cannot say it. */
export function olderConstraintLines(tree: Constraint): string[] | undefined {
	const lines = parts(tree, 'and').map((line) => parts(line, 'or').map((option) => parts(option, 'and')));
	if (!lines.flat(2).every(isLiteral)) return undefined;
	const texts = lines.map((line) => line.map((option) => option.map(constraintText).join(',')));
	const joined = texts.every((line) => line.length === 1) ? [[texts.flat().join(',')]] : texts;
	return joined.map((line) => `// +build ${line.join(' ')}`);
}

function parts(tree: Constraint, kind: 'and' | 'or'): Constraint[] {
	return tree.kind === kind ? [...parts(tree.left, kind), ...parts(tree.right, kind)] : [tree];
}

function isLiteral(tree: Constraint): boolean {
	return tree.kind === 'tag' || (tree.kind === 'not' && tree.operand.kind === 'tag');
}
