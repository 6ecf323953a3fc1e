/** What changed outside of the open texts: whoever keeps an answer says once, where it is kept, what drops it. */

/** What an answer may depend on: files on the disk; or how they are built, by settings, trust and the Go in use. */
export type Cause = 'files' | 'build';

/** Something that answers depend on, as seen by who keeps them. */
export interface Changes {
	/**
	 * Calls `drop` each time one of the causes changes, for as long as this object lives. `paths`: the absolute paths of files that changed; empty
	 * where the build did.
	 */
	on(causes: readonly Cause[], drop: (paths: readonly string[]) => void): void;
}

/** The same for who is told first: there is one for each workspace. */
export interface ChangeSource extends Changes {
	/** These files are others on the disk than they were. */
	filesChanged(paths: readonly string[]): void;
	/** Settings, trust or the Go in use changed. */
	buildChanged(): void;
}

export function createChanges(): ChangeSource {
	const drops: Readonly<Record<Cause, ((paths: readonly string[]) => void)[]>> = { files: [], build: [] };
	return {
		on(causes, drop) {
			for (const cause of causes) drops[cause].push(drop);
		},
		filesChanged(paths) {
			for (const drop of drops.files) drop(paths);
		},
		buildChanged() {
			for (const drop of drops.build) drop([]);
		},
	};
}

/** For who asks once and ends, as the command line does: nothing changes meanwhile. */
export const unchanging: Changes = { on: () => {} };
