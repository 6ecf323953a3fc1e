/** What changed between two programs, by package. */
import type { BinaryReport } from './binaryReport.ts';

export interface BinaryDifference {
	/** Bytes of the newer file less those of the older; so for all that follows. */
	readonly size: number;
	readonly code: number;
	readonly debugInformation: number;
	readonly functionTable: number | undefined;
	readonly scannedGlobals: number | undefined;
	/** Those that differ, the largest difference first. */
	readonly packages: readonly PackageDifference[];
	readonly parts: readonly { readonly what: string; readonly bytes: number }[];
	/** Dependencies that came, went or changed their version. */
	readonly modules: readonly { readonly path: string; readonly before: string; readonly after: string }[];
	readonly pushed: { readonly added: readonly string[]; readonly gone: readonly string[] };
}

export interface PackageDifference {
	readonly package: string;
	readonly state: 'added' | 'gone' | 'changed';
	readonly code: number;
	readonly data: number;
	readonly zeroed: number;
}

export function compareReports(before: BinaryReport, after: BinaryReport): BinaryDifference {
	return {
		size: after.size - before.size,
		code: after.code - before.code,
		debugInformation: after.debugInformation - before.debugInformation,
		functionTable: difference(before.functionTable, after.functionTable),
		scannedGlobals: difference(before.scannedGlobals, after.scannedGlobals),
		packages: packagesOf(before, after),
		parts: partsOf(before, after),
		modules: modulesOf(before, after),
		pushed: pushedOf(before, after),
	};
}

function difference(before: number | undefined, after: number | undefined): number | undefined {
	return before === undefined || after === undefined ? undefined : after - before;
}

function packagesOf(before: BinaryReport, after: BinaryReport): readonly PackageDifference[] {
	const old = new Map(before.packages.map((each) => [each.package, each]));
	const now = new Map(after.packages.map((each) => [each.package, each]));
	const changes = [...new Set([...old.keys(), ...now.keys()])].map((path): PackageDifference => {
		const [was, is] = [old.get(path), now.get(path)];
		const change = (key: 'code' | 'data' | 'zeroed') => (is?.[key] ?? 0) - (was?.[key] ?? 0);
		return {
			package: path,
			state: was ? (is ? 'changed' : 'gone') : 'added',
			code: change('code'),
			data: change('data'),
			zeroed: change('zeroed'),
		};
	});
	const total = ({ code, data }: PackageDifference) => Math.abs(code + data);
	return changes
		.filter(({ code, data, zeroed }) => code !== 0 || data !== 0 || zeroed !== 0)
		.sort((a, b) => total(b) - total(a) || (a.package < b.package ? -1 : 1));
}

function partsOf(before: BinaryReport, after: BinaryReport) {
	const bytesIn = ({ parts }: BinaryReport, what: string) => parts.find((part) => part.what === what)?.bytes ?? 0;
	const names = new Set([...before.parts, ...after.parts].map(({ what }) => what));
	return [...names]
		.map((what) => ({ what, bytes: bytesIn(after, what) - bytesIn(before, what) }))
		.filter(({ bytes }) => bytes !== 0)
		.sort((a, b) => Math.abs(b.bytes) - Math.abs(a.bytes));
}

function modulesOf(before: BinaryReport, after: BinaryReport) {
	const versions = ({ build }: BinaryReport) =>
		new Map(build?.dependencies.map(({ path, version, replaced }) => [path, replaced?.version || version]));
	const [old, now] = [versions(before), versions(after)];
	return [...new Set([...old.keys(), ...now.keys()])]
		.map((path) => ({ path, before: old.get(path) ?? '', after: now.get(path) ?? '' }))
		.filter((module) => module.before !== module.after)
		.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function pushedOf(before: BinaryReport, after: BinaryReport) {
	const named = ({ pushed }: BinaryReport) => new Set(pushed.map(({ symbol, from }) => `${symbol} from ${from}`));
	const [old, now] = [named(before), named(after)];
	return { added: [...now].filter((one) => !old.has(one)), gone: [...old].filter((one) => !now.has(one)) };
}
