// The CPU that one edit costs, server and compiler together, beside a plain `go build` of the same edit: a curve over
// packages of 80 to 95,000 lines. Linux only.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEdits } from './support/escapeEdits.mjs';

export const title = 'CPU of one unsaved edit, server and compiler (median of 5)';

const esbuild = 'github.com/evanw/esbuild@v0.25.10';

const packages = [
	{ what: 'a small package, 80 lines', module: 'examples', file: 'sampler/sampler.go' },
	{ what: 'css_lexer, 1k lines', module: esbuild, file: 'internal/css_lexer/css_lexer.go' },
	{ what: 'resolver, 5.7k lines', module: esbuild, file: 'internal/resolver/resolver.go' },
	{ what: 'js_parser, 26k lines', module: esbuild, file: 'internal/js_parser/js_parser.go' },
	{ what: 'net/http, 30k lines', module: 'std', file: 'net/http/server.go' },
	{ what: 'core/v1, 95k lines', module: 'k8s.io/api@v0.34.1', file: 'core/v1/types.go' },
];

export async function measure() {
	const folder = mkdtempSync(join(tmpdir(), 'linkscape-bench-'));
	try {
		const run = createEdits(folder);
		const rows = [];
		for (const edit of packages) {
			const ours = await run.ours(edit);
			rows.push({
				what: edit.what,
				ours: { name: 'linkscape', value: ours.cpu },
				other: { name: 'go build', value: await run.build(edit) },
				unit: 's',
				limit: 0.45,
			});
		}
		return rows;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
