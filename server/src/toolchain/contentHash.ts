import { createHash } from 'node:crypto';

/** A short name for a text: equal texts have equal names. Not a defence against anybody. */
export function contentHash(text: string): string {
	return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}

/** The name that git gives to a file with these bytes, in a repository whose names have this many hexadecimal digits. */
export function gitBlobName(bytes: Uint8Array, digits: number): string {
	const hash = createHash(digits === 40 ? 'sha1' : 'sha256');
	return hash.update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}
