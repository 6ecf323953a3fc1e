import { brotliDecompressSync } from 'node:zlib';

/** Undoes Brotli and decodes UTF-8; throws for bytes that are not Brotli. */
export function inflate(bytes: Uint8Array): string {
	return brotliDecompressSync(bytes).toString('utf8');
}
