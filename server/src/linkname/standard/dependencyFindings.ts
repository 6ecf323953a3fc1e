/** Where it is said that a module of the build breaks every program: which import, or which line of go.mod. */
import type { Finding } from '../../analysis/finding.ts';
import {
	atImport,
	atRequirement,
	type BringingImport,
	type BrokenModule,
	type ReportContext,
} from '../../analysis/linkname/modules/dependencyRefused.ts';
import { parseGoMod } from '../../analysis/module/goMod.ts';
import type { GoFile } from '../../analysis/source/goFile.ts';
import { dirname } from '../../toolchain/paths.ts';

/** At the imports of an open Go file, where they stand in its text of today; one finding for each import. */
export function findingsAtImports(
	broken: readonly BrokenModule[],
	path: string,
	{ imports }: GoFile,
	judging: ReportContext,
): Finding[] {
	return imports.flatMap((spec) => {
		for (const module of broken) {
			const place = module.imports.find((one) => one.file === path && one.path === spec.path);
			if (place) return [atImport(module, { ...place, span: spec.span }, judging)];
		}
		return [];
	});
}

/** At the lines of a go.mod: that of the module itself, or of the one that brings it in. */
export function findingsAtRequirements(
	broken: readonly BrokenModule[],
	path: string,
	text: string,
	judging: ReportContext,
): Finding[] {
	const { requires } = parseGoMod(text);
	const module = dirname(path);
	return broken.flatMap((one) => {
		const imports = one.imports.filter(({ into }) => into === module);
		if (imports.length === 0) return [];
		const place =
			requires.find((line) => line.path === one.module.path) ??
			requires.find((line) => imports.some(({ through }) => through === line.path));
		return place ? [atRequirement(one, { file: path, span: place.span, path: place.path }, judging)] : [];
	});
}

/**
 * Each broken module once, for a report: at the first import of one of its own packages; where only other modules import it,
 * in go.mod; where that is not looked at, at the first import that leads to it.
 *
 * @param moduleFile the go.mod of the module that is looked at
 * @param isLookedAt whether findings may stand in a file
 */
export function findingsOnce(
	broken: readonly BrokenModule[],
	moduleFile: { readonly path: string; readonly text: string },
	isLookedAt: (path: string) => boolean,
	judging: ReportContext,
): Finding[] {
	const directory = dirname(moduleFile.path);
	return broken.flatMap((one) => {
		// Told at its own directive.
		if (one.pulls.every(({ side }) => isLookedAt(side.path))) return [];
		const imports = one.imports
			.filter(({ file, into }) => into === directory && isLookedAt(file))
			.sort((a, b) => (a.file === b.file ? a.span.start - b.span.start : a.file < b.file ? -1 : 1));
		const direct = imports.find(({ through }) => through === one.module.path);
		const at = (place: BringingImport | undefined) => (place ? [atImport(one, place, judging)] : []);
		if (direct) return at(direct);
		const required = isLookedAt(moduleFile.path)
			? findingsAtRequirements([one], moduleFile.path, moduleFile.text, judging)
			: [];
		return required.length > 0 ? required : at(imports[0]);
	});
}
