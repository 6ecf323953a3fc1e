/** What a capture directory holds: the shape of its manifest.json. */

/** `manifest.json`. Fields may be added; changes raise `version`. */
export interface CaptureManifest {
	readonly version: 1;
	/** `test`: tests or benchmarks of a package. `run`: a program. `attach`: a server, over HTTP. */
	readonly mode: 'test' | 'run' | 'attach';
	/** ISO 8601. */
	readonly started: string;
	readonly ended: string;
	/** `go1.26.8`; empty when it is not known. */
	readonly go: string;
	/** Import path of what was recorded; empty for a server. */
	readonly package: string;
	readonly module?: { readonly path: string; readonly directory: string };
	/** What was run, or the address without what could be a credential. */
	readonly command: readonly string[];
	/** runtime.MemProfileRate, bytes; absent when the program chose it itself. */
	readonly memProfileRate?: number;
	/** Exit code of what was run; absent for a server, and for a program that was stopped. */
	readonly exit?: number;
	readonly files: readonly CapturedFile[];
	/** What could not be recorded, and why: one sentence each. */
	readonly problems: readonly string[];
}

export interface CapturedFile {
	/** Of a file in the directory. */
	readonly name: string;
	/** `cpu`, `heap` (a snapshot), `allocs`, `mutex`, `block`, `goroutine`, `trace`, `gctrace`, `snapshots`, `buildinfo`, `output`, `keepers`. */
	readonly kind: string;
	readonly bytes: number;
}

export const manifestName = 'manifest.json';

/** What a file of a capture is, by its name: `heap003.pb.gz` is a `heap`. */
export function captureKind(name: string): string {
	const base = name.split('.', 1)[0] ?? '';
	return /^(heap|cpu)[0-9]+$/.exec(base)?.[1] ?? base;
}

/** The files that a manifest names; undefined when the text is no manifest. Only plain names, of files beside it, are taken. */
export function readManifest(text: string): readonly CapturedFile[] | undefined {
	let read: unknown;
	try {
		read = JSON.parse(text);
	} catch {
		return undefined;
	}
	const files = (read as { files?: unknown } | null)?.files;
	if (!Array.isArray(files)) return undefined;
	return files.flatMap((one: unknown): CapturedFile[] => {
		const { name, kind, bytes } = (one ?? {}) as Readonly<Record<string, unknown>>;
		if (typeof name !== 'string' || !/^[\w][\w.-]*$/.test(name)) return [];
		return [{ name, kind: typeof kind === 'string' ? kind : captureKind(name), bytes: Number(bytes) || 0 }];
	});
}
