/** Which packages of a build use what another one exports: by name, as their sources spell it. */
import { readFileFacts } from '../../analysis/linkname/fileFacts.ts';
import { mentionsType } from '../../analysis/linkname/targets/mentionsType.ts';
import { scanGoFile } from '../../analysis/source/scanGoFile.ts';
import type { Build } from './build.ts';
import type { HeaderFile } from './packageHeaders.ts';

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

/** A file of the build, no test, that imports the exporter and names `exporter.name`. */
export async function fileNaming(
	exporter: string,
	name: string,
	build: Build,
	isTaken: (file: HeaderFile) => boolean,
): Promise<string | undefined> {
	for (const candidate of (await build.graph()).packages.values()) {
		for (const file of candidate.files) {
			if (!file.imports.some(({ path }) => path === exporter) || !isTaken(file)) continue;
			const { path } = file;
			const facts = readFileFacts({ path, file: scanGoFile((await build.options.files.readText(path)) ?? '') });
			if (mentionsType(exporter, name, [facts], new Set()) === 'yes') return path;
		}
	}
	return undefined;
}
