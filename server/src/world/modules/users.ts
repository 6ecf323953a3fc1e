/** Which packages of a build use what another one exports: by name, as their sources spell it. */
import { readFileFacts } from '../../analysis/linkname/fileFacts.ts';
import { mentionsType } from '../../analysis/linkname/targets/mentionsType.ts';
import { scanGoFile } from '../../analysis/source/scanGoFile.ts';
import type { Build } from './build.ts';

/** Import paths of the packages that import the exporter and name `exporter.name`; those of dependencies without their tests. */
export async function usersOf(exporter: string, name: string, build: Build): Promise<string[]> {
	const users: string[] = [];
	for (const candidate of (await build.graph()).packages.values()) {
		const imports = [...candidate.imports, ...candidate.testImports];
		const importing = [...new Set(imports.filter(({ path }) => path === exporter).map(({ file }) => file))];
		const texts = await Promise.all(importing.map((path) => build.options.files.readText(path)));
		const files = texts.map((text = '', at) => readFileFacts({ path: importing[at] ?? '', file: scanGoFile(text) }));
		if (mentionsType(exporter, name, files, new Set()) === 'yes') users.push(candidate.importPath);
	}
	return users;
}
