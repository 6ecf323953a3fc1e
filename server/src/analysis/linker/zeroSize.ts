/**
 * Which variables occupy no memory. A pulled variable of any size then wins over them and links, marked or not, so the
 * linker's refusal must not be predicted. (Go 1.23 to 1.27: encoding/binary.LittleEndian, net/http.NoBody and some twenty more.)
 */
import type { Declaration, GoFile } from '../source/goFile.ts';
import { spanText } from '../text/span.ts';

/** `zero`, or zero exactly when the named symbol of another package is; `undefined` for everything that has a size. */
export type SizeHint = 'zero' | { readonly like: string };
/** The size of a variable, of a type's values, or of what a function returns. */
export type ZeroSize = (file: GoFile, declaration: Declaration) => SizeHint | undefined;

interface Found {
	readonly file: GoFile;
	readonly declaration: Declaration;
}

const deepestType = 10;

export function createZeroSize(files: readonly GoFile[]): ZeroSize {
	let byName: Map<string, Found> | undefined;
	const find = (name: string): Found | undefined => {
		if (!byName) {
			byName = new Map();
			for (const file of files)
				for (const declaration of file.declarations)
					if (!(declaration.kind === 'func' && declaration.receiver))
						byName.set(declaration.name, { file, declaration });
		}
		return byName.get(name);
	};

	function ofType(file: GoFile, written: string, depth: number): SizeHint | undefined {
		const type = written.trim();
		if (depth > deepestType) return undefined;
		if (/^struct\s*\{\s*\}$/.test(type)) return 'zero';
		if (/^\[\s*0\s*\]/.test(type)) return 'zero';
		const array = /^\[\s*[^\]\s]+\s*\]([\s\S]+)$/.exec(type);
		if (array) return ofType(file, array[1] ?? '', depth + 1);
		const fields = /^struct\s*\{([\s\S]*)\}$/.exec(type);
		if (fields) return ofFields(file, fields[1] ?? '', depth + 1);
		const foreign = foreignName(file, type);
		if (foreign) return { like: foreign };
		const found = /^[\p{L}_][\p{L}\p{N}_]*$/u.test(type) ? find(type) : undefined;
		if (found?.declaration.kind !== 'type' || found.declaration.typeParameters) return undefined;
		return ofType(found.file, spanText(found.file.text, found.declaration.definition), depth + 1);
	}

	/** Fields that are all certainly empty; one that another package decides counts as having a size. */
	function ofFields(file: GoFile, fields: string, depth: number): SizeHint | undefined {
		const plain = fields.replace(/\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)/g, '');
		for (const line of plain.split(/[\n;]/)) {
			const field = line.trim();
			if (field === '') continue;
			const names = /^[\p{L}\p{N}_]+(?:\s*,\s*[\p{L}\p{N}_]+)*\s+/u.exec(field)?.[0] ?? '';
			if (ofType(file, names === '' ? field : withoutTag(field.slice(names.length)), depth) !== 'zero')
				return undefined;
		}
		return 'zero';
	}

	function ofValue(file: GoFile, written: string, depth: number): SizeHint | undefined {
		const value = written.trim();
		if (depth > deepestType) return undefined;
		if (/^(?:struct\s*\{\s*\}\s*|\[\s*\.\.\.\s*\][^{}]*)\{\s*\}$/.test(value)) return 'zero';
		const empty = /^([\p{L}_][\p{L}\p{N}_.]*)\s*\{[\s\S]*\}$/u.exec(value);
		if (empty) return ofType(file, empty[1] ?? '', depth + 1);
		const call = /^([\p{L}_][\p{L}\p{N}_.]*)\s*\([\s\S]*\)$/u.exec(value)?.[1];
		const name = call ?? (/^[\p{L}_][\p{L}\p{N}_.]*$/u.test(value) ? value : undefined);
		if (!name) return undefined;
		const foreign = foreignName(file, name);
		if (foreign) return { like: foreign };
		const found = find(name);
		return found && ofDeclaration(found, depth + 1);
	}

	function ofDeclaration({ file, declaration }: Found, depth: number): SizeHint | undefined {
		switch (declaration.kind) {
			case 'var':
				if (declaration.type) return ofType(file, spanText(file.text, declaration.type), depth);
				if (!declaration.value || declaration.count > 1) return undefined;
				return ofValue(file, spanText(file.text, declaration.value), depth);
			case 'type':
				return ofType(file, declaration.name, depth);
			case 'func': {
				const signature = spanText(file.text, declaration.signature).trimEnd().replace(/\)$/, '');
				const behind = signature.slice(signature.lastIndexOf(')') + 1).trim();
				if (!signature.includes(')')) return undefined;
				const result = /^(?:\(\s*)?(?:[\p{L}\p{N}_]+\s+)?([\p{L}\p{N}_.]+)$/u.exec(behind);
				return result ? ofType(file, result[1] ?? '', depth) : undefined;
			}
			case 'const':
				return undefined;
		}
	}

	return (file, declaration) => ofDeclaration({ file, declaration }, 0);
}

/** `binary.LittleEndian` → `encoding/binary.LittleEndian`, when the file imports it. */
function foreignName(file: GoFile, written: string): string | undefined {
	const match = /^([\p{L}_][\p{L}\p{N}_]*)\.([\p{L}_][\p{L}\p{N}_]*)$/u.exec(written);
	if (!match) return undefined;
	const from = file.imports.find(({ path, name }) => (name ?? path.slice(path.lastIndexOf('/') + 1)) === match[1]);
	return from && `${from.path}.${match[2]}`;
}

/** The type of a field without the tag behind it. */
function withoutTag(field: string): string {
	const quote = field.at(-1);
	if (quote !== '`' && quote !== '"') return field;
	const start = field.lastIndexOf(quote, field.length - 2);
	return start > 0 ? field.slice(0, start).trimEnd() : field;
}
