/** Modules as their authors published them, in a copy that may be changed. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Fix } from '../../../server/src/analysis/finding.ts';
import { temporaryModule } from '../../support/go.ts';

/** A copy of the directory, gone after the test. */
export function copyOf(directory: string): string {
	const copy = temporaryModule({});
	cpSync(directory, copy, { recursive: true });
	execFileSync('chmod', ['-R', 'u+w', copy]);
	return copy;
}

/** What takes back the edits that are made from now on. */
export function saved(fix: Fix): () => void {
	const texts = fix.edits.map(({ file }) => [file, existsSync(file) ? readFileSync(file) : undefined] as const);
	return () => {
		for (const [file, text] of texts) {
			if (text === undefined) rmSync(file);
			else writeFileSync(file, text);
		}
	};
}
