/** The text of UTF-8 bytes, for a room that has no decoder at hand. Damaged bytes become U+FFFD. */
export function utf8Text(bytes: Uint8Array): string {
	let text = '';
	for (let at = 0; at < bytes.length; ) {
		const byte = bytes[at] ?? 0;
		const length = byte < 0x80 ? 1 : byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 0;
		let code = length === 1 ? byte : byte & (0x7f >> length);
		for (let next = 1; next < length; next++) code = (code << 6) | ((bytes[at + next] ?? 0) & 0x3f);
		const isWhole = length > 0 && at + length <= bytes.length && code <= 0x10ffff;
		text += isWhole ? String.fromCodePoint(code) : '\ufffd';
		at += isWhole ? length : 1;
	}
	return text;
}
