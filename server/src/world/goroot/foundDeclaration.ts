/** A declaration with the file it stands in, for whoever reads on from there. */
import type { Declaration, GoFile } from '../../analysis/source/goFile.ts';

export interface FoundDeclaration {
	/** Absolute. */
	readonly path: string;
	readonly file: GoFile;
	readonly declaration: Declaration;
}
