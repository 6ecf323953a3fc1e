import { freeName } from '../../linkname/packageNames.ts';

/** A name that means nothing yet in the text of a function; members have names of their own. */
export function localName(text: string, wanted: string): string {
	const used = new Set(text.match(/(?<![.\p{L}\p{N}_])[\p{L}\p{N}_]+/gu));
	return freeName(wanted, (name) => used.has(name) || keywords.has(name));
}

const keywords = new Set(
	(
		'break case chan const continue default defer else fallthrough for func go goto if import interface map package ' +
		'range return select struct switch type var'
	).split(' '),
);
