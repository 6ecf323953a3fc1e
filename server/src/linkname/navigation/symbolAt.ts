/** What stands under the cursor, as the linker calls it: a word of a directive, or the name of a declaration. */
import type { Linkname } from '../../analysis/linkname/directive.ts';
import type { FileFacts } from '../../analysis/linkname/fileFacts.ts';
import { bindLinkname, type BoundLinkname } from '../../analysis/linkname/linknameForm.ts';
import { packagePath } from '../../analysis/linkname/packagePath.ts';
import { linknamesFor, type PackageIndex, type Placed } from '../../analysis/linkname/packageIndex.ts';
import { escapeImportPath } from '../../analysis/linker/symbolName.ts';
import type { Declaration } from '../../analysis/source/goFile.ts';
import { type Span, spanText, touches } from '../../analysis/text/span.ts';
import type { CheckedFile } from '../linknameChecks.ts';

export interface NamedSymbol {
	readonly role: 'local' | 'target' | 'declaration';
	readonly span: Span;
	/** One, but for a method with a value receiver, which is compiled for the pointer as well. */
	readonly symbols: readonly string[];
	/** The directive that holds the word, or the one about the declaration. */
	readonly bound: BoundLinkname | undefined;
}

/** Undefined for anything else, a mere use of a name included. */
export function symbolAt({ facts, index }: CheckedFile, offset: number): NamedSymbol | undefined {
	for (const linkname of facts.linknames) {
		const { local, target } = linkname;
		const word = touches(local.span, offset) ? local : target && touches(target.span, offset) ? target : undefined;
		if (!word) continue;
		const bound = bindLinkname(linkname, facts, index);
		const role = word === local ? 'local' : 'target';
		return { role, span: word.span, symbols: [symbolOf(linkname, facts, index)], bound };
	}
	const declaration = facts.file.declarations.find(({ nameSpan }) => touches(nameSpan, offset));
	if (!declaration || (declaration.kind !== 'func' && declaration.kind !== 'var')) return undefined;
	const bound = linknameAbout(declaration, facts, index);
	const symbols = bound
		? [symbolOf(bound.linkname, facts, index)]
		: declaredSymbols(declaration, facts, packagePath(facts, index.importPath));
	return { role: 'declaration', span: declaration.nameSpan, symbols, bound };
}

/** The directive at an offset, or the one that gives a declaration with its name there another meaning. */
export function directiveAt(
	{ facts, index }: CheckedFile,
	offset: number,
): (Placed<Linkname> & { readonly span: Span }) | undefined {
	const item = facts.linknames.find(({ directive }) => touches(directive.comment.span, offset));
	if (item) return { facts, item, span: item.directive.comment.span };
	const declaration = facts.file.declarations.find(({ nameSpan }) => touches(nameSpan, offset));
	if (!declaration || (declaration.kind === 'func' && declaration.receiver)) return undefined;
	const placed = linknamesFor(index, facts, declaration.name).find((one) => one.item.target);
	return placed && { ...placed, span: declaration.nameSpan };
}

/** What a directive links: its target, in the one-argument form the local name itself. */
export function symbolOf(linkname: Linkname, facts: FileFacts, index: PackageIndex): string {
	return linkname.target?.text ?? `${escapeImportPath(packagePath(facts, index.importPath))}.${linkname.local.text}`;
}

/** The first directive for a declaration, in whatever file of the package. */
function linknameAbout(declaration: Declaration, facts: FileFacts, index: PackageIndex): BoundLinkname | undefined {
	if (declaration.kind === 'func' && declaration.receiver) return undefined;
	const [first] = linknamesFor(index, facts, declaration.name);
	return first && bindLinkname(first.item, first.facts, index);
}

function declaredSymbols(declaration: Declaration, { file }: FileFacts, path: string): string[] {
	const prefix = escapeImportPath(path);
	const { name } = declaration;
	if (declaration.kind !== 'func' || !declaration.receiver) return [`${prefix}.${name}`];
	const receiver = receiverOf(spanText(file.text, declaration.receiver));
	if (!receiver) return [];
	const throughPointer = `${prefix}.(*${receiver.type}).${name}`;
	return receiver.pointer ? [throughPointer] : [`${prefix}.${receiver.type}.${name}`, throughPointer];
}

/** `b *Buffer` → Buffer, a pointer. Undefined for generic types, whose methods no directive can name. */
export function receiverOf(text: string): { readonly type: string; readonly pointer: boolean } | undefined {
	const match = /^(?:[\p{L}_][\p{L}\p{N}_]* )?(\*?) ?([\p{L}_][\p{L}\p{N}_]*)$/u.exec(text.trim().replace(/\s+/g, ' '));
	return match ? { type: match[2] ?? '', pointer: match[1] !== '' } : undefined;
}
