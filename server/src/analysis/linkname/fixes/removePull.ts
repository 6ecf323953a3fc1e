/** A pull that nothing uses goes, with all that it brought along. */
import type { Fix } from '../../finding.ts';
import { likelyName } from '../../signature/typeScope.ts';
import { spanText } from '../../text/span.ts';
import type { FileFacts } from '../fileFacts.ts';
import { removeComment } from '../lineEdits.ts';
import { packageFiles } from '../packageNames.ts';
import type { TargetView } from '../targets/targetView.ts';
import { wholeDeclaration } from './declarationText.ts';
import { edited } from './editedFile.ts';
import { withoutIdleImports } from './fileImports.ts';
import { packageEdits } from './packageEdits.ts';

/** None when other builds of the package declare the name as well. */
export function removePull({ bound, facts, index }: TargetView): Fix[] {
	const { declaration, linkname } = bound;
	const item = declaration?.item;
	const local = linkname.local.text;
	if (!item || !declaration) return [];
	const declarations = packageFiles(index, facts).flatMap(({ declared }) => declared.get(local) ?? []);
	if (declarations.length !== 1) return [];
	if (item.kind !== 'func' && !(item.kind === 'var' && item.count === 1 && !item.grouped)) return [];
	if (!knowsPackages(spanText(declaration.facts.file.text, item.span), declaration.facts)) return [];
	const touched = declaration.facts === facts ? [facts] : [facts, declaration.facts];
	const files = touched.map((file) => [file, withoutIdleImports(file, withoutPull(file, local))] as const);
	return [
		{
			title: 'Remove this pull',
			safety: 'choice',
			preferred: true,
			edits: packageEdits(index, files),
		},
	];
}

/** False when a package is named whose import cannot be told from its path: the import would stay behind, idle. */
function knowsPackages(code: string, { file }: FileFacts): boolean {
	const qualifiers = [...code.matchAll(/(?<![\p{L}\p{N}_.])([\p{L}_][\p{L}\p{N}_]*)\.[\p{L}_]/gu)].map(
		(match) => match[1],
	);
	return qualifiers.every((name) => file.imports.some((spec) => (spec.name ?? likelyName(spec.path)) === name));
}

/** The file without the directives for the name and without its declaration. */
export function withoutPull(facts: FileFacts, local: string): FileFacts {
	const declaration = facts.declared.get(local)?.find(({ kind }) => kind === 'func' || kind === 'var');
	const undeclared = declaration
		? edited(facts, [{ span: wholeDeclaration(facts.file.text, declaration), newText: '' }])
		: facts;
	return withoutDirectives(undeclared, local);
}

function withoutDirectives(facts: FileFacts, local: string): FileFacts {
	const found = facts.linknames.find((linkname) => linkname.local.text === local);
	if (!found) return facts;
	return withoutDirectives(edited(facts, [removeComment(facts.file, found.directive.comment.span)]), local);
}
