/** What real modules and the standard library declare, against what the judge of test/oracle/signature-truth said. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import {
	compareSignatures,
	type SignatureComparison,
} from '../../../server/src/analysis/signature/compareSignatures.ts';
import { machineOf } from '../../../server/src/analysis/signature/machine.ts';
import { diskPackages, type DiskPackage, type DiskPackages, type SourceTree } from './support/diskPackages.ts';
import { moduleDirectories } from '../../support/downloads.ts';
import { goInstallation, requirement } from './support/goInstallation.ts';
import { directivesOf, resolveTarget, signatureOf } from './support/resolveTarget.ts';
import { standardLibrary, type StandardLibrary } from './support/standardLibrary.ts';

interface Pull {
	readonly module: string;
	readonly version: string;
	readonly file: string;
	readonly line: number;
	readonly local: string;
	readonly remote: string;
	readonly go: string;
	readonly verdict: SignatureComparison['verdict'];
	readonly local_sig: string;
	readonly target_sig: string;
	readonly warn: '' | 'no' | 'soft' | 'yes';
}

const oracle = new URL('../../oracle/signature-truth/pulls.jsonl.gz', import.meta.url);
const pulls = gunzipSync(readFileSync(oracle))
	.toString()
	.trim()
	.split('\n')
	.map((line): Pull => JSON.parse(line));
const modules = moduleDirectories([...new Set(pulls.map((pull) => `${pull.module}@${pull.version}`))]);
/** The one module outside of std that a pull of the oracle reaches into. */
const system = 'golang.org/x/sys';
const systems =
	modules && moduleDirectories([...modules.values()].flatMap((directory) => requirement(directory, system) ?? []));

describe.each([...new Set(pulls.map(({ go }) => go))])('go%s', (version) => {
	const go = goInstallation(version);
	const std = go && standardLibrary(go);

	test.skipIf(!go || !modules)('pulls of modules are judged as the oracle does', () => {
		if (!go || !std || !modules) return;
		const sources = new Map<string, DiskPackages>();
		const wrong = pulls
			.filter((pull) => pull.go === version)
			.flatMap((pull) => {
				const id = `${pull.module}@${pull.version}`;
				const packages =
					sources.get(id) ?? joined(diskPackages(treesOf(pull.module, modules.get(id) ?? ''), go.tags), std.packages);
				sources.set(id, packages);
				const said = judge(pull, packages, std, go.minor);
				return agrees(pull, said)
					? []
					: [`${id} ${pull.file}:${pull.line} ${pull.remote}: ${pull.verdict} ${pull.warn}, said ${spell(said)}`];
			});
		expect(wrong).toEqual([]);
	});

	test.skipIf(!go)('the standard library is right about itself, but for what it declares wrongly', () => {
		if (!go || !std) return;
		expect(ownPulls(std, go.minor)).toEqual(wronglyDeclared(go.minor));
	});
});

/**
 * `reflect.badlinkname_Value_pointer` keeps the symbol of a method alive, on purpose without its signature. Until Go 1.25 sync
 * declared a result for `StoreReluintptr` that nothing sets and nobody reads.
 */
function wronglyDeclared(minor: number): string[] {
	const folder = minor < 23 ? 'runtime/internal' : 'internal/runtime';
	return [
		...(minor >= 23 ? ['reflect.(*Value).pointer'] : []),
		...(minor < 26 ? [`${folder}/atomic.StoreReluintptr`] : []),
	];
}

/** Where the oracle decided we agree; where it did not, nothing may be blamed. */
function agrees(pull: Pull, said: SignatureComparison | undefined): boolean {
	switch (pull.warn) {
		case 'no':
			return said?.verdict === 'identical' || said?.verdict === 'compatible';
		case 'yes':
			return said?.verdict === 'different' && said.harm === 'breaks';
		case 'soft':
			return said?.verdict === 'different' && said.harm === 'none';
		case '':
			return said?.verdict !== 'different';
	}
}

function spell(said: SignatureComparison | undefined): string {
	if (!said) return 'nothing';
	return said.verdict === 'different' ? `different: ${said.difference}` : said.verdict;
}

/** A module and what it needs of x/sys. */
function treesOf(path: string, directory: string): SourceTree[] {
	const needed = systems?.get(requirement(directory, system) ?? '');
	return [{ path, directory }, ...(needed === undefined ? [] : [{ path: system, directory: needed }])];
}

function joined(first: DiskPackages, second: DiskPackages): DiskPackages {
	return {
		find: (path, importer) => first.find(path, importer) ?? second.find(path, importer),
		withTests: (path) => first.withTests(path) ?? second.withTests(path),
	};
}

function judge(
	pull: Pull,
	packages: DiskPackages,
	std: StandardLibrary,
	minor: number,
): SignatureComparison | undefined {
	const folder = pull.file.split('/').slice(0, -1);
	const path = [pull.module, ...folder].join('/');
	const own = pull.file.endsWith('_test.go') ? packages.withTests(path) : packages.find(path, path);
	const local = own && localSignature(own, pull.local, packages);
	const target = resolveTarget(pull.remote, packages, std.pushes);
	return local && target && compareSignatures(local, target, machineOf('amd64', minor));
}

function localSignature(own: DiskPackage, name: string, packages: DiskPackages) {
	const found = own.find(name);
	return found && signatureOf({ ...found, receiver: 'declared' }, own, packages);
}

/** The targets of those pulls in std whose signature differs. */
function ownPulls({ all, packages, pushes }: StandardLibrary, minor: number): string[] {
	return all.flatMap((own) =>
		own.files.flatMap(({ file }) =>
			directivesOf(file).flatMap(({ local, remote }) => {
				const declaration = own.find(local)?.declaration;
				const pulls =
					declaration?.kind === 'func' ? !declaration.body : declaration?.kind === 'var' && !declaration.value;
				const symbol = remote ?? `${own.path}.${local}`;
				const target = pulls ? resolveTarget(symbol, packages, pushes) : undefined;
				const signature = localSignature(own, local, packages);
				if (!target || !signature) return [];
				return compareSignatures(signature, target, machineOf('amd64', minor)).verdict === 'different' ? [symbol] : [];
			}),
		),
	);
}
