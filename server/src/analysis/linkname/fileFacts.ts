/** What the rules need of one file. It depends on nothing but that file, so an edit elsewhere leaves it as it is. */
import { buildSource } from '../build/buildContext.ts';
import type { FileConstraint } from '../build/isBuilt.ts';
import type { Declaration, GoFile } from '../source/goFile.ts';
import { type Directive, type Linkname, readDirective, toLinkname } from './directive.ts';
import { type FileRole, fileRole, type PackageFile } from './packageView.ts';

export interface FileFacts {
	readonly path: string;
	readonly file: GoFile;
	readonly role: FileRole;
	readonly directives: readonly Directive[];
	readonly linknames: readonly Linkname[];
	/** Linkname directives that the compiler refuses to read: misplaced, or with the wrong number of arguments. */
	readonly refusedLinknames: readonly Directive[];
	/** Package-level names and the receiver-less functions among them; methods, `init` and `_` are not in a scope. */
	readonly declared: ReadonlyMap<string, readonly Declaration[]>;
	readonly importsUnsafe: boolean;
	/** A cgo file: the compiler reads what cgo makes of it, and cgo imports unsafe there (seen with Go 1.26). */
	readonly importsC: boolean;
	/** `file.buildConstraint`, parsed. */
	readonly constraint: FileConstraint;
}

export function readFileFacts(source: PackageFile): FileFacts {
	const { path, file } = source;
	const directives = file.directives.flatMap((comment) => readDirective(file.text, comment) ?? []);
	const { importsC, constraint } = buildSource(path, file);
	return {
		path,
		file,
		importsC,
		constraint,
		role: fileRole(source),
		directives,
		linknames: directives.flatMap((directive) => toLinkname(directive) ?? []),
		refusedLinknames: directives.filter(isRefused),
		declared: declaredNames(file),
		importsUnsafe: file.imports.some((spec) => spec.path === 'unsafe'),
	};
}

function declaredNames(file: GoFile): Map<string, Declaration[]> {
	const names = new Map<string, Declaration[]>();
	for (const declaration of file.declarations) {
		if (declaration.name === '_') continue;
		if (declaration.kind === 'func' && (declaration.receiver || declaration.name === 'init')) continue;
		const same = names.get(declaration.name);
		if (same) same.push(declaration);
		else names.set(declaration.name, [declaration]);
	}
	return names;
}

function isRefused(directive: Directive): boolean {
	const isVerb = directive.verb.text === 'linkname' || directive.verb.text === 'linknamestd';
	return isVerb && directive.spelling === 'exact' && directive.separator === ' ' && !toLinkname(directive);
}
