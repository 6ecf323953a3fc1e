/** What the reports of these commands share. */
import { isAbsolute, relative, sep } from 'node:path';

/** The beginning of every JSON report. */
export function reportHead(context: { readonly version: { readonly text: string }; goos: string; goarch: string }) {
	const { version, goos, goarch } = context;
	return { version: 1, tool: 'linkscape', context: { go: version.text, goos, goarch } };
}

/** Relative to the working directory with `/`, as other reports have it; on another drive, and for what is no file, as it is. */
export function shownPath(file: string, directory: string): string {
	if (!isAbsolute(file)) return file;
	const way = relative(directory, file);
	return (isAbsolute(way) ? file : way).split(sep).join('/');
}

/** `1,024 bytes`, `1 byte` */
export function bytesText(count: number): string {
	return `${count.toLocaleString('en-US')} byte${count === 1 ? '' : 's'}`;
}
