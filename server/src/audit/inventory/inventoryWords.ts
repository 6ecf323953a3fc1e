/** An inventory in words, for a terminal and an editor. Pure. */
import type { InventoryEntry } from './inventoryEntry.ts';

/** What an entry does: `pull runtime.nanotime`, `//go:noescape F`. */
export function entryText(entry: InventoryEntry): string {
	switch (entry.kind) {
		case 'linkname':
			return `${entry.form === 'unknown' ? 'linkname' : entry.form} ${entry.symbol}`;
		case 'body-less':
			return `body-less ${entry.name}`;
		case 'assembly':
			return `assembly ${entry.called ? 'calls' : 'uses'} ${entry.symbol}`;
		case 'directive':
			return `//go:${entry.verb}${entry.name === '' ? '' : ` ${entry.name}`}`;
	}
}

/** The other side: who defines, pushes or pulls the symbol; empty where nobody knows, and for directives. */
export function counterpartText(entry: InventoryEntry): string {
	if (entry.kind === 'directive') return '';
	if (entry.kind === 'linkname' && (entry.form === 'push' || entry.form === 'export')) {
		const users = [...new Set(entry.users.map(({ importPath }) => importPath))];
		return users.length === 0 ? 'pulled by nobody known' : `pulled by ${users.join(', ')}`;
	}
	if (entry.kind === 'body-less' && entry.body === 'assembly') return 'body in assembly';
	if (entry.kind === 'body-less' && entry.body === 'host') return 'body of the WebAssembly host';
	const [provider] = entry.providers;
	if (!provider) return '';
	const isPush = entry.kind === 'linkname' ? entry.pushed || entry.form === 'receive' : entry.kind === 'body-less';
	const pushed = isPush ? 'pushed by' : 'defined in';
	const where = provider.importPath === provider.module.path ? '' : `${provider.importPath}, `;
	return `${pushed} ${where}${moduleText(provider.module)}`;
}

/** {@link outlook} with its reason. */
export function fateText(entry: InventoryEntry): string {
	const text = outlook(entry);
	return entry.note === '' || entry.kind === 'directive' ? text : `${text}: ${entry.note}`;
}

/** `links`, `refused since go1.23`, `links until go1.26`: what to expect of an entry in a few words. */
export function outlook(entry: InventoryEntry): string {
	if (entry.kind === 'directive') return '';
	const since = entry.kind === 'linkname' ? entry.breaksSince : undefined;
	if (since === undefined) return entry.verdict;
	return entry.verdict === 'links' ? `links, breaks from ${since} on` : `${entry.verdict} since ${since}`;
}

/** The name of a module with its version, as the go command writes it. */
export function moduleText({ path, version }: { readonly path: string; readonly version: string }): string {
	return version === '' || path === 'std' ? path : `${path}@${version}`;
}
