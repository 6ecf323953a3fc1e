/** Assembly files without a line of code let a package declare functions without a body; when none is left, they can go. */
import type { FileEdit } from '../../finding.ts';
import type { FileFacts } from '../fileFacts.ts';
import type { PackageIndex } from '../packageIndex.ts';

/** @param files what is rewritten */
export function idleStubs(
	{ stubs, files: all }: PackageIndex,
	files: readonly (readonly [before: FileFacts, after: FileFacts])[],
): FileEdit[] {
	if (!stubs || stubs.length === 0) return [];
	const after = new Map(files);
	const bodyless = all.some((facts) =>
		(after.get(facts) ?? facts).file.declarations.some(
			(item) => item.kind === 'func' && !item.body && item.name !== '_',
		),
	);
	return bodyless ? [] : stubs.map((file) => ({ kind: 'delete', file }));
}
