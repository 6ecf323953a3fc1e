import { expect, test } from 'vitest';
import { createPathResolver } from '../../../server/src/analysis/escape/outputPaths.ts';

test.each([
	['./a.go', '/w/p', ['/w/p/a.go'], '/w/p/a.go'],
	['p/a.go', '/w', ['/w/p/a.go'], '/w/p/a.go'],
	['../q/a.go', '/w/p', ['/w/q/a.go'], '/w/q/a.go'],
	['/go/src/fmt/print.go', '/w/p', ['/w/p/a.go'], '/go/src/fmt/print.go'],
	['.\\a.go', 'C:\\w\\p', ['C:\\w\\p\\a.go'], 'C:\\w\\p\\a.go'],
	['C:\\go\\src\\fmt\\print.go', 'C:\\w', [], 'C:\\go\\src\\fmt\\print.go'],
	['p/a.go', 'c:\\w', ['c:\\w\\p\\a.go'], 'c:\\w\\p\\a.go'],
	['p/a.go', '\\\\host\\share\\w', ['\\\\host\\share\\w\\p\\a.go'], '\\\\host\\share\\w\\p\\a.go'],
	['\\\\host\\share\\go\\a.go', 'C:\\w', [], '\\\\host\\share\\go\\a.go'],
	// The other case of the drive, and the other slash, is the same file.
	['C:\\t\\0.go', 'c:\\w', ['c:\\t\\0.go'], 'c:\\t\\0.go'],
	['p/a.go', 'C:\\w', ['c:\\w\\p\\a.go'], 'c:\\w\\p\\a.go'],
	['C:/w/p/a.go', 'C:\\w', ['C:\\w\\p\\a.go'], 'C:\\w\\p\\a.go'],
	['/W/p/a.go', '/w', ['/w/p/a.go', '/w/q/a.go'], '/W/p/a.go'],
	// Replayed from the build cache: printed by a run in another directory.
	['./a.go', '/w', ['/w/p/a.go', '/w/p/b.go'], '/w/p/a.go'],
	['../../p/a.go', '/w', ['/w/p/a.go'], '/w/p/a.go'],
	// Two files fit: none is taken.
	['./a.go', '/w', ['/w/p/a.go', '/w/q/a.go'], '/w/a.go'],
	// The file of another package is none of ours.
	['../../internal/abi/type.go', '/w/p', ['/w/p/type.go'], '/internal/abi/type.go'],
])('%s in %s', (printed, directory, known, path) => {
	expect(createPathResolver(directory, known)(printed)).toBe(path);
});
