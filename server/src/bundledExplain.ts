/** Explains compiler output with the parser of the bundle. */
import { bundledParser } from './bundledParser.ts';
import { createExplain, type Explain } from './escape/hints/outputReader.ts';

export function bundledExplain(): Explain {
	return createExplain(bundledParser);
}
