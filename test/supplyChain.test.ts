/** What we take from others: pinned to its bytes, never run when it is installed, named with its licence where it is shipped. */
import { createHash } from 'node:crypto';
import { isBuiltin } from 'node:module';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { bundleOptions } from '../scripts/bundles.mjs';
import { bundledPackages, notices } from '../scripts/notices.mjs';
import { billOfMaterials } from '../scripts/sbom.mjs';
import { ensureInstalled, npm } from '../scripts/setup.mjs';

interface Locked {
	readonly version: string;
	readonly integrity?: string;
	readonly resolved?: string;
	readonly link?: boolean;
	readonly hasInstallScript?: boolean;
}

describe.each([
	['package-lock.json', ['@vscode/vsce-sign', 'esbuild', 'keytar', 'tree-sitter-go']],
	['test/editor/package-lock.json', ['argon2', 'code-server']],
])('%s', (file, withScripts) => {
	const { packages } = JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, Locked> };
	const others = Object.entries(packages).filter(([path]) => path !== '');

	test('names the bytes of each package', () => {
		expect(others.length).toBeGreaterThan(100);
		const loose = others.filter(([, { integrity = '' }]) => !/^sha512-[\w+/]{86}==$/.test(integrity));
		expect(loose.map(([path]) => path)).toEqual([]);
	});

	test('takes all from the registry', () => {
		expect(others.filter(([, { link, resolved }]) => link || resolved !== undefined).map(([path]) => path)).toEqual([]);
	});

	// Nobody runs them: the test below. A new one is worth a look all the same.
	test('has no new package with an install script', () => {
		const found = others.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path.slice(13));
		expect(found).toEqual(withScripts);
	});
});

test('every version in package.json is exact', () => {
	const versions = Object.entries(manifest.devDependencies);
	expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
	expect(manifest.dependencies).toEqual({});
});

function project(lock: object): string {
	const folder = mkdtempSync(join(tmpdir(), 'linkscape-set-up-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	writeFileSync(join(folder, 'package.json'), '{ "name": "p", "version": "1.0.0", "dependencies": { "x": "1.0.0" } }');
	writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ name: 'p', lockfileVersion: 3, packages: lock }));
	return folder;
}

test.each([[undefined], [''], ['sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk='], ['sha512-short==']])(
	'set-up installs nothing by a lock file with the hash %s',
	async (integrity) => {
		const folder = project({ '': {}, 'node_modules/x': { version: '1.0.0', integrity } });
		await expect(ensureInstalled(folder)).rejects.toThrow('has no sha512 of node_modules/x');
		expect(existsSync(join(folder, 'node_modules'))).toBe(false);
	},
);

test('set-up runs no script of a package, and takes no other bytes than those that are named', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'linkscape-set-up-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	const mark = join(folder, 'ran');
	const run = `node -e "require('fs').writeFileSync(${JSON.stringify(mark).replaceAll('"', "'")}, '')"`;
	const scripts = Object.fromEntries(['preinstall', 'install', 'postinstall', 'prepare'].map((name) => [name, run]));
	writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'x', version: '1.0.0', scripts }));
	await npm(['pack', '--silent'], folder);
	const tarball = readFileSync(join(folder, 'x-1.0.0.tgz'));
	const install = (integrity: string) => {
		const into = project({
			'': { name: 'p', version: '1.0.0', dependencies: { x: 'file:x-1.0.0.tgz' } },
			'node_modules/x': { version: '1.0.0', resolved: 'file:x-1.0.0.tgz', integrity, hasInstallScript: true },
		});
		writeFileSync(
			join(into, 'package.json'),
			'{ "name": "p", "version": "1.0.0", "dependencies": { "x": "file:x-1.0.0.tgz" } }',
		);
		writeFileSync(join(into, 'x-1.0.0.tgz'), tarball);
		return ensureInstalled(into).then(() => existsSync(join(into, 'node_modules/x/package.json')));
	};
	expect(await install(hashOf(tarball))).toBe(true);
	expect(existsSync(mark)).toBe(false);
	await expect(install(hashOf(Buffer.from('other')))).rejects.toThrow('failed in');
});

function hashOf(bytes: Buffer): string {
	return `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
}

describe('what is shipped', () => {
	let packages: readonly { name: string; version: string; licence: string; text: string }[];
	let imports: readonly string[];
	beforeAll(async () => {
		const built = await Promise.all(
			bundleOptions({ minify: true }).map((options) => build({ ...options, write: false })),
		);
		const files = built.flatMap(({ metafile }) => Object.entries(metafile?.inputs ?? {}));
		packages = bundledPackages(files.map(([path]) => path));
		imports = files.flatMap(([, { imports: each }]) => each.filter(({ external }) => external).map(({ path }) => path));
	});

	test('names each package of others with its licence', () => {
		const text = notices(packages);
		expect(packages.map(({ name }) => name)).toEqual(
			expect.arrayContaining(['valibot', 'tree-sitter-go', 'web-tree-sitter']),
		);
		for (const { name, version, licence, text: terms } of packages) {
			expect(text).toContain(`\n${name} ${version} (${licence})\n\n${terms}\n`);
			expect(terms.length, name).toBeGreaterThan(500);
		}
	});

	test('allows what we do with it', () => {
		const allowed = ['MIT', 'ISC', 'BSD-3-Clause', 'BSD-2-Clause', 'Apache-2.0', '0BSD', 'BlueOak-1.0.0'];
		const others = packages.filter(({ licence }) => !allowed.includes(licence));
		expect(others.map(({ name, licence }) => `${name} ${licence}`)).toEqual([]);
	});

	test('loads nothing at run time but Node and the editor', () => {
		expect([...new Set(imports)].filter((name) => !isBuiltin(name) && name !== 'vscode')).toEqual([]);
	});

	test('is listed in the bill of materials, with version, licence and hash', async () => {
		const bill = JSON.parse(await billOfMaterials(packages)) as Bill;
		expect(bill).toMatchObject({
			bomFormat: 'CycloneDX',
			metadata: { component: { name: 'linkscape', version: manifest.version } },
		});
		const listed = bill.components.map(
			({ name, version, licenses: [first] }) => `${name} ${version} ${first?.license.id}`,
		);
		expect(listed.sort()).toEqual(packages.map(({ name, version, licence }) => `${name} ${version} ${licence}`).sort());
		const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, Locked> };
		for (const { purl, hashes, version } of bill.components) {
			expect(purl).toMatch(/^pkg:npm\/.+@/);
			const hash = Buffer.from(hashes.find(({ alg }) => alg === 'SHA-512')?.content ?? '', 'hex').toString('base64');
			const locked = Object.values(lock.packages).filter(({ integrity }) => integrity === `sha512-${hash}`);
			expect(locked.map((each) => each.version)).toEqual(locked.map(() => version));
			expect(locked.length).toBeGreaterThan(0);
		}
	});
});

interface Bill {
	readonly components: readonly {
		readonly name: string;
		readonly version: string;
		readonly purl: string;
		readonly licenses: readonly { readonly license: { readonly id: string } }[];
		readonly hashes: readonly { readonly alg: string; readonly content: string }[];
	}[];
}
