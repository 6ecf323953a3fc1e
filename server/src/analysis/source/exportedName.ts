/** True for a name that other packages may use: it begins with an upper-case letter (Go spec, "Exported identifiers"). */
export function isExported(name: string): boolean {
	return /^\p{Lu}/u.test(name);
}
