/** The command line on small modules with one fault each, and on correct ones. */
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rules } from '../../server/src/analysis/linkname/rules.ts';
import { createCli, type Cli } from './runCli.ts';

interface Case {
	readonly id: string;
	readonly title: string;
	readonly file: string;
	readonly lines: readonly number[];
	readonly rule: string | null;
}

/** No Go is needed for these. */
const directiveRules = new Set(
	Object.entries(rules).flatMap(([id, { decidedBy }]) => (decidedBy === 'file' ? [id] : [])),
);

const oracle = resolve('test/oracle/linkname-cases');
const cases = JSON.parse(readFileSync(join(oracle, 'manifest.json'), 'utf8')) as Case[];

let cli: Cli;
beforeAll(async () => {
	cli = await createCli();
});
afterAll(() => cli.dispose());

test.each(cases.filter(({ rule }) => rule === null || directiveRules.has(rule)))(
	'$id: $title',
	async ({ id, rule, file, lines }) => {
		const folder = mkdtempSync(join(tmpdir(), 'linkscape-case-'));
		try {
			cpSync(join(oracle, id), folder, { recursive: true });
			const { stdout } = await cli.run(['check', '.', '--format', 'json'], { cwd: folder });
			const { findings } = JSON.parse(stdout) as {
				findings: { file: string; line: number; rule: string; severity: string }[];
			};
			if (rule === null) {
				expect(findings.filter(({ severity }) => severity === 'error' || severity === 'warning')).toEqual([]);
			} else {
				const hits = findings.filter((finding) => finding.rule === rule && lines.includes(finding.line));
				expect(hits.map((finding) => finding.file)).toEqual([file]);
			}
		} finally {
			rmSync(folder, { recursive: true, force: true });
		}
	},
);
