/** The archive that the compiler writes for a package (`-pack`): a Unix `ar` file with one Go object for each compiled or assembled part. */

const archiveStart = '!<arch>\n';
const headerLength = 60;
/** cmd/internal/goobj.Magic, the same since Go 1.20. */
const objectStart = '\0go120ld';

/** The Go objects of an archive, each without its text header; empty when the bytes are no such archive. */
export function goObjectsIn(archive: Uint8Array): readonly Uint8Array[] {
	if (ascii(archive, 0, archiveStart.length) !== archiveStart) return [];
	const objects: Uint8Array[] = [];
	for (let at = archiveStart.length; at + headerLength <= archive.length; ) {
		const size = Number(ascii(archive, at + 48, 10).trim());
		if (!Number.isInteger(size) || size < 0) break;
		const start = at + headerLength;
		const object = objectIn(archive.subarray(start, Math.min(archive.length, start + size)));
		if (object) objects.push(object);
		// Members begin at even offsets.
		at = start + size + (size % 2);
	}
	return objects;
}

/** A text header (`go object linux amd64 …`) ends with a line that is `!`. */
function objectIn(member: Uint8Array): Uint8Array | undefined {
	const most = Math.min(member.length, longestHeader);
	for (let at = 0; at + objectStart.length <= most; at++) {
		if (member[at] === 0 && ascii(member, at, objectStart.length) === objectStart) return member.subarray(at);
	}
	return undefined;
}

const longestHeader = 1 << 16;

function ascii(bytes: Uint8Array, at: number, length: number): string {
	return String.fromCharCode(...bytes.subarray(at, at + length));
}
