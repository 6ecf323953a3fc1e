import type { FileFacts } from './fileFacts.ts';

/**
 * The path under which the linker knows a file's package, dots not yet escaped: commands are `main`, tests in a package of
 * their own are `p_test`. Where the import path is not known, the package clause stands for it.
 */
export function packagePath({ file, role }: FileFacts, importPath: string | undefined): string {
	if (file.packageName === 'main') return 'main';
	const path = importPath ?? file.packageName;
	return role === 'externalTest' ? `${path}_test` : path;
}
