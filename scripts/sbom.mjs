// npm run sbom: writes linkscape-VERSION.cdx.json, the software bill of materials in the form of CycloneDX: which packages of others are
// in what we ship.
import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { root, vsixFile } from './repository.mjs';
import { runQuietly } from './run.mjs';
import { setUp } from './setup.mjs';

/**
 * What npm says about the packages of the lock file, limited to those that the bundles contain: all others are tools. The same text
 * for the same packages, so it has neither a serial number nor a time.
 * @param {readonly import('./notices.mjs').BundledPackage[]} packages
 * @returns {Promise<string>} JSON
 */
export async function billOfMaterials(packages) {
	const { bomFormat, specVersion, version, metadata, components, dependencies } = await askNpm();
	const isIn = new Set(packages.map(({ name, version }) => `${name}@${version}`));
	const shipped = components.filter(({ name, version }) => isIn.has(`${name}@${version}`));
	const missing = packages.filter(({ name }) => !shipped.some((component) => component.name === name));
	if (missing.length > 0) throw new Error(`npm sbom does not know ${missing.map(({ name }) => name).join(', ')}`);
	// npm takes the name of the folder.
	const component = { ...metadata.component, name: 'linkscape' };
	const known = new Set([component, ...shipped].map((each) => each['bom-ref']));
	const edges = dependencies
		.filter(({ ref }) => known.has(ref))
		.map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((other) => known.has(other)) }));
	const bill = {
		bomFormat,
		specVersion,
		version,
		metadata: { lifecycles: [{ phase: 'build' }], component: withoutPlace(component) },
		components: shipped.map(withoutPlace),
		dependencies: edges,
	};
	return `${JSON.stringify(bill, undefined, '\t')}\n`;
}

/** In the bundles they are needed, whatever they are in the repository, and they lie nowhere. */
function withoutPlace(component) {
	return Object.fromEntries(Object.entries(component).filter(([name]) => name !== 'scope' && name !== 'properties'));
}

async function askNpm() {
	const command = ['npm', 'sbom', '--package-lock-only', '--sbom-format=cyclonedx', '--sbom-type=application'];
	const { code, output } = await runQuietly([...command, '--loglevel=error'], { cwd: root });
	if (code !== 0) throw new Error(`npm sbom failed:\n${output}`);
	return JSON.parse(output);
}

if (process.argv[1] === import.meta.filename) {
	await setUp();
	const { findBundledPackages } = await import('./bundles.mjs');
	const packages = await findBundledPackages();
	const file = vsixFile.replace(/\.vsix$/, '.cdx.json');
	writeFileSync(file, await billOfMaterials(packages));
	console.log(`${relative(root, file)}: ${packages.length} packages`);
}
