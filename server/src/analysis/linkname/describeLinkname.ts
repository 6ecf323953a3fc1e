/** The first lines of the hover on a directive: what it does, for whom, and what it binds. Markdown. */
import type { BoundLinkname } from './linknameForm.ts';

export function describeLinkname({ linkname, form, declaration }: BoundLinkname): string {
	const local = `\`${linkname.local.text}\``;
	const target = linkname.target && `\`${linkname.target.text}\``;
	const noun = declaration?.item.kind === 'var' ? 'variable' : 'function';
	switch (form) {
		case 'pull':
			return `**${target}** · pull\n\nIn this whole package, not only on the next line, ${local} stands for the ${noun} ${target}.`;
		case 'push':
			return `**${target}** · push\n\nThe ${noun} ${local} of this package is linked under the name ${target}; another package declares it without a ${noun === 'function' ? 'body' : 'value'}.`;
		case 'export':
			return `**${local}** · one-argument form\n\nAllows other packages to pull the ${noun} ${local} by linkname (the linker asks for this since go1.23).`;
		case 'receive':
			return `**${local}** · one-argument form\n\n${local} is declared here and defined by another package, which pushes it with a two-argument linkname.`;
		case 'unknown':
			return `**${target ?? local}** · linkname\n\n${local} is not a function or variable of this package.`;
	}
}
