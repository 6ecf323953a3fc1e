/** The Go files that tools were asked about, open in the workspace as an editor would have them. */
import type { GoWorkspace } from '../session/goWorkspace.ts';

export interface OpenFiles {
	/**
	 * Opens a file, with this text or as it is on the disk, and answers its text; undefined when there is none. What was read of
	 * other files before is read again: nobody tells when they change.
	 */
	open(path: string, text: string | undefined): Promise<string | undefined>;
	/** Opens a file that is not on the disk as long as `use` lasts. */
	withFile<T>(path: string, text: string, use: (path: string) => Promise<T>): Promise<T>;
}

/** Files that stay open: their packages need not be compiled again. */
const mostOpen = 20;

export function createOpenFiles(
	workspace: GoWorkspace,
	readText: (path: string) => Promise<string | undefined>,
): OpenFiles {
	const texts = new Map<string, string>();
	return {
		async withFile(path, text, use) {
			workspace.opened(path, text);
			try {
				return await use(path);
			} finally {
				workspace.closed(path);
			}
		},
		async open(path, given) {
			workspace.filesChanged([path]);
			const text = given ?? (await readText(path));
			const before = texts.get(path);
			texts.delete(path);
			if (text === undefined) {
				if (before !== undefined) workspace.closed(path);
				return undefined;
			}
			if (before === undefined) workspace.opened(path, text);
			else if (before !== text) {
				workspace.changed(path, text, [{ start: 0, oldEnd: before.length, newEnd: text.length }]);
			}
			texts.set(path, text);
			const [oldest] = texts.keys();
			if (texts.size > mostOpen && oldest !== undefined) {
				texts.delete(oldest);
				workspace.closed(oldest);
			}
			return text;
		},
	};
}
