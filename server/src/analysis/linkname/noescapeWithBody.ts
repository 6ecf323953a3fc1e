import type { Finding } from '../finding.ts';
import { attachmentOf } from './attachment.ts';
import { isEffective } from './directive.ts';
import type { FileFacts } from './fileFacts.ts';
import { removeComment } from './lineEdits.ts';
import type { PackageIndex } from './packageIndex.ts';
import { fix, report } from './reportFinding.ts';

/** `//go:noescape` is a promise about code that the compiler cannot see; on a function with a body it is an error. */
export function noescapeWithBody(facts: FileFacts, _index: PackageIndex): Finding[] {
	return facts.directives.flatMap((directive) => {
		if (directive.verb.text !== 'noescape' || !isEffective(directive)) return [];
		const attached = attachmentOf(facts.file, directive);
		if (attached.kind !== 'declaration') return [];
		const { declaration } = attached;
		// Blank functions are not compiled (noder/writer.go, pkgDecl).
		if (declaration.kind !== 'func' || !declaration.body || declaration.name === '_') return [];
		return report('noescape-with-body', facts, directive.comment.span, {
			message: `//go:noescape is only for functions without a body, and ${declaration.name} has one.`,
			related: [{ file: facts.path, span: declaration.nameSpan, message: `${declaration.name} has a body.` }],
			fixes: [fix(facts, 'Remove //go:noescape', 'safe', [removeComment(facts.file, directive.comment.span)])],
		});
	});
}
