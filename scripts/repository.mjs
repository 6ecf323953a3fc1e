// Where things lie in the repository.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The root of the repository. */
export const root = join(import.meta.dirname, '..');

/** The packaged extension, as `npm run package` makes it. */
export const vsixFile = join(root, `linkscape-${version()}.vsix`);

function version() {
	return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;
}
