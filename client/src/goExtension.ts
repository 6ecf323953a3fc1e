/** The Go extension itself: whether it is there, and which go command it says it runs. */
import { type Extension, extensions, type Uri } from 'vscode';

/** What it exports (golang/vscode-go, extension/src/export.d.ts), as far as we ask for it. */
interface GoExtensionApi {
	readonly settings?: {
		getExecutionCommand?(tool: string, resource?: Uri): { readonly binPath?: unknown } | undefined;
	};
}

/** Undefined when it is not installed or disabled: to other extensions that is the same. */
export function goExtension(): Extension<unknown> | undefined {
	return extensions.getExtension('golang.go');
}

/** Absolute path of the go command that it runs for a resource; undefined until it has started, and where it does not say. */
export function goCommandOfExtension(resource: Uri | undefined): string | undefined {
	const extension = goExtension();
	if (!extension?.isActive) return undefined;
	try {
		const api = extension.exports as GoExtensionApi | undefined;
		const path = api?.settings?.getExecutionCommand?.('go', resource)?.binPath;
		return typeof path === 'string' && path !== '' ? path : undefined;
	} catch {
		// Another release of it may export something else.
		return undefined;
	}
}
