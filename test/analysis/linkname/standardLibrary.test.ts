/** The directive rules over every file that the Go project compiles: nothing may be blamed, no directive overlooked. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { checkDirectives } from '../../../server/src/analysis/linkname/checkDirectives.ts';
import { readFileFacts } from '../../../server/src/analysis/linkname/fileFacts.ts';
import { isForeignSource, isGoSource, type PackageFile } from '../../../server/src/analysis/linkname/packageView.ts';
import { scanGoFile } from '../../../server/src/analysis/source/scanGoFile.ts';
import { LineIndex } from '../../../server/src/analysis/text/lineIndex.ts';
import { gorootOf } from '../../support/downloads.ts';

/**
 * What is said about files in `testdata`, which no build reads; all of it is so on purpose. Outside of them nothing is
 * said: the packages whose bodies live in the runtime, and `builtin` and `unsafe`, which are documentation, are known to
 * the rule itself, as they are to the go command.
 */
const exceptions: readonly RegExp[] = [
	// Inputs of parsers, type checkers, go doc and the API checker, which look at signatures only.
	/^(?:internal\/types|go\/(?:internal\/)?\w+|cmd\/(?:api|doc|go\/internal\/doc|compile\/internal\/\w+))\/testdata\/.* missing-function-body$/,
	// What vet's own check of build lines has to find.
	/^cmd\/vet\/testdata\/buildtag\/buildtag2?\.go directive-misplaced$/,
];

for (const release of ['1.22.12', '1.26.8']) {
	const goroot = gorootOf(release);
	describe.skipIf(goroot === undefined)(`GOROOT/src of go${release}`, () => {
		const root = join(goroot ?? '', 'src');
		test('no error and no warning', () => {
			const found = packagesOf(root).flatMap(({ directory, files, hasForeignSources }) => {
				const importPath = slashed(relative(root, directory));
				const view = { directory, importPath, goVersion: undefined, toolchain: `go${release}`, std: true };
				return checkDirectives({ ...view, hasForeignSources, files })
					.filter(({ severity }) => severity === 'error' || severity === 'warning')
					.map(({ file, rule }) => `${slashed(relative(root, file))} ${rule}`);
			});
			expect(found.filter((line) => !exceptions.some((exception) => exception.test(line)))).toEqual([]);
		});
	});
}

const goroot = gorootOf('1.26.8');
test.skipIf(goroot === undefined)('the directives of Go 1.26.8, one by one as go/parser sees them', () => {
	const root = join(goroot ?? '', 'src');
	const recorded = new URL('../../oracle/std-directives/go1.26.8.tsv.gz', import.meta.url);
	const [, ...lines] = gunzipSync(readFileSync(recorded)).toString().trimEnd().split('\n');
	const expected = lines.map((line) => line.split('\t'));
	const seen = packagesOf(root).flatMap(({ files }) => {
		const facts = files.map(readFileFacts);
		return facts.flatMap((own) => {
			const index = new LineIndex(own.file.text);
			return own.linknames.map(({ directive, local, target }) => {
				const { line, column } = index.position(directive.comment.span.start);
				const place = [slashed(relative(root, own.path)), line + 1, column + 1];
				const inBody = directive.comment.place === 'body';
				return [...place, local.text, target?.text ?? '', inBody].join('\t');
			});
		});
	});
	const wanted = expected.map(([file, line, column, local, target, , inBody]) =>
		[file, line, column, local, target, inBody].join('\t'),
	);
	expect(seen.sort()).toEqual(wanted.sort());
});

interface Directory {
	readonly directory: string;
	readonly files: readonly PackageFile[];
	readonly hasForeignSources: boolean;
}

function packagesOf(directory: string): Directory[] {
	const entries = readdirSync(directory, { withFileTypes: true });
	const names = entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
	const files = names.filter(isGoSource).map((name) => {
		const path = join(directory, name);
		return { path, file: scanGoFile(readFileSync(path, 'utf8')) };
	});
	const below = entries.filter((entry) => entry.isDirectory() && !/^[._]/.test(entry.name));
	return [
		...(files.length > 0 ? [{ directory, files, hasForeignSources: names.some(isForeignSource) }] : []),
		...below.flatMap((entry) => packagesOf(join(directory, entry.name))),
	];
}

function slashed(path: string): string {
	return path.split(sep).join('/');
}
