/**
 * The rules that need no toolchain: decided from the text of a file and the names of its package.
 *
 * Work is split so that a keystroke costs one file: `readFileFacts` reads a file, `indexPackage` puts the files of a
 * directory side by side without looking into them, `checkFile` judges one. Another file has to be judged again only
 * when `sameForSiblings` says no.
 */
import type { Finding } from '../finding.ts';
import { directiveIgnored } from './directiveIgnored.ts';
import { directiveMisplaced } from './directiveMisplaced.ts';
import { directiveNotAllowed } from './directiveNotAllowed.ts';
import { directiveUsage } from './directiveUsage.ts';
import { type FileFacts, readFileFacts } from './fileFacts.ts';
import { linknameDuplicate } from './linknameDuplicate.ts';
import { linknameInstantiation } from './linknameInstantiation.ts';
import { linknameLocal } from './linknameLocal.ts';
import { linknamePosition } from './linknamePosition.ts';
import { linknameStdOnly } from './linknameStdOnly.ts';
import { linknameUsage } from './linknameUsage.ts';
import { missingFunctionBody } from './missingFunctionBody.ts';
import { linknameNeedsUnsafe } from './linknameNeedsUnsafe.ts';
import { noescapeWithBody } from './noescapeWithBody.ts';
import { indexPackage, type PackageIndex } from './packageIndex.ts';
import type { PackageView } from './packageView.ts';
import type { RulesOf } from './rules.ts';
import { wasmFunction } from './wasmFunction.ts';

type DirectiveRule = (facts: FileFacts, index: PackageIndex) => Finding[];

/** Each rule that is decided by the text of a package, in the order in which findings of one place are listed. */
const directiveRules: Readonly<Record<RulesOf<'file'>, DirectiveRule>> = {
	'linkname-needs-unsafe': linknameNeedsUnsafe,
	'directive-ignored': directiveIgnored,
	'linkname-usage': linknameUsage,
	'directive-misplaced': directiveMisplaced,
	'directive-not-allowed': directiveNotAllowed,
	'directive-usage': directiveUsage,
	'wasm-function': wasmFunction,
	'linkname-local': linknameLocal,
	'linkname-duplicate': linknameDuplicate,
	'linkname-instantiation': linknameInstantiation,
	'linkname-std-only': linknameStdOnly,
	'missing-function-body': missingFunctionBody,
	'noescape-with-body': noescapeWithBody,
	'linkname-position': linknamePosition,
};

/** The findings that stand in one file, in source order. */
export function checkFile(facts: FileFacts, index: PackageIndex): Finding[] {
	const found = Object.values(directiveRules).flatMap((rule) => rule(facts, index));
	return found.sort((a, b) => a.span.start - b.span.start);
}

/** The findings of all files of a directory. */
export function checkDirectives(view: PackageView): Finding[] {
	const files = view.files.map(readFileFacts);
	const index = indexPackage(view, files);
	return index.files.flatMap((facts) => checkFile(facts, index));
}
