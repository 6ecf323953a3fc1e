/** Collects what is known about the other side of a directive, for the rules of analysis/linkname/modules. */
import { escapeImportPath, parseSymbol } from '../../analysis/linker/symbolName.ts';
import { headOf } from '../../analysis/build/buildContext.ts';
import { isBuilt } from '../../analysis/build/isBuilt.ts';
import type { FileFacts } from '../../analysis/linkname/fileFacts.ts';
import { bindLinkname, type BoundLinkname } from '../../analysis/linkname/linknameForm.ts';
import type { Linkname } from '../../analysis/linkname/directive.ts';
import type { ModuleView, ModuleTarget } from '../../analysis/linkname/modules/moduleView.ts';
import { packagePath } from '../../analysis/linkname/packagePath.ts';
import { compiledTogether, type PackageIndex } from '../../analysis/linkname/packageIndex.ts';
import { localUse } from '../../analysis/linkname/targets/localUse.ts';
import { isExported } from '../../analysis/source/exportedName.ts';
import type { Build } from '../../world/modules/build.ts';
import { pulledTarget } from './pulledTarget.ts';
import { pushedTarget, receivedTarget } from './pushedTarget.ts';
import { localSignatureIn } from './compareTypes.ts';
import { usersOf } from '../../world/modules/users.ts';

/** `index` must hold every file of the package that may be built together with `facts`. */
export async function moduleView(
	linkname: Linkname,
	facts: FileFacts,
	index: PackageIndex,
	build: Build,
): Promise<ModuleView> {
	const bound = bindLinkname(linkname, facts, index);
	const built = compiledTogether(index, facts).filter((one) => isBuiltFile(one, build.tags));
	const importPath = (await build.places.importPath(index.directory)) ?? index.importPath ?? '';
	const spelt = packagePath(facts, importPath);
	const symbol = linkname.target?.text ?? `${escapeImportPath(spelt)}.${linkname.local.text}`;
	const partner = built.includes(facts) ? await partnerOf(bound, symbol, spelt, importPath) : unknown;
	const use = localUse(linkname.local.text, built);
	const isMissing = partner.kind === 'undefined' && use !== 'used' && facts.role === 'source';
	const users =
		isMissing && isExported(linkname.local.text) ? await usersOf(importPath, linkname.local.text, build) : [];
	return { bound, facts, index, symbol, partner, use: users.length > 0 ? 'used' : use };

	async function partnerOf({ form, declaration }: BoundLinkname, name: string, own: string, from: string) {
		const parts = parseSymbol(name);
		if (!parts || !declaration || !facts.importsUnsafe || form === 'unknown' || form === 'export') return unknown;
		const inTest = facts.role !== 'source';
		const local = localSignatureIn(bound, own, built, build);
		if (form === 'receive') {
			if (declaration.item.kind !== 'func') return unknown;
			const symbols = await build.symbols({ importPath: from, directory: index.directory });
			const { text } = linkname.local;
			const used = localUse(text, built) === 'used';
			const question = { symbol: name, parts, from, inTest, local, built, own: symbols, name: text, used };
			return receivedTarget(question, build);
		}
		// A variable under a name of its own package is that variable.
		if (parts.importPath === own && (form !== 'pull' || declaration.item.kind !== 'func')) return unknown;
		if (form === 'push') return pushedTarget({ symbol: name, parts, from, inTest, local, built }, build);
		const as = declaration.item.kind === 'var' ? 'var' : 'func';
		const pulls = linkname.local.text;
		return pulledTarget({ symbol: name, parts, as, name: pulls, from, inTest, local }, build);
	}
}

const unknown: ModuleTarget = { kind: 'unknown' };

/** True when a build under these tags takes the file. */
export function isBuiltFile(facts: FileFacts, tags: ReadonlySet<string>): boolean {
	return isBuilt(headOf(facts), tags);
}
