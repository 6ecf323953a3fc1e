/** `//go:build` lines: finding the effective one, and deciding it for a set of tags (go/build/constraint, go/build shouldBuild). */

/**
 * The expression that decides whether the file is built: that of the first `//go:build` line before the package clause,
 * else the older `// +build` lines joined into one. `undefined` when there is neither.
 */
export function readBuildConstraint(text: string, headerEnd: number): string | undefined {
	const header = text.slice(0, headerEnd);
	if (!header.includes('build')) return undefined;
	const plain = header.replace(/\/\*[^]*?(?:\*\/|$)/g, (comment) => comment.replace(/[^\n]/g, ' '));
	const modern = /^[ \t\uFEFF]*\/\/go:build[ \t]([^\n]*)/m.exec(plain);
	if (modern) return modern[1]?.trim();
	return olderConstraint(plain);
}

/** `// +build a,b !c` means `(a && b) || !c`; lines are joined by `&&`. They count only above a blank line. */
function olderConstraint(header: string): string | undefined {
	const lastBlankLine = header.lastIndexOf('\n\n') >= 0 ? header.lastIndexOf('\n\n') : header.lastIndexOf('\n\r\n');
	if (lastBlankLine < 0) return undefined;
	const lines = [...header.slice(0, lastBlankLine + 1).matchAll(/^[ \t]*\/\/[ \t]*\+build[ \t]([^\n]*)/gm)];
	if (lines.length === 0) return undefined;
	return lines
		.map((line) =>
			(line[1] ?? '')
				.trim()
				.split(/\s+/)
				.map((option) => `(${option.split(',').join(' && ')})`)
				.join(' || '),
		)
		.map((line) => `(${line})`)
		.join(' && ');
}

export type Constraint =
	| { readonly kind: 'tag'; readonly tag: string }
	| { readonly kind: 'not'; readonly operand: Constraint }
	| { readonly kind: 'and' | 'or'; readonly left: Constraint; readonly right: Constraint };

/** How many operands and parentheses an expression may have: with more it is malformed (maxSize in go/build/constraint). */
const largest = 1000;

/** The expression as a tree; `undefined` when it is malformed. */
export function parseConstraint(expression: string): Constraint | undefined {
	const tokens = expression.match(/&&|\|\||[!()]|[\p{L}\p{N}_.]+|\S/gu) ?? [];
	let at = 0;
	let size = 0;
	const or = (): Constraint | undefined => {
		let left = and();
		while (left && tokens[at] === '||') {
			at++;
			const right = and();
			left = right && { kind: 'or', left, right };
		}
		return left;
	};
	const and = (): Constraint | undefined => {
		let left = not();
		while (left && tokens[at] === '&&') {
			at++;
			const right = not();
			left = right && { kind: 'and', left, right };
		}
		return left;
	};
	const not = (): Constraint | undefined => {
		const token = tokens[at++];
		if (token === undefined || ++size > largest) return undefined;
		if (token === '!') {
			const operand = not();
			return operand && { kind: 'not', operand };
		}
		if (token === '(') {
			const inner = or();
			return tokens[at++] === ')' ? inner : undefined;
		}
		return /^[\p{L}\p{N}_.]+$/u.test(token) ? { kind: 'tag', tag: token } : undefined;
	};
	const constraint = or();
	return at === tokens.length ? constraint : undefined;
}

/** Decides a tree, asking `isSet` about each tag. */
export function decideConstraint(constraint: Constraint, isSet: (tag: string) => boolean): boolean {
	switch (constraint.kind) {
		case 'tag':
			return isSet(constraint.tag);
		case 'not':
			return !decideConstraint(constraint.operand, isSet);
		case 'and':
			return decideConstraint(constraint.left, isSet) && decideConstraint(constraint.right, isSet);
		case 'or':
			return decideConstraint(constraint.left, isSet) || decideConstraint(constraint.right, isSet);
	}
}
