/** All packages of a GOROOT, and what they push. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { diskPackages, type DiskPackage, type DiskPackages } from './diskPackages.ts';
import type { GoInstallation } from './goInstallation.ts';
import { pushIndex, type PushIndex } from './resolveTarget.ts';

export interface StandardLibrary {
	readonly packages: DiskPackages;
	readonly all: readonly DiskPackage[];
	readonly pushes: PushIndex;
}

export function standardLibrary({ goroot, tags }: GoInstallation): StandardLibrary {
	const source = join(goroot, 'src');
	const packages = diskPackages([{ path: '', directory: source }], tags);
	const all = packagePaths(source, '').flatMap((path) => packages.find(path, path) ?? []);
	return { packages, all, pushes: pushIndex(all) };
}

function packagePaths(directory: string, path: string): string[] {
	return readdirSync(directory, { withFileTypes: true })
		.filter((entry) => entry.isDirectory() && entry.name !== 'testdata' && !(path === '' && entry.name === 'cmd'))
		.flatMap(({ name }) => {
			const inner = path === '' ? name : `${path}/${name}`;
			return [inner, ...packagePaths(join(directory, name), inner)];
		});
}
