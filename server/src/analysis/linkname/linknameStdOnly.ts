import type { Finding } from '../finding.ts';
import { isLinkname } from './directive.ts';
import type { FileFacts } from './fileFacts.ts';
import type { PackageIndex } from './packageIndex.ts';
import { fix, report } from './reportFinding.ts';

/**
 * `//go:linknamestd` outside the standard library. Up to Go 1.26 the compiler does not know it; Go 1.27 accepts it, but
 * it is made for std: what it marks can be pulled by std only.
 */
export function linknameStdOnly(facts: FileFacts, index: PackageIndex): Finding[] {
	if (index.std) return [];
	return facts.directives
		.filter((directive) => directive.verb.text === 'linknamestd' && isLinkname(directive))
		.map((directive) =>
			report('linkname-std-only', facts, directive.verb.span, {
				message: '//go:linknamestd is for the standard library only, and ignored before Go 1.27.',
				target: directive.words[1]?.text,
				fixes: [fix(facts, 'Change to //go:linkname', 'choice', [{ span: directive.verb.span, newText: 'linkname' }])],
			}),
		);
}
