/**
 * Go's own tests of directives: files whose ERROR comments say where the compiler complains. They come with a Go that was installed from
 * its archive (GOROOT/test), not with one from the module cache; `directiveFixtures.ts` holds the like for every Go.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { gorootOf } from '../../support/downloads.ts';
import { asCompilerSays, ruleOfMessage } from './compilerWords.ts';
import { findingsOf } from './view.ts';

const names = [
	'directive.go',
	'directive2.go',
	'linkname3.go',
	'wasmexport.go',
	'wasmexport2.go',
	'fixedbugs/issue48097.go',
];

for (const release of ['1.21.13', '1.22.12', '1.23.12', '1.24.12', '1.25.8', '1.26.8', '1.27.0']) {
	const directory = join(gorootOf(release) ?? '', 'test');
	const files = names.map((name) => ({ name, path: join(directory, name) })).filter(({ path }) => existsSync(path));
	describe.skipIf(files.length === 0)(`go${release}`, () => {
		test.each(files)('$name', ({ path }) => {
			const text = readFileSync(path, 'utf8');
			const goarch = text.includes('\n//go:build wasm\n') ? 'wasm' : 'amd64';
			const findings = findingsOf({ files: { 'a.go': text }, expected: [] }, { toolchain: `go${release}`, goarch });
			const said = findings.flatMap((finding) => asCompilerSays(finding, text) ?? []);
			expect(said.map((line) => atLineDirective(line, text)).sort()).toEqual(expectedErrors(text).sort());
		});
	});
}

/** `12 directive-misplaced` for each `// ERROR "misplaced compiler directive"` on line 12. */
function expectedErrors(text: string): string[] {
	return text.split('\n').flatMap((line, at) => {
		const comment = /\/\/ ERROR (.*)$/.exec(line)?.[1] ?? '';
		return [...comment.matchAll(/"([^"]*)"/g)].map(([, message = '']) => {
			// What stands behind it is the name of a type.
			return `${at + 1} ${ruleOfMessage(message) ?? ruleOfMessage(`${message} T`) ?? message}`;
		});
	});
}

/** The same with the line that `//line file:20` gives it. */
function atLineDirective(said: string, text: string): string {
	const [line = '', rule = ''] = said.split(' ');
	const above = text.split('\n').slice(0, Number(line) - 1);
	const directive = above.findLastIndex((one) => one.startsWith('//line '));
	const first = Number(above[directive]?.split(':')[1]);
	return directive < 0 ? said : `${first + Number(line) - directive - 2} ${rule}`;
}
