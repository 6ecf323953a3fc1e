/** The build tags that the go command sets by its environment. */
import { isFile, readText } from '../../toolchain/files.ts';
import { join } from '../../toolchain/paths.ts';

/** `goexperiment.x` for each name in GOEXPERIMENT, `fips140v1.0` for a frozen GOFIPS140. */
export async function environmentTags(
	{ GOEXPERIMENT = '', GOFIPS140 = '' }: { readonly GOEXPERIMENT?: string; readonly GOFIPS140?: string },
	goroot: string | undefined,
): Promise<readonly string[]> {
	const experiments = GOEXPERIMENT.split(',').flatMap((name) => (name === '' ? [] : [`goexperiment.${name}`]));
	return [...experiments, ...(goroot === undefined ? [] : await fipsTag(GOFIPS140, goroot))];
}

export function isEnvironmentTag(tag: string): boolean {
	return /^(?:goexperiment\.|fips140v)/.test(tag);
}

/** A version, or a name for one, that the Go tree has a copy of (cmd/go/internal/fips140, initVersion, Go 1.24 to 1.27). */
async function fipsTag(value: string, goroot: string): Promise<readonly string[]> {
	if (!/^[\w.-]+$/.test(value) || value === 'off' || value === 'latest') return [];
	const copies = join(goroot, 'lib', 'fips140');
	const version = (await readText(join(copies, `${value}.txt`)))?.trim() ?? value;
	const minor = /^v\d+\.\d+/.exec(version)?.[0];
	return minor !== undefined && (await isFile(join(copies, `${version}.zip`))) ? [`fips140${minor}`] : [];
}
