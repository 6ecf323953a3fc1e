/** Where the profiles of a server are, and whom it may be told a credential. */

export interface PprofAddress {
	/** Ends in a slash; what to ask is relative to it. Without a user name and password. */
	readonly url: URL;
	/** The address itself holds something that only some may know: a query, a user name. */
	readonly hasCredential: boolean;
}

/**
 * The places to look at, in order: the path itself where it names some, then the usual one below it. Answers one sentence for what is no
 * address.
 */
export function pprofAddresses(text: string): readonly [PprofAddress, ...PprofAddress[]] | string {
	const url = parsed(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`);
	if (!url || url.hostname === '') return `${text} is no address such as http://127.0.0.1:6060.`;
	if (url.protocol !== 'http:' && url.protocol !== 'https:') return `${text}: only http and https are spoken.`;
	if (url.username !== '' || url.password !== '') {
		return 'A user name in the address would be seen by others of this machine and stay in logs; give it with --header.';
	}
	const hasCredential = url.search !== '';
	url.hash = '';
	if (!url.pathname.endsWith('/')) url.pathname += '/';
	const below = new URL(url);
	below.pathname += 'debug/pprof/';
	const [named, usual] = [url, below].map((one) => ({ url: one, hasCredential }));
	if (!named || !usual) return `${text} is no address.`;
	if (url.pathname === '/') return [usual];
	return [named, usual];
}

function parsed(text: string): URL | undefined {
	try {
		return new URL(text);
	} catch {
		return undefined;
	}
}

/** Whether what is sent there stays on this machine. */
export function isThisMachine(hostname: string): boolean {
	const host = hostname.toLowerCase().replace(/^\[|\]$/g, '');
	return host === 'localhost' || host === '::1' || /^127(?:\.[0-9]{1,3}){3}$/.test(host);
}

/** `Name: value` each; one sentence for what is none. The value is not repeated in it. */
export function parseHeaders(headers: readonly string[]): Readonly<Record<string, string>> | string {
	const found: Record<string, string> = {};
	for (const header of headers) {
		const colon = header.indexOf(':');
		const [name, value] = [header.slice(0, Math.max(0, colon)), header.slice(colon + 1).trim()];
		if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name) || value === '' || /[^\x20-\x7e]/.test(value)) {
			return '--header wants Name: value, such as Authorization: Bearer TOKEN.';
		}
		found[name] = value;
	}
	return found;
}
