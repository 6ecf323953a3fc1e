/** What a fix does to the files of a package, with the files that nothing needs afterwards. */
import type { FileEdit } from '../../finding.ts';
import { fileName, fileNamePlatform } from '../../build/fileName.ts';
import type { FileFacts } from '../fileFacts.ts';
import type { PackageIndex } from '../packageIndex.ts';
import { changes } from './editedFile.ts';
import { idleStubs } from './idleStubs.ts';

type Pair = readonly [before: FileFacts, after: FileFacts];

/** A file that becomes empty is changed and deleted: who cannot delete keeps it, empty. */
export function packageEdits(index: PackageIndex, pairs: readonly Pair[]): FileEdit[] {
	const emptied = pairs.filter(
		([before, after]) => before !== after && isEmpty(after) && !isNeeded(before, index, pairs),
	);
	const deleted = emptied.map(([{ path }]): FileEdit => ({ kind: 'delete', file: path }));
	return [...changes(pairs), ...deleted, ...idleStubs(index, pairs)];
}

/** Nothing but its package clause, the build constraint and a licence. */
function isEmpty({ file, directives }: FileFacts): boolean {
	const { text, packageClause, declarations, imports } = file;
	if (!packageClause || declarations.length + imports.length > 0) return false;
	if (directives.some(({ verb }) => verb.text !== 'build')) return false;
	const code = (text.slice(0, packageClause.start) + text.slice(packageClause.end)).replace(/^\ufeff/, '');
	const paragraphs = code.split(/\r?\n[ \t]*(?:\r?\n)+/).filter((one) => one.trim() !== '');
	return paragraphs.every((one) => isConstraint(one.trim()) || /^\/[/*].*(?:copyright|licen[cs]e)/is.test(one.trim()));
}

function isConstraint(paragraph: string): boolean {
	return paragraph.split('\n').every((line) => /^\/\/(?:go:build| ?\+build)/.test(line.trim()));
}

/** Without it some build would find no file of the package. */
function isNeeded({ path, file }: FileFacts, index: PackageIndex, pairs: readonly Pair[]): boolean {
	return !index.files.some(
		(other) =>
			other.role === 'source' &&
			other.path !== path &&
			other.file.packageName === file.packageName &&
			other.file.buildConstraint === undefined &&
			!hasOldConstraint(other) &&
			Object.keys(fileNamePlatform(fileName(other.path))).length === 0 &&
			!pairs.some(([before, after]) => before === other && isEmpty(after)),
	);
}

function hasOldConstraint({ file: { text, packageClause } }: FileFacts): boolean {
	return /^\/\/[ \t]*\+build\b/m.test(text.slice(0, packageClause?.start ?? 0));
}
