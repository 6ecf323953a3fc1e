/**
 * The fixture language: Go files with what is expected written into them.
 *
 *     -- a.go --                          begins a file; without one, the fixture is the file a.go
 *     //go:linkname fast runtime.fastrand
 *     //            ^^^^ linkname-local   these columns of the nearest code line above
 *     //< directive-misplaced             all of that line, from its first character that is no blank
 *
 * Marker lines are taken out before anybody reads the file. Where no marker stands nothing is expected, so every fixture
 * tests silence as well.
 */
import type { Finding } from '../../server/src/analysis/finding.ts';
import { LineIndex } from '../../server/src/analysis/text/lineIndex.ts';

export interface Fixture {
	/** File name → text without markers. */
	readonly files: Readonly<Record<string, string>>;
	/** `a.go:4:15+4 linkname-local`, sorted. */
	readonly expected: readonly string[];
}

const marker = /^[ \t]*\/\/(?:(<)|[ \t]*(\^+))[ \t]+([a-z-]+)$/;

export function readFixture(text: string): Fixture {
	const files: Record<string, string[]> = {};
	const expected: string[] = [];
	let name = 'a.go';
	for (const line of text.replace(/^\n/, '').split('\n')) {
		const header = /^-- (\S+) --$/.exec(line);
		if (header) {
			name = header[1] ?? name;
			files[name] = [];
			continue;
		}
		const code = (files[name] ??= []);
		const mark = marker.exec(line);
		if (!mark) {
			code.push(line);
			continue;
		}
		const [, whole, carets = '', rule] = mark;
		const above = code.at(-1) ?? '';
		const start = whole ? above.search(/\S/) : line.indexOf('^');
		const length = whole ? above.replace(/\r$/, '').length - start : carets.length;
		expected.push(spellPlace(name, code.length, start + 1, length, rule ?? ''));
	}
	const texts = Object.entries(files).map(([file, lines]) => [file, lines.join('\n')]);
	return { files: Object.fromEntries(texts), expected: expected.sort() };
}

/** Findings in the words of `Fixture.expected`. `nameOf` turns a finding's path into the fixture's file name. */
export function spellFindings(
	findings: readonly Finding[],
	files: Readonly<Record<string, string>>,
	nameOf: (path: string) => string,
): string[] {
	return findings
		.map(({ file, span, rule }) => {
			const name = nameOf(file);
			const { line, column } = new LineIndex(files[name] ?? '').position(span.start);
			return spellPlace(name, line + 1, column + 1, span.end - span.start, rule);
		})
		.sort();
}

function spellPlace(file: string, line: number, column: number, length: number, rule: string): string {
	return `${file}:${line}:${column}+${length} ${rule}`;
}
