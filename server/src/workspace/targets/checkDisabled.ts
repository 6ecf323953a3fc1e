/** Who builds a module with `-checklinkname=0`, so that the linker refuses nothing. */
import { listDirectory, readText } from '../../toolchain/files.ts';
import { join } from '../../toolchain/paths.ts';

const flag = /-checklinkname=(?:0|false)\b/;

/** Files at the top of a module in which builds are described. */
const buildFile =
	/^(?:(?:GNU)?[mM]akefile|.*\.mk|[Tt]askfile\.ya?ml|[jJ]ustfile|\.goreleaser\.ya?ml|magefile\.go|\.gitlab-ci\.yml|\.travis\.yml|[Dd]ockerfile|.*\.sh|BUILD(?:\.bazel)?)$/;

const buildDirectories = ['.github/workflows', '.circleci', 'scripts', 'hack'];

/** More files than this in one directory are not read. */
const mostFiles = 40;

/** The name of the first file of a module that turns the check off, relative to the module; undefined when none does. */
export async function checkDisabledIn(module: string): Promise<string | undefined> {
	for (const directory of ['', ...buildDirectories]) {
		const path = directory === '' ? module : join(module, ...directory.split('/'));
		const isCi = directory.startsWith('.');
		const names = (await listDirectory(path))
			.filter(({ kind, name }) => kind === 'file' && (isCi || buildFile.test(name)))
			.map(({ name }) => name);
		for (const name of names.slice(0, mostFiles)) {
			const text = await readText(join(path, name));
			if (text !== undefined && flag.test(text)) return directory === '' ? name : `${directory}/${name}`;
		}
	}
	return undefined;
}

/** True for GOFLAGS, or any list of flags, with the check turned off. */
export function turnsCheckOff(flags: string): boolean {
	return flag.test(flags);
}
