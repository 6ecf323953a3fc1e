/** Builds one of the product's bundles into a folder of the test's own, with the options of the real build. */
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BuildOptions, build } from 'esbuild';

interface Bundles {
	readonly bundleOptions: (options: { minify: boolean }) => (BuildOptions & { outfile: string })[];
}

/** `name` is that of the bundle, e.g. `lspMain.mjs`; answers its absolute path. */
export async function buildBundle(name: string, folder: string): Promise<string> {
	const { bundleOptions } = (await import(pathToFileURL(resolve('scripts/bundles.mjs')).href)) as Bundles;
	const options = bundleOptions({ minify: false }).find((one) => one.outfile.endsWith(name));
	if (!options) throw new Error(`There is no bundle ${name}.`);
	const outfile = join(folder, name);
	await build({ ...options, outfile });
	return outfile;
}
