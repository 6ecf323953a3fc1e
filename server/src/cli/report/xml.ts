/** Text in XML 1.0: what would be markup is escaped, and what XML cannot hold at all is left out. */

const impossible =
	// oxlint-disable-next-line no-control-regex
	/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const entities: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	'\t': '&#9;',
	'\n': '&#10;',
	'\r': '&#13;',
};

export function escapeXml(text: string): string {
	return text.replace(impossible, '').replace(/[&<>"\t\n\r]/g, (one) => entities[one] ?? one);
}

/** `name="value" …`, each with a blank before it. */
export function attributes(values: Readonly<Record<string, string | number>>): string {
	return Object.entries(values)
		.map(([name, value]) => ` ${name}="${escapeXml(String(value))}"`)
		.join('');
}
