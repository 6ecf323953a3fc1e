import { expect, test } from 'vitest';
import { readFileFacts } from '../../../server/src/analysis/linkname/fileFacts.ts';
import { packagePath } from '../../../server/src/analysis/linkname/packagePath.ts';
import { scanGoFile } from '../../../server/src/analysis/source/scanGoFile.ts';

test.each([
	['a.go', 'p', 'example.com/m/x', 'example.com/m/x'],
	['a.go', 'p', undefined, 'p'],
	['a.go', 'main', 'example.com/m', 'main'],
	['a_test.go', 'p', 'example.com/m/x', 'example.com/m/x'],
	['a_test.go', 'p_test', 'example.com/m/x', 'example.com/m/x_test'],
	['a_test.go', 'main_test', 'example.com/m', 'example.com/m_test'],
])('%s of package %s in %s belongs to %s', (path, name, importPath, expected) => {
	const facts = readFileFacts({ path, file: scanGoFile(`package ${name}\n`) });
	expect(packagePath(facts, importPath)).toBe(expected);
});
