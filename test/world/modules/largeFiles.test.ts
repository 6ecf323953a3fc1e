/** go.mod, go.work and imports of a size that nobody writes by hand: the work grows with their number, not with its square. */
import { expect, test } from 'vitest';
import { readBuildList } from '../../../server/src/world/modules/buildList.ts';
import { createPackagePlaces } from '../../../server/src/world/modules/packagePlaces.ts';
import type { GorootFiles } from '../../../server/src/world/goroot/gorootTree.ts';

const count = 40_000;
const each = (line: (at: number) => string) => Array.from({ length: count }, (_, at) => line(at)).join('');

/** Milliseconds of CPU, which a busy machine does not lengthen: with the square of the number they are ten times as many. */
const longest = 3_000;

function diskOf(texts: Readonly<Record<string, string>>): GorootFiles {
	const kindOf = (path: string) => (path in texts ? 'file' : path.startsWith('/m/d/n') ? 'directory' : undefined);
	return {
		readText: async (path: string) => texts[path],
		listDirectory: async (path: string) => (path.startsWith('/m/d/n') ? [{ kind: 'file', name: 'a.go' }] : []),
		fileStatus: async (path: string) => {
			const kind = kindOf(path);
			return kind === undefined ? undefined : { kind, size: 1, modified: 1 };
		},
	} as unknown as GorootFiles;
}

test('requirements that are all replaced, and an import of each', async () => {
	const moduleFile = '/m/go.mod';
	const requires = each((at) => `\texample.com/dep/n${at} v1.0.0\n`);
	const replaces = each((at) => `\texample.com/dep/n${at} => ./d/n${at}\n`);
	const text = `module example.com/m\n\ngo 1.22\n\nrequire (\n${requires})\n\nreplace (\n${replaces})\n`;
	const files = diskOf({ [moduleFile]: text });
	const before = process.cpuUsage().user;
	const list = await readBuildList({ moduleFile, workFile: undefined, moduleCache: undefined, files });
	expect(list.modules).toHaveLength(count + 1);
	const places = createPackagePlaces(list, undefined, files);
	for (let at = 0; at < count; at++) {
		const place = await places.place(`example.com/dep/n${at}/sub`);
		if (place.kind !== 'found' || place.directory !== `/m/d/n${at}/sub`)
			expect.fail(`n${at}: ${JSON.stringify(place)}`);
	}
	expect((process.cpuUsage().user - before) / 1_000).toBeLessThan(longest);
});
