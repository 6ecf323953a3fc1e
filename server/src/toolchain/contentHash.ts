import { createHash } from 'node:crypto';

/** A short name for a text: equal texts have equal names. Not a defence against anybody. */
export function contentHash(text: string): string {
	return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}
