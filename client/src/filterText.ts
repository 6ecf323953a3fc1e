/** A filter in words. Pure, so that they are tested without an editor. */
import type { EscapeFilter } from '../../server/src/protocol/requests.ts';

export function isFiltering(filter: EscapeFilter): boolean {
	return filterText(filter) !== '';
}

/** `heap · returned, stored · in (*T).M · changed lines`; empty when everything is shown. */
export function filterText({ verdicts, classes, functions, onlyChanges }: EscapeFilter): string {
	const parts = [
		verdicts.join(', '),
		classes.join(', '),
		functions.length > 0 ? `in ${functions.join(', ')}` : '',
		onlyChanges ? 'changed lines' : '',
	];
	return parts.filter((part) => part !== '').join(' · ');
}
