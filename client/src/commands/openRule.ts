import { type Diagnostic, env, languages, Uri, window } from 'vscode';

const overview = 'https://github.com/linkscape/linkscape/blob/main/docs/rules/README.md';

/** Opens the page of the rule at the cursor; of one picked from the file's rules; or the list of all rules. */
export async function openRule(): Promise<void> {
	const editor = window.activeTextEditor;
	const ours = editor ? languages.getDiagnostics(editor.document.uri).filter((found) => rulePage(found)) : [];
	const atCursor = ours.filter((found) => editor && found.range.contains(editor.selection.active));
	const pages = distinctPages(atCursor.length > 0 ? atCursor : ours);
	const page =
		pages.length > 1 ? await window.showQuickPick(pages, { title: 'Linkscape: rules found in this file' }) : pages[0];
	if (page) await env.openExternal(page.target);
	else if (pages.length === 0) await env.openExternal(Uri.parse(overview));
}

interface RulePage {
	readonly label: string;
	readonly description: string;
	readonly target: Uri;
}

function rulePage(found: Diagnostic): RulePage | undefined {
	if (found.source !== 'linkscape' || typeof found.code !== 'object') return undefined;
	return { label: String(found.code.value), description: found.message, target: found.code.target };
}

function distinctPages(found: readonly Diagnostic[]): RulePage[] {
	const pages = new Map<string, RulePage>();
	for (const diagnostic of found) {
		const page = rulePage(diagnostic);
		if (page && !pages.has(page.label)) pages.set(page.label, page);
	}
	return [...pages.values()];
}
