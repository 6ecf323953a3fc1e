import type { Finding } from '../finding.ts';
import type { FileFacts } from './fileFacts.ts';
import { importUnsafe } from './importUnsafe.ts';
import type { PackageIndex } from './packageIndex.ts';
import { fix, report } from './reportFinding.ts';

/**
 * `//go:linkname` in a file that does not import "unsafe". The compiler asks each file for itself: an import in another
 * file of the package does not help. It also drops the directive, so that a body-less function lacks its body.
 */
export function linknameNeedsUnsafe(facts: FileFacts, index: PackageIndex): Finding[] {
	if (facts.importsUnsafe || facts.importsC) return [];
	return facts.linknames
		.filter((linkname) => !linkname.std || index.std)
		.map((linkname) =>
			report('linkname-needs-unsafe', facts, linkname.directive.comment.span, {
				message: '//go:linkname is only allowed in a file that imports "unsafe".',
				target: linkname.target?.text,
				fixes: facts.file.packageClause ? [fix(facts, 'Import "unsafe"', 'safe', [importUnsafe(facts.file)])] : [],
			}),
		);
}
