import type { Finding } from '../finding.ts';
import type { Linkname } from './directive.ts';
import type { FileFacts } from './fileFacts.ts';
import { atLeastMinor } from './goMinor.ts';
import { visibleDeclarations, type PackageIndex } from './packageIndex.ts';
import { report } from './reportFinding.ts';

/** `p.F[int]`, `p.(*T[int]).M` */
const instance = /^[\p{L}\p{N}_./()*~-]+\[[^\p{Cc}]+\][\p{L}\p{N}_.)]*$/u;

/**
 * A generic has no symbol of its own to bind. Go 1.23 and newer refuse a target with brackets; a generic local crashes
 * the compiler up to Go 1.26 and is a redeclared symbol in 1.27.
 */
export function linknameInstantiation(facts: FileFacts, index: PackageIndex): Finding[] {
	return facts.linknames.flatMap((linkname) => {
		const { local, target } = linkname;
		if (target && namesInstantiation(linkname, index)) {
			return report('linkname-instantiation', facts, target.span, {
				message: instance.test(target.text)
					? `${target.text} is an instantiation of a generic; //go:linkname cannot refer to one.`
					: `${target.text} is not the name of a symbol: the compiler takes its brackets for an instantiation of a generic.`,
				target: target.text,
			});
		}
		const declared =
			facts.declared.get(local.text) ?? visibleDeclarations(index, facts, local.text).map(({ item }) => item);
		if (declared.length === 0 || !declared.every((item) => item.kind === 'func' && item.typeParameters)) return [];
		return report('linkname-instantiation', facts, local.span, {
			message: `${local.text} is a generic function; //go:linkname needs one that is not.`,
			target: target?.text,
		});
	});
}

/** The compiler of Go 1.23 and newer drops such a directive with an error (noder/writer.go, collectDecls). */
export function namesInstantiation({ target }: Linkname, index: PackageIndex): boolean {
	if (!target || !atLeastMinor(index.toolchain, 23)) return false;
	return target.text.includes('[') && target.text.includes(']');
}
