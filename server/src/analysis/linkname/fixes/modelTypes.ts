/** The types of the signatures that server/data/alternatives.json is written for. */

/** The import path of a package that they name. */
export function standardPath(qualifier: string): string {
	return paths[qualifier] ?? qualifier;
}

const paths: Readonly<Record<string, string>> = {
	http: 'net/http',
	multipart: 'mime/multipart',
	tls: 'crypto/tls',
	url: 'net/url',
};
