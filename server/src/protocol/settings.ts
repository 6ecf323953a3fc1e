/** The shape of `linkscape.*`, as the client sends it and any LSP client may. Defaults live in the server's settings.ts. */
export interface LinkscapeSettings {
	/** Path of a pprof profile; one that is not absolute is meant in a workspace folder. Empty: none is loaded. */
	readonly profile: string;
	/** Of the score that hints of a capture are sorted by: how much the CPU time saved counts, 0 to 1; the rest is the live heap's. */
	readonly savingWeight: number;
	readonly go: {
		/** Absolute path of the go command; empty: found by itself. */
		readonly path: string;
		/** Let the go command fetch missing modules. */
		readonly allowDownloads: boolean;
	};
	readonly linkname: {
		readonly enabled: boolean;
		readonly codeLens: boolean;
		/** The module is linked with `-checklinkname=0`. */
		readonly checkDisabled: boolean;
	};
	readonly escape: {
		readonly enabled: boolean;
		readonly inlayHints: boolean;
		readonly codeLens: boolean;
		/** `allocating`: only above functions where allocations add up. */
		readonly codeLensScope: 'allocating' | 'all';
		/** `run with…` above tests and benchmarks; needs `codeLens` as well. */
		readonly testCodeLens: boolean;
		/** Columns beyond which a line has a mark at its start as well; 0: never. */
		readonly longLines: number;
		/** Show inlay hints of cold paths and of copies in inlined code as well. */
		readonly coldPaths: boolean;
		readonly diagnostics: boolean;
		/** Verdicts shown as inlay hints and diagnostics. */
		readonly verdicts: readonly ('heap' | 'maybe-heap' | 'static')[];
		/** Classes that are hidden. */
		readonly hiddenClasses: readonly string[];
		/** Milliseconds without a keystroke before unsaved text is compiled. */
		readonly delay: number;
	};
}
