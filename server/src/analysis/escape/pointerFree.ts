/** Objects that the garbage collector does not look into, as far as the text gives it away. */
import { type Span, spanText } from '../text/span.ts';
import type { EscapeHint } from './escapeHint.ts';

/**
 * Whether what a hint allocates surely has no pointers: strings, and slices and objects of numbers. False where that is not plain. It is for
 * hints whose type has no known layout.
 */
export function holdsNoPointers(hint: Pick<EscapeHint, 'class' | 'span' | 'inlined'>, text: string): boolean {
	if (hint.inlined) return false;
	if (hint.class === 'string-conversion') return true;
	return madeOfNumbers.test(spanText(text, hint.span satisfies Span));
}

const madeOfNumbers =
	/^(?:make\(\[\]|new\(|&?\[\w*\])(?:byte|rune|bool|u?int(?:8|16|32|64)?|float(?:32|64)|complex(?:64|128))(?:\)|,|\{)/;
