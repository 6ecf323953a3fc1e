/** Whether a module is linked without the linker's check of linknames, and what says so. */
import { disablesLinknameCheck, isBuildScript, lineThatDisablesCheck } from '../../analysis/module/linkFlags.ts';
import { join } from '../../toolchain/paths.ts';
import type { GorootFiles } from '../goroot/gorootTree.ts';

export interface CheckSwitches {
	/** `linkscape.linkname.checkDisabled` */
	readonly setting: boolean;
	/** The value of GOFLAGS, with what the user's settings add. */
	readonly flags: string;
}

/** What sets `-checklinkname=0`: `linkscape.linkname.checkDisabled`, `GOFLAGS`, `Makefile:12`; `undefined` when nothing does. */
export async function checkDisabledBy(
	moduleDirectory: string,
	{ setting, flags }: CheckSwitches,
	files: Pick<GorootFiles, 'readText' | 'listDirectory'>,
): Promise<string | undefined> {
	if (setting) return 'the setting linkscape.linkname.checkDisabled';
	if (disablesLinknameCheck(flags)) return 'GOFLAGS';
	const workflows = '.github/workflows';
	const [top, ci] = await Promise.all([
		files.listDirectory(moduleDirectory),
		files.listDirectory(join(moduleDirectory, workflows)),
	]);
	const scripts = [
		...top.filter(({ kind, name }) => kind !== 'directory' && isBuildScript(name)).map(({ name }) => name),
		...ci.filter(({ name }) => /\.ya?ml$/.test(name)).map(({ name }) => `${workflows}/${name}`),
	];
	for (const script of scripts) {
		const line = lineThatDisablesCheck((await files.readText(join(moduleDirectory, script))) ?? '');
		if (line !== undefined) return `${script}:${line}`;
	}
	return undefined;
}
