import { promisify } from 'node:util';
import { brotliDecompressSync, gunzip } from 'node:zlib';

/** Undoes Brotli and decodes UTF-8; throws for bytes that are not Brotli. */
export function inflate(bytes: Uint8Array): string {
	return brotliDecompressSync(bytes).toString('utf8');
}

/** Undoes gzip; undefined for bytes that are not gzip, or that would become more than `most` bytes. */
export async function gunzipped(bytes: Uint8Array, most: number): Promise<Uint8Array | undefined> {
	return promisify(gunzip)(bytes, { maxOutputLength: most }).catch(() => undefined);
}
