// The packages that the bundles contain, and their licences, as those licences ask for.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './repository.mjs';

/**
 * @typedef {object} BundledPackage
 * @property {string} name
 * @property {string} version
 * @property {string} licence an SPDX expression: `MIT`
 * @property {string} text the text of its licence
 */

/**
 * The packages that esbuild took something from, sorted by name. Fails for a package without a licence.
 * @param {Iterable<string>} inputs files, relative to the repository
 * @returns {BundledPackage[]}
 */
export function bundledPackages(inputs) {
	const folders = new Set([...inputs].filter((input) => input.includes('node_modules/')).map(packageFolder));
	const packages = [...folders].map((folder) => {
		const { name = '', version = '', license: licence } = readPackage(folder);
		const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
		if (!file || typeof licence !== 'string') throw new Error(`${name} ${version} does not say its licence`);
		return { name, version, licence, text: readFileSync(join(folder, file), 'utf8').trim() };
	});
	// By code units: what is packed does not depend on the language of the machine.
	return packages.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * One text for all packages.
 * @param {readonly BundledPackage[]} packages
 */
export function notices(packages) {
	const sections = packages.map(({ name, version, licence, text }) => `${name} ${version} (${licence})\n\n${text}\n`);
	const line = `\n${'-'.repeat(80)}\n\n`;
	return [`Linkscape contains the following packages.\n`, ...sections].join(line);
}

/** The folder of the package that a file belongs to. @param {string} input */
function packageFolder(input) {
	for (let folder = dirname(join(root, input)); ; folder = dirname(folder)) {
		// A package may have more of them, which say no more than the kind of the modules.
		if (existsSync(join(folder, 'package.json')) && readPackage(folder).name) return folder;
		if (folder === root) throw new Error(`${input} belongs to no package`);
	}
}

/** @param {string} folder @returns {{ name?: string, version?: string, license?: unknown }} */
function readPackage(folder) {
	return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}
