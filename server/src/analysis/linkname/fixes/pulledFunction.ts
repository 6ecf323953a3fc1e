/** The pulled function that a fix may rewrite: its one directive and its one declaration, in the files of the package. */
import type { FuncDeclaration } from '../../source/goFile.ts';
import { canBuildTogether } from '../../build/buildTogether.ts';
import type { FileFacts } from '../fileFacts.ts';
import type { TargetView } from '../targets/targetView.ts';
import { packageFiles } from '../packageNames.ts';

export interface PulledFunction {
	readonly local: string;
	/** The file of the directive. */
	readonly directed: FileFacts;
	/** The file of the declaration; mostly the same. */
	readonly declared: FileFacts;
	readonly declaration: FuncDeclaration;
	/** All files that share the package scope in some build. */
	readonly files: readonly FileFacts[];
	/** No other file of the package declares the name or speaks of it in a directive, in whatever build. */
	readonly alone: boolean;
}

/** Undefined when other builds of the package have a hand in it, so that a change here would tear them apart. */
export function pulledFunction({ bound, facts, index }: TargetView): PulledFunction | undefined {
	const { linkname, form, declaration: placed } = bound;
	const item = placed?.item;
	if (form !== 'pull' || item?.kind !== 'func' || item.receiver || item.typeParameters || !placed) return undefined;
	const local = linkname.local.text;
	const declared = placed.facts;
	const files = packageFiles(index, facts);
	const others = (has: (file: FileFacts) => boolean, own: FileFacts) =>
		files.filter((file) => file !== own && has(file));
	const directing = others((file) => file.linknames.some((one) => one.local.text === local), facts);
	const declaring = others((file) => file.declared.has(local), declared);
	const repeated =
		facts.linknames.filter((one) => one.local.text === local).length > 1 ||
		(declared.declared.get(local)?.length ?? 0) > 1;
	if (repeated) return undefined;
	const alone = directing.length + declaring.length === 0;
	if (!alone) {
		if (declared !== facts) return undefined;
		// A directive for the same name in the same build would now speak of a function with a body.
		if (directing.some((other) => canBuildTogether(other, facts))) return undefined;
	}
	return { local, directed: facts, declared, declaration: item, files, alone };
}
