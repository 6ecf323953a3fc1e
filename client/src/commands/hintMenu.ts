/** What the context menus of the Escapes view offer. */
import { env, Uri, window, workspace } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { WorkspaceFilter } from '../escapeFilter.ts';
import { describeHint } from '../escapesView.ts';
import type { GroupNode, HintNode } from '../escapesViewModel.ts';

const classPages = 'https://github.com/linkscape/linkscape/blob/main/docs/escape-classes.md';

/** Narrows the hints to those of a class: the one named, or that of a line of the view. */
export function showOnlyClass(filter: WorkspaceFilter, which: string | GroupNode | HintNode): Promise<void> {
	return filter.change({ classes: [classOf(which)] });
}

/** Narrows the hints to those of the function of a line of the view. What stands at package level belongs to none. */
export async function showOnlyFunction(filter: WorkspaceFilter, which: GroupNode | HintNode): Promise<void> {
	const name = which.kind === 'hint' ? which.function : which.name;
	if (name !== '') await filter.change({ functions: [name] });
}

/** Opens the page about the class of a line of the view. */
export async function aboutClass(which: GroupNode | HintNode): Promise<void> {
	await env.openExternal(Uri.parse(`${classPages}#${classOf(which)}`));
}

/** Puts what the hover of a hint says on the clipboard, with its place, as Markdown for an issue or a review. */
export async function copyHint(client: LanguageClient, which: HintNode): Promise<void> {
	const text = await describeHint(client, which, false);
	const place = `${workspace.asRelativePath(Uri.parse(which.uri))}:${which.item.range.start.line + 1}`;
	// Links to files of this machine lead nowhere else.
	const portable = (text || which.item.message).replace(/\[([^[\]]*)\]\(file:[^()]*\)/g, '$1');
	await env.clipboard.writeText(`\`${place}\`\n\n${portable}\n`);
	window.setStatusBarMessage(`Copied: the explanation of ${place}`, 4000);
}

function classOf(which: string | GroupNode | HintNode): string {
	if (typeof which === 'string') return which;
	return which.kind === 'hint' ? which.item.class : which.name;
}
