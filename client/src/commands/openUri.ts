import { env, Position, Range, Uri, window } from 'vscode';

/** Opens a file in the editor (`file:///a/b.go#L12,5` at line 12, column 5), anything else where the system opens it. */
export async function openUri(target: string): Promise<void> {
	const uri = Uri.parse(target);
	if (uri.scheme !== 'file') {
		await env.openExternal(uri);
		return;
	}
	const [, line = '1', column = '1'] = /^L?(\d+)(?:,(\d+))?/.exec(uri.fragment) ?? [];
	const at = new Position(Math.max(0, Number(line) - 1), Math.max(0, Number(column) - 1));
	await window.showTextDocument(uri.with({ fragment: '' }), { selection: new Range(at, at) });
}
