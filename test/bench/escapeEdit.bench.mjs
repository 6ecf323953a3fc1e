// How long it takes until the escape hints of an edited, unsaved file are there, beside gopls.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEdits } from './support/escapeEdits.mjs';

export const title = 'Unsaved edit → escape hints of the file, the pause in typing included (median of 5)';

const packages = [
	{ what: 'a small package', module: 'examples', file: 'sampler/sampler.go', limit: 1 / 3 },
	{
		what: 'esbuild js_parser, 26k lines',
		module: 'github.com/evanw/esbuild@v0.25.10',
		file: 'internal/js_parser/js_parser.go',
		limit: 1 / 5,
	},
	{ what: 'net/http, 30k lines', module: 'std', file: 'net/http/server.go', limit: 1 / 5 },
];

export async function measure() {
	const folder = mkdtempSync(join(tmpdir(), 'linkscape-bench-'));
	try {
		const run = createEdits(folder);
		const rows = [];
		for (const edit of packages) {
			const ours = await run.ours(edit);
			const theirs = await run.gopls(edit);
			rows.push({
				what: edit.what,
				ours: { name: 'linkscape', value: ours.seconds },
				other: { name: theirs.late ? 'gopls, without an answer after' : 'gopls', value: theirs.seconds },
				unit: 's',
				limit: edit.limit,
			});
		}
		return rows;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
