/**
 * What a finding is, whatever line and file it stands in: it survives edits around it, moved lines and renamed files. Two equal ones of
 * a file are told apart by their order.
 */
import { contentHash } from '../../toolchain/contentHash.ts';
import type { PlacedFinding } from './placedFinding.ts';

/** The words that make a finding what it is. */
export function identityOf({ rule, target, sourceLine }: PlacedFinding): readonly string[] {
	return [rule, target ?? '', sourceLine.trim().replace(/\s+/g, ' ')];
}

/**
 * One for each item, different ones within a file.
 *
 * @param wordsOf the words that make an item what it is, without its file and its line
 * @param withFile also the file counts: different ones in the whole report, and others for a renamed file
 */
export function fingerprints<T extends { readonly file: string }>(
	items: readonly T[],
	wordsOf: (item: T) => readonly string[],
	withFile = false,
): string[] {
	const seen = new Map<string, number>();
	return items.map((item) => {
		const words = wordsOf(item);
		const key = JSON.stringify([item.file, ...words]);
		const before = seen.get(key) ?? 0;
		seen.set(key, before + 1);
		return contentHash(withFile ? `${key} ${before}` : JSON.stringify([...words, before]));
	});
}
