/** The hover on a directive: what it does, for whom, and what it binds. Markdown. */
import { codeSpan } from '../text/markdown.ts';
import type { BoundLinkname } from './linknameForm.ts';

/** Its name and its kind, and what it does in a sentence. */
export interface LinknameDescription {
	/** `**runtime.nanotime** · pull` */
	readonly title: string;
	readonly meaning: string;
}

export function describeLinkname({ linkname, form, declaration }: BoundLinkname): LinknameDescription {
	const local = codeSpan(linkname.local.text);
	const target = linkname.target && codeSpan(linkname.target.text);
	const noun = declaration?.item.kind === 'var' ? 'variable' : 'function';
	switch (form) {
		case 'pull':
			return {
				title: `**${target}** · pull`,
				meaning: `In this whole package, not only on the next line, ${local} stands for the ${noun} ${target}.`,
			};
		case 'push':
			return {
				title: `**${target}** · push`,
				meaning: `The ${noun} ${local} of this package is linked under the name ${target}; another package declares it without a ${noun === 'function' ? 'body' : 'value'}.`,
			};
		case 'export':
			return {
				title: `**${local}** · one-argument form`,
				meaning: `Allows other packages to pull the ${noun} ${local} by linkname (the linker asks for this since go1.23).`,
			};
		case 'receive':
			return {
				title: `**${local}** · one-argument form`,
				meaning: `${local} is declared here and defined by another package, which pushes it with a two-argument linkname.`,
			};
		case 'unknown':
			return {
				title: `**${target ?? local}** · linkname`,
				meaning: `${local} is not a function or variable of this package.`,
			};
	}
}

/** Parts of a Markdown text, one paragraph each; empty ones are left out. */
export function paragraphs(...parts: readonly string[]): string {
	return parts.filter((part) => part !== '').join('\n\n');
}
