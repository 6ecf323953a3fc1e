/** Finding out that a module is linked without the linker's check of linknames: `-checklinkname=0`, since Go 1.23. */

/** True for the value of GOFLAGS, or the arguments of a build, that switch the check off. */
export function disablesLinknameCheck(flags: string): boolean {
	return flagPattern.test(flags);
}

// A boolean flag of Go's package flag: the value stands behind `=`, and not behind a blank.
const flagPattern = /(?:^|[\s"'=`,[])-{1,2}checklinkname=(?:0|f|F|false|False|FALSE)(?![\w.])/;

/** The 1-based line of a build script that switches the check off; comments do not count. */
export function lineThatDisablesCheck(script: string): number | undefined {
	if (!script.includes('checklinkname')) return undefined;
	const lines = script.split('\n');
	const at = lines.findIndex((line) => disablesLinknameCheck(line.replace(/(?:^|\s)#.*$|^\s*\/\/.*$/, '')));
	return at < 0 ? undefined : at + 1;
}

/** Files at the top of a module that say how it is built; workflows are looked for in `.github/workflows`. */
export function isBuildScript(fileName: string): boolean {
	return /^(?:GNUmakefile|[Mm]akefile|.*\.mk|[Tt]askfile(?:\.dist)?\.ya?ml|\.goreleaser(?:[.-].*)?\.ya?ml|goreleaser\.ya?ml|.*\.sh|[Jj]ustfile|\.gitlab-ci\.yml|Dockerfile)$/.test(
		fileName,
	);
}
