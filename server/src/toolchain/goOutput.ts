/** What the go command prints as JSON, read and checked: a wrapper, or a Go of tomorrow, may print something else. */
import * as v from 'valibot';
import type { GoVariables, ListedPackage } from './goCommand.ts';
import { Unusable } from './unusable.ts';

/**
 * Reads the stream of JSON objects that `go list -json` prints; what is cut off at the end is left out.
 *
 * @throws Unusable for an object of another shape
 */
export function parseListedPackages(stdout: string): readonly ListedPackage[] {
	const packages: ListedPackage[] = [];
	for (const text of stdout.split(/^(?=\{$)/m)) {
		const end = text.lastIndexOf('}');
		if (end < 0) continue;
		try {
			const read = v.safeParse(listedPackage, JSON.parse(text.slice(0, end + 1)));
			// Only an error about all patterns together has neither.
			const named = read.success && (read.output.ImportPath !== '' || read.output.Dir === undefined);
			if (named) packages.push(read.output);
			else throw new Unusable('go list printed something that cannot be read');
		} catch (error) {
			// Otherwise the output was cut off in the middle of this one.
			if (error instanceof Unusable) throw error;
		}
	}
	return packages;
}

const names = v.exactOptional(v.array(v.string()));
const listError = v.looseObject({ Pos: v.exactOptional(v.string()), Err: v.optional(v.string(), '') });
const listedPackage: v.GenericSchema<unknown, ListedPackage> = v.looseObject({
	ImportPath: v.optional(v.string(), ''),
	Name: v.exactOptional(v.string()),
	Dir: v.exactOptional(v.string()),
	ForTest: v.exactOptional(v.string()),
	Export: v.exactOptional(v.string()),
	Standard: v.exactOptional(v.boolean()),
	DepOnly: v.exactOptional(v.boolean()),
	Module: v.exactOptional(v.looseObject({ Path: v.string(), GoVersion: v.exactOptional(v.string()) })),
	ImportMap: v.exactOptional(v.record(v.string(), v.string())),
	Imports: names,
	GoFiles: names,
	CgoFiles: names,
	CompiledGoFiles: names,
	IgnoredGoFiles: names,
	TestGoFiles: names,
	XTestGoFiles: names,
	SFiles: names,
	SysoFiles: names,
	EmbedPatterns: names,
	Error: v.exactOptional(listError),
	DepsErrors: v.exactOptional(v.array(listError)),
});

const goVariables = v.record(v.string(), v.string());

/**
 * Reads what `go env -json` prints.
 *
 * @returns undefined when it is of another shape
 */
export function parseGoVariables(json: string): GoVariables | undefined {
	try {
		const answer: unknown = JSON.parse(json);
		const read = v.safeParse(goVariables, Array.isArray(answer) ? undefined : answer);
		return read.success ? read.output : undefined;
	} catch {
		return undefined;
	}
}
