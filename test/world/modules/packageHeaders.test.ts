import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as disk from '../../../server/src/toolchain/files.ts';
import { createHeaderStore } from '../../../server/src/world/modules/packageHeaders.ts';
import { temporaryModule } from '../../support/go.ts';

test('a file is read again when it has changed, and only then', async () => {
	const directory = temporaryModule({ 'a.go': 'package p\n\nimport "os"\n', 'b.go': 'package p\n' });
	const long = Date.now() / 1000 - 100;
	for (const name of ['a.go', 'b.go']) utimesSync(join(directory, name), long, long);
	const read: string[] = [];
	const files = {
		...disk,
		readText(path: string) {
			read.push(path.slice(directory.length + 1));
			return disk.readText(path);
		},
	};
	const importsOf = async () => {
		const { files: found } = await createHeaderStore(files).headers(directory);
		return found.flatMap(({ imports }) => imports.map(({ path }) => path));
	};
	expect(await importsOf()).toEqual(['os']);
	expect(await importsOf()).toEqual(['os']);
	expect(read.sort()).toEqual(['a.go', 'b.go']);

	writeFileSync(join(directory, 'a.go'), 'package p\n\nimport "io"\n');
	expect(await importsOf()).toEqual(['io']);
	// Of the same size, and perhaps within one tick of the clock.
	writeFileSync(join(directory, 'a.go'), 'package p\n\nimport "go"\n');
	expect(await importsOf()).toEqual(['go']);
	expect(read.filter((name) => name === 'b.go')).toEqual(['b.go']);
});
