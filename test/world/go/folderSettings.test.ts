import { expect, test } from 'vitest';
import { join, resolve } from '../../../server/src/toolchain/paths.ts';
import { settingsIn } from '../../../server/src/world/go/folderSettings.ts';

const one = resolve('/one');
const inner = join(one, 'inner');
const two = resolve('/two');
const tags = (buildTags: string) => ({ buildTags });
const window = {
	goPath: '',
	allowDownloads: false,
	goExtension: tags('window'),
	folders: [
		{ path: one, goExtension: tags('one') },
		{ path: inner, goExtension: tags('inner') },
		{ path: two, goExtension: {} },
	],
};

test.each([
	['a folder of its own', join(one, 'lib'), 'one', one],
	['the innermost of two', join(inner, 'lib'), 'inner', inner],
	['a folder that says nothing', two, 'window', two],
	['outside of all folders', resolve('/elsewhere'), 'window', one],
	['no directory', undefined, 'window', one],
])('%s', (_, directory, buildTags, first) => {
	const settings = settingsIn(window, {}, directory);
	expect(settings.extension.buildTags).toBe(buildTags);
	expect(settings.folders[0]).toBe(first);
	expect([...settings.folders].sort()).toEqual([one, inner, two].sort());
});
