import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cacheDirectory } from '../../server/src/toolchain/cacheDirectory.ts';

const unix = process.platform !== 'win32' && process.platform !== 'darwin';

test.skipIf(!unix).each([
	[{ XDG_CACHE_HOME: '/c', HOME: '/h' }, '/c/linkscape'],
	[{ HOME: '/h' }, '/h/.cache/linkscape'],
	[{ XDG_CACHE_HOME: '', HOME: '/h' }, '/h/.cache/linkscape'],
	// It would lie in the directory that we are started in, which is a repository.
	[{ XDG_CACHE_HOME: '.cache', HOME: '/h' }, undefined],
	[{ XDG_CACHE_HOME: '../c' }, undefined],
	[{ HOME: 'h' }, undefined],
	[{}, undefined],
])('%j', (environment, expected) => {
	expect(cacheDirectory(environment)).toBe(expected && join(expected));
});
