import { env, Position, Range, Uri, window } from 'vscode';

/** Opens a file in the editor (`file:///a/b.go#12` at line 12), anything else where the system opens it. */
export async function openUri(target: string): Promise<void> {
	const uri = Uri.parse(target);
	if (uri.scheme !== 'file') {
		await env.openExternal(uri);
		return;
	}
	const oneBasedLine = Number(/^L?(\d+)/.exec(uri.fragment)?.[1] ?? 1);
	const line = Math.max(0, oneBasedLine - 1);
	const at = new Position(line, 0);
	await window.showTextDocument(uri.with({ fragment: '' }), { selection: new Range(at, at) });
}
