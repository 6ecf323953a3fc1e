// The licences of everything that the bundles contain, as those licences ask for.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './repository.mjs';

/**
 * One text for all packages that esbuild took something from. Fails for a package without a licence.
 * @param {Iterable<string>} inputs files, relative to the repository
 */
export function notices(inputs) {
	const folders = new Set([...inputs].filter((input) => input.includes('node_modules/')).map(packageFolder));
	const sections = [...folders].map((folder) => {
		const { name = '', version } = readPackage(folder);
		const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
		if (!file) throw new Error(`${name} ${version} has no licence file`);
		return { name, text: `${name} ${version}\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n` };
	});
	sections.sort((a, b) => a.name.localeCompare(b.name));
	const line = `\n${'-'.repeat(80)}\n\n`;
	return [`Linkscape contains the following packages.\n`, ...sections.map(({ text }) => text)].join(line);
}

/** The folder of the package that a file belongs to. @param {string} input */
function packageFolder(input) {
	for (let folder = dirname(join(root, input)); ; folder = dirname(folder)) {
		// A package may have more of them, which say no more than the kind of the modules.
		if (existsSync(join(folder, 'package.json')) && readPackage(folder).name) return folder;
		if (folder === root) throw new Error(`${input} belongs to no package`);
	}
}

/** @param {string} folder @returns {{ name?: string, version?: string }} */
function readPackage(folder) {
	return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}
