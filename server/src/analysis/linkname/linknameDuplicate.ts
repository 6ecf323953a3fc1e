import type { Finding } from '../finding.ts';
import { canBuildTogether } from '../build/buildTogether.ts';
import type { Linkname } from './directive.ts';
import type { FileFacts } from './fileFacts.ts';
import { namesInstantiation } from './linknameInstantiation.ts';
import { removeComment } from './lineEdits.ts';
import { isReferable, linknamesFor, type PackageIndex, type Placed } from './packageIndex.ts';
import { fix, report } from './reportFinding.ts';

/** Two directives for one local name in files that are built together; the compiler keeps the first and reports the others. */
export function linknameDuplicate(facts: FileFacts, index: PackageIndex): Finding[] {
	// A name may have thousands of directives: they are looked up once.
	const groups = new Map<string, readonly Placed<Linkname>[]>();
	const indices = new Map<Linkname, number>();
	const groupOf = (name: string) => {
		const known = groups.get(name);
		if (known) return known;
		const same = linknamesFor(index, facts, name);
		groups.set(name, same);
		same.forEach(({ item }, at) => indices.set(item, at));
		return same;
	};
	return facts.linknames.flatMap((linkname) => {
		const same = groupOf(linkname.local.text);
		if (same.length < 2 || !counts({ facts, item: linkname }, index)) return [];
		if (!isReferable(index, facts, linkname.local.text)) return [];
		const at = indices.get(linkname) ?? 0;
		const found = same.findIndex(
			(other, position) => position >= at || (counts(other, index) && meet(other.facts, facts, linkname)),
		);
		const first = found < at ? same[found] : undefined;
		if (!first) return [];
		const equal = first.item.target?.text === linkname.target?.text;
		return report('linkname-duplicate', facts, linkname.directive.comment.span, {
			message: `Second //go:linkname for ${linkname.local.text} in this package.`,
			target: linkname.target?.text,
			related: [{ file: first.facts.path, span: first.item.directive.comment.span, message: 'The first one.' }],
			fixes: [
				fix(facts, 'Remove this directive', equal ? 'safe' : 'choice', [
					removeComment(facts.file, linkname.directive.comment.span),
				]),
			],
		});
	});
}

/** The compiler drops other directives before it looks at the name. */
function counts({ facts, item }: Placed<Linkname>, index: PackageIndex): boolean {
	if (!(facts.importsUnsafe || facts.importsC) || namesInstantiation(item, index)) return false;
	return index.std || !item.std;
}

/**
 * Files that both declare the name are alternatives of each other, whatever their build constraints say; otherwise
 * some platform and set of tags must build both.
 */
function meet(first: FileFacts, second: FileFacts, { local }: Linkname): boolean {
	if (first === second) return true;
	if (first.declared.has(local.text) && second.declared.has(local.text)) return false;
	return canBuildTogether(first, second);
}
