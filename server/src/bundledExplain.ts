/** Explains compiler output with the parser of the bundle. */
import { bundledParser } from './bundledParser.ts';
import { createExplain, type Explain } from './workspace/escapes/explain.ts';

export function bundledExplain(): Explain {
	return createExplain(bundledParser);
}
