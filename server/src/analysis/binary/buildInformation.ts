/** What the go command writes into each program: its version, modules and settings (debug/buildinfo, from Go 1.18 on). */
import { type BinaryImage, mappedSections } from './binaryImage.ts';
import { utf8Text } from '../text/utf8.ts';
import { viewOf } from './byteView.ts';

export interface BuildInformation {
	/** `go1.26.8`, with experiments as the toolchain names them. */
	readonly go: string;
	/** The package that was built. */
	readonly path: string;
	readonly main: BuiltModule | undefined;
	readonly dependencies: readonly BuiltModule[];
	/** `CGO_ENABLED` → `0`, in their order. */
	readonly settings: ReadonlyMap<string, string>;
}

export interface BuiltModule {
	readonly path: string;
	readonly version: string;
	/** What stands in its place. */
	readonly replaced: { readonly path: string; readonly version: string } | undefined;
}

/** `\xff Go buildinf:` */
const magic = [0xff, 0x20, 0x47, 0x6f, 0x20, 0x62, 0x75, 0x69, 0x6c, 0x64, 0x69, 0x6e, 0x66, 0x3a];
const alignment = 16;
/** The texts stand in the header itself; before Go 1.18 pointers to them did. */
const inline = 2;
/** Bytes of the marks around the text of the modules. */
const mark = 16;

/** Undefined where there is none, as in programs that the go command did not build. @throws MalformedBinary */
export function readBuildInformation(bytes: Uint8Array, image: BinaryImage): BuildInformation | undefined {
	// It stands in data, mostly at the start; linkers of C may put it elsewhere.
	const sections = mappedSections(image.sections).filter(({ diskSize }) => diskSize > 0);
	const writable = sections.filter(({ permissions }) => permissions.startsWith('rw'));
	const others = sections.filter((section) => !writable.includes(section));
	for (const { offset, diskSize } of [...writable, ...others]) {
		const section = bytes.subarray(offset, offset + diskSize);
		const at = findMagic(section);
		if (at !== undefined) return readHeader(section, at);
	}
	return undefined;
}

function findMagic(section: Uint8Array): number | undefined {
	for (let at = 0; at < section.length; at += alignment) {
		if (magic.every((byte, index) => section[at + index] === byte)) return at;
	}
	return undefined;
}

function readHeader(section: Uint8Array, start: number): BuildInformation | undefined {
	const view = viewOf(section, true);
	if ((view.u8(start + 15) & inline) === 0) return undefined;
	const version = textAt(start + 32);
	const modules = textAt(version.end);
	const hasMarks = modules.bytes.length >= 2 * mark + 1 && modules.bytes[modules.bytes.length - mark - 1] === 0x0a;
	const listed = hasMarks ? modules.bytes.subarray(mark, modules.bytes.length - mark) : new Uint8Array();
	return { go: utf8Text(version.bytes), ...parseModules(utf8Text(listed)) };

	/** A text behind its length, which is a varint. */
	function textAt(at: number): { readonly bytes: Uint8Array; readonly end: number } {
		let [length, shift, position] = [0, 0, at];
		for (; shift < 28; shift += 7) {
			const byte = view.u8(position++);
			length |= (byte & 0x7f) << shift;
			if ((byte & 0x80) === 0) break;
		}
		return { bytes: view.slice(position, length), end: position + length };
	}
}

function parseModules(text: string): Omit<BuildInformation, 'go'> {
	let path = '';
	let main: BuiltModule | undefined;
	const dependencies: BuiltModule[] = [];
	const settings = new Map<string, string>();
	for (const line of text.split('\n')) {
		const [kind = '', first = '', second = ''] = line.split('\t');
		if (kind === 'path') path = first;
		else if (kind === 'mod') main = { path: first, version: second, replaced: undefined };
		else if (kind === 'dep') dependencies.push({ path: first, version: second, replaced: undefined });
		else if (kind === '=>') {
			const replaced = { path: first, version: second };
			const last = dependencies.pop();
			if (last) dependencies.push({ ...last, replaced });
			else if (main) main = { ...main, replaced };
		} else if (kind === 'build') {
			const equals = separator(first);
			settings.set(unquoted(first.slice(0, equals)), unquoted(first.slice(equals + 1)));
		}
	}
	return { path, main, dependencies, settings };
}

/** The `=` behind the key, which may be quoted. */
function separator(setting: string): number {
	const quoted = /^"(?:[^"\\]|\\.)*"/.exec(setting)?.[0].length ?? 0;
	const equals = setting.indexOf('=', quoted);
	return equals < 0 ? setting.length : equals;
}

function unquoted(text: string): string {
	if (text.startsWith('`')) return text.slice(1, -1);
	return text.startsWith('"') ? text.slice(1, -1).replace(/\\(.)/g, '$1') : text;
}
