/** A real Go for tests, and small modules for it to compile. */
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import { onTestFinished, test } from 'vitest';

/** The go command on PATH, `undefined` when there is none. */
export const goPath: string | undefined = (process.env['PATH'] ?? '')
	.split(delimiter)
	.map((directory) => join(directory, process.platform === 'win32' ? 'go.exe' : 'go'))
	.find((path) => isAbsolute(path) && existsSync(path));

if (goPath === undefined) {
	if (process.env['CI']) throw new Error('There is no go on PATH, and with CI=true nothing may be skipped.');
	console.warn('SKIPPED: tests that run Go, because there is no go on PATH.');
}

/** `test`, skipped where there is no Go. */
export const goTest: ReturnType<typeof test.skipIf> = test.skipIf(goPath === undefined);

/** A directory with these files, removed after the test. Its path has no symbolic links. */
export function temporaryModule(files: Readonly<Record<string, string>>): string {
	const root = mkdtempSync(join(realpathSync(tmpdir()), 'linkscape-test-'));
	onTestFinished(() => rmSync(root, { recursive: true, force: true }));
	writeFiles(root, files);
	return root;
}

export function writeFiles(root: string, files: Readonly<Record<string, string>>): void {
	for (const [name, text] of Object.entries(files)) {
		mkdirSync(dirname(join(root, name)), { recursive: true });
		writeFileSync(join(root, name), text);
	}
}
