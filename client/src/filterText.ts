/** A filter in words. Pure, so that they are tested without an editor. */
import type { EscapeFilter } from '../../server/src/protocol/requests.ts';

export function isFiltering(filter: EscapeFilter): boolean {
	return filterText(filter) !== '';
}

/** `heap · returned, stored · in (*T).M · changed lines · hot`; empty when everything is shown. */
export function filterText({ verdicts, classes, functions, onlyChanges, onlyHot }: EscapeFilter): string {
	const parts = [
		verdicts.join(', '),
		classes.join(', '),
		functions.length > 0 ? `in ${functions.join(', ')}` : '',
		onlyChanges ? 'changed lines' : '',
		onlyHot ? 'hot' : '',
	];
	return parts.filter((part) => part !== '').join(' · ');
}
