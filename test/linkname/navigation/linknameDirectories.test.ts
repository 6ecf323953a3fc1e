import { expect, test } from 'vitest';
import { createLinknameDirectories } from '../../../server/src/linkname/navigation/linknameDirectories.ts';
import { createChanges, unchanging } from '../../../server/src/world/answers/changes.ts';
import { memoryFiles } from '../../world/goroot/support.ts';

const pull = 'package p\n\n//go:linkname f runtime.f\nfunc f()\n';
const plain = 'package p\n\nfunc f() {}\n';

test('finds the directories that `./...` means, nested modules included', async () => {
	const files = memoryFiles({
		'/m/go.mod': '',
		'/m/a/a.go': pull,
		'/m/a/b/b_windows.go': pull,
		'/m/plain/p.go': plain,
		'/m/nested/go.mod': '',
		'/m/nested/n.go': pull,
		'/m/vendor/v/v.go': pull,
		'/m/a/testdata/t.go': pull,
		'/m/_old/o.go': pull,
		'/m/.git/g.go': pull,
		'/m/text/linkname.txt': pull,
	});
	expect(await createLinknameDirectories(unchanging, files).below(['/m'])).toEqual(['/m/a', '/m/a/b', '/m/nested']);
});

test('a folder inside another is not walked twice', async () => {
	const files = memoryFiles({ '/m/a/a.go': pull, '/n/b.go': pull });
	expect(await createLinknameDirectories(unchanging, files).below(['/m', '/m/a', '/n', '/m'])).toEqual(['/m/a', '/n']);
});

test('reads a file again when it changed, and only then', async () => {
	const files = memoryFiles({ '/m/a/a.go': plain, '/m/b/b.go': pull });
	const changes = createChanges();
	const directories = createLinknameDirectories(changes, files);
	expect(await directories.below(['/m'])).toEqual(['/m/b']);
	await directories.below(['/m']);
	expect(files.reads).toEqual(['/m/a/a.go', '/m/b/b.go']);

	changes.filesChanged(['/m/a/a.go']);
	await directories.below(['/m']);
	expect(files.reads.length).toBe(2);

	files.texts.set('/m/a/a.go', pull);
	changes.filesChanged(['/m/a/a.go']);
	expect(await directories.below(['/m'])).toEqual(['/m/a', '/m/b']);
	expect(files.reads).toEqual(['/m/a/a.go', '/m/b/b.go', '/m/a/a.go']);
});
