/** A fixture as the package that the rules are asked about. */
import { checkDirectives } from '../../../server/src/analysis/linkname/checkDirectives.ts';
import { isGoSource, type PackageView } from '../../../server/src/analysis/linkname/packageView.ts';
import type { Finding } from '../../../server/src/analysis/finding.ts';
import { scanGoFile } from '../../../server/src/analysis/source/scanGoFile.ts';
import type { Fixture } from '../../support/markers.ts';

const directory = '/fixture';

function viewOf({ files }: Fixture, more: Partial<PackageView> = {}): PackageView {
	const names = Object.keys(files).filter(isGoSource);
	return {
		directory,
		importPath: 'example.com/fixtures/p',
		goVersion: '1.21',
		toolchain: undefined,
		std: false,
		hasForeignSources: false,
		files: names.map((name) => ({ path: `${directory}/${name}`, file: scanGoFile(files[name] ?? '') })),
		...more,
	};
}

export function findingsOf(fixture: Fixture, more: Partial<PackageView> = {}): Finding[] {
	return checkDirectives(viewOf(fixture, more));
}

export function nameOf(path: string): string {
	return path.slice(directory.length + 1);
}
