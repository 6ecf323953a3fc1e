// What esbuild makes of the sources. Imported after set-up only, since esbuild is installed by it.
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as esbuild from 'esbuild';
import { bundledPackages, notices } from './notices.mjs';
import { root } from './repository.mjs';

// Some of what the server bundles is CommonJS and requires Node's own modules. The odd name keeps clear of minified ones.
const requireBanner = `import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);`;
// Both are commands of the npm package, which Unix starts by their first line.
const banner = `#!/usr/bin/env node\n${requireBanner}`;

/** @type {esbuild.BuildOptions} */
const client = { format: 'cjs', external: ['vscode'] };
/**
 * The parser's WASM is copied beside the bundles: inside them it would be shipped twice, and as text that does not compress.
 * @type {esbuild.BuildOptions}
 */
const server = { format: 'esm', loader: { '.wasm': 'file' }, assetNames: '[name]', banner: { js: banner } };

/** @type {(esbuild.BuildOptions & { outfile: string })[]} */
const bundles = [
	{ ...client, entryPoints: ['client/src/extension.ts'], outfile: 'client/out/extension.js' },
	{ ...server, entryPoints: ['server/src/lspMain.ts'], outfile: 'server/out/lspMain.mjs' },
	{ ...server, entryPoints: ['server/src/cliMain.ts'], outfile: 'server/out/cliMain.mjs' },
	{ ...server, entryPoints: ['server/src/mcpMain.ts'], outfile: 'server/out/mcpMain.mjs' },
];

/**
 * The SDK of the Model Context Protocol checks with ajv what a user fills into forms that a server asks for, and ours asks for none: 133 kB
 * less.
 * @type {esbuild.Plugin}
 */
const withoutAjv = {
	name: 'without-ajv',
	setup(bundling) {
		const contents =
			'export class AjvJsonSchemaValidator { getValidator() { throw new Error("This server asks for no forms."); } }';
		bundling.onLoad({ filter: /modelcontextprotocol.sdk.*ajv-provider\.js$/ }, () => ({ contents }));
	},
};

/**
 * The esbuild options of every bundle: small without source maps for the packages, readable with source maps for development.
 * @param {{ minify: boolean }} options
 * @returns {(esbuild.BuildOptions & { outfile: string })[]}
 */
export function bundleOptions({ minify }) {
	return bundles.map((bundle) => ({
		...bundle,
		absWorkingDir: root,
		bundle: true,
		platform: 'node',
		// VS Code 1.91, the oldest that is supported, runs extensions on Node 20.
		target: 'node20',
		minify,
		sourcemap: minify ? false : 'linked',
		logLevel: 'warning',
		metafile: true,
		plugins: [withoutAjv],
		// Names and order of what is shared follow the paths of the sources: where node_modules really lies must not matter.
		preserveSymlinks: true,
	}));
}

/**
 * Builds every bundle once, as it is shipped, and writes down the licences of what they contain.
 * @param {string} [folder] where client/out and server/out are made, the root by default
 */
export async function build(folder = root) {
	removeShared(join(folder, 'server/out'));
	const built = await Promise.all(packagedOptions(folder).map((bundle) => esbuild.build(bundle)));
	writeFileSync(join(folder, 'server/out/ThirdPartyNotices.txt'), notices(packagesIn(built)));
}

/**
 * The same as they are shipped: what several programs of the server contain lies beside them once, in files that they import.
 * @param {string} [folder]
 * @returns {esbuild.BuildOptions[]}
 */
function packagedOptions(folder = root) {
	const options = bundleOptions({ minify: true });
	const own = options.filter(({ format }) => format === 'cjs');
	const programs = options.filter(({ format }) => format === 'esm');
	const { outfile, ...first } = { outfile: '', ...programs[0] };
	return [
		...own.map((bundle) => ({ ...bundle, outfile: join(folder, bundle.outfile) })),
		{
			...first,
			entryPoints: programs.flatMap(({ entryPoints }) => (Array.isArray(entryPoints) ? entryPoints : [])),
			outdir: join(folder, dirname(outfile)),
			outExtension: { '.js': '.mjs' },
			splitting: true,
			chunkNames: 'shared-[hash]',
		},
	];
}

/** Those of an earlier build have other names. */
function removeShared(folder) {
	let names = [];
	try {
		names = readdirSync(folder);
	} catch {}
	for (const name of names) if (/^shared-\w+\.mjs$/.test(name)) rmSync(join(folder, name));
}

/** The packages of others that the bundles contain; nothing is written. */
export async function findBundledPackages() {
	return packagesIn(await Promise.all(packagedOptions().map((bundle) => esbuild.build({ ...bundle, write: false }))));
}

/** @param {readonly esbuild.BuildResult[]} built */
function packagesIn(built) {
	return bundledPackages(built.flatMap(({ metafile }) => Object.keys(metafile?.inputs ?? {})));
}

/** Builds every bundle now and after each change of a source, until the process ends. */
export async function watch() {
	const contexts = await Promise.all(bundleOptions({ minify: false }).map((bundle) => esbuild.context(bundle)));
	await Promise.all(contexts.map((context) => context.watch()));
}
