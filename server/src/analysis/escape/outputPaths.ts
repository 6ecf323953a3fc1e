/** From the file names that the go command prints to absolute paths. */

/**
 * The go command shortens names to its working directory, and keeps the shortened text in the build cache: a replayed
 * output may be relative to where another run once stood. A name that leads to no known file is therefore looked up by its
 * end, when only one of the files fits.
 */
export function createPathResolver(directory: string, known: Iterable<string>): (printed: string) => string {
	const answers = new Map<string, string>();
	const files = new Set(known);
	// The letter of a drive may come back in the other case (VS Code writes `c:`, Windows `C:`).
	const byPlainSpelling = new Map([...files].map((file) => [plainSpelling(file), file]));
	const byName = new Map<string, string[]>();
	for (const file of files) {
		const name = lastPart(file);
		byName.set(name, [...(byName.get(name) ?? []), file]);
	}

	function resolve(printed: string): string {
		const path = join(directory, printed);
		const same = files.has(path) ? path : byPlainSpelling.get(plainSpelling(path));
		if (same !== undefined) return same;
		if (isAbsolute(printed)) return path;
		const end = `/${slashed(printed).replace(/^(?:\.\.?\/)+/, '')}`;
		const fitting = (byName.get(lastPart(printed)) ?? []).filter((file) => slashed(file).endsWith(end));
		return fitting.length === 1 ? (fitting[0] ?? path) : path;
	}

	return (printed) => {
		let path = answers.get(printed);
		if (path === undefined) answers.set(printed, (path = resolve(printed)));
		return path;
	};
}

function isAbsolute(path: string): boolean {
	return path.startsWith('/') || isWindowsPath(path);
}

/** With the letter of a drive, or on a share (`\\host\share`). */
function isWindowsPath(path: string): boolean {
	return /^(?:[A-Za-z]:[\\/]|\\\\)/.test(path);
}

/** Joins and cleans; a Windows directory makes it a Windows path. */
function join(directory: string, file: string): string {
	if (isAbsolute(file)) return file;
	const windows = isWindowsPath(directory);
	const share = directory.startsWith('\\\\') ? '\\\\' : '';
	const below = directory.slice(share.length);
	const parts = below.split(windows ? /[\\/]/ : '/').filter((part, index) => part !== '' || index === 0);
	for (const part of file.split(windows ? /[\\/]/ : '/')) {
		if (part === '..') parts.pop();
		else if (part !== '.' && part !== '') parts.push(part);
	}
	return share + parts.join(windows ? '\\' : '/');
}

/** The same for all spellings of a path with a drive letter; other paths stay as they are. */
function plainSpelling(path: string): string {
	if (!/^[A-Za-z]:[\\/]/.test(path)) return path;
	return slashed(path).replace(/^[a-z]/, (drive) => drive.toUpperCase());
}

function slashed(path: string): string {
	return path.replaceAll('\\', '/');
}

function lastPart(path: string): string {
	return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
