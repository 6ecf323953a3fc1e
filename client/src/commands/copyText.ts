import { env, window } from 'vscode';

/** Puts `text` on the clipboard: for fixes that belong into a file we cannot know, such as a build script. */
export async function copyText(text: string): Promise<void> {
	await env.clipboard.writeText(text);
	window.setStatusBarMessage(`Copied: ${text}`, 4000);
}
