/** A program for people in a terminal. */
import type { BinaryReport } from '../../analysis/binary/binaryReport.ts';
import { bytesText } from './behindReport.ts';
import type { ComparedReports } from './binaryJson.ts';

/** Rows of each table without `--all`. */
const mostRows = 15;

export function binaryText(file: string, report: BinaryReport, all: boolean): string {
	return [
		headline(file, report),
		...linking(report).map((line) => `  ${line}`),
		...report.notes.map((note) => `  ${note}`),
		'',
		'What takes the room in the file',
		...rows(roomOf(report), all, ([what, bytes]) => `${number(bytes)}  ${share(bytes, report.size)}  ${what}`),
		...section('Packages: code, data, zeroed variables, functions', report.packages, all, (each) =>
			[
				number(each.code),
				number(each.data),
				number(each.zeroed),
				number(each.functions, 7),
				each.package || '(none)',
			].join('  '),
		),
		...section(
			'Generic functions: code of all instances, number of instances',
			report.generics,
			all,
			({ name, bytes, instances }) => `${number(bytes)}  ${number(instances, 5)}  ${name}`,
		),
		...section(
			'Largest functions and variables',
			report.largest,
			all,
			({ name, kind, bytes }) => `${number(bytes)}  ${kind}  ${name}`,
		),
		...section(
			'Functions whose body another package gave them by //go:linkname',
			report.pushed,
			all,
			({ symbol, from }) => `${symbol} from ${from}`,
		),
		...section('Sections: in memory, in the file, permissions', report.sections, all, (each) =>
			[number(each.size), number(each.diskSize), each.permissions || '---', each.name].join('  '),
		),
		'',
	].join('\n');
}

export function comparisonText({ before, after, difference }: ComparedReports, all: boolean): string {
	const { size, code, debugInformation, functionTable, scannedGlobals } = difference;
	const sums: readonly (readonly [string, number | undefined])[] = [
		['file', size],
		['code', code],
		['function table', functionTable],
		['debug information', debugInformation],
		['globals that each garbage collection scans', scannedGlobals],
	];
	return [
		headline(before.file, before.report),
		headline(after.file, after.report),
		'',
		'Difference in bytes',
		...sums.flatMap(([what, bytes]) => (bytes === undefined ? [] : [`  ${signed(bytes)}  ${what}`])),
		...section('Packages: code and data together, code, data', difference.packages, all, (each) => {
			const name = `${each.package || '(none)'}${each.state === 'changed' ? '' : ` (${each.state})`}`;
			return `${signed(each.code + each.data)}  ${signed(each.code)}  ${signed(each.data)}  ${name}`;
		}),
		...section('Other parts of the file', difference.parts, all, ({ what, bytes }) => `${signed(bytes)}  ${what}`),
		...section(
			'Modules',
			difference.modules,
			all,
			(each) => `${each.path} ${each.before || 'none'} → ${each.after || 'none'}`,
		),
		...section('Bodies given by //go:linkname: added', difference.pushed.added, all, (name) => name),
		...section('Bodies given by //go:linkname: gone', difference.pushed.gone, all, (name) => name),
		'',
	].join('\n');
}

function headline(file: string, { format, arch, build, size }: BinaryReport): string {
	const made = build ? `, ${build.go}${build.path ? `, ${build.path}` : ''}` : '';
	return `${file}: ${format} ${arch}, ${bytesText(size)}${made}`;
}

function linking(report: BinaryReport): readonly string[] {
	const { build, needed, interpreter, writableExecutable, scannedGlobals, otherGlobals } = report;
	const libraries = needed.length === 0 ? 'no shared library' : needed.join(', ');
	const lines = [
		report.isStatic
			? 'Static: it asks for no shared library and no loader.'
			: `Dynamic: it asks for ${libraries}${interpreter ? `, loaded by ${interpreter}` : ''}.`,
		report.usesCgo ? 'With cgo.' : 'Without cgo.',
		report.isPositionIndependent ? 'Position independent.' : 'Not position independent.',
		writableExecutable.length === 0
			? 'No memory is both writable and executable.'
			: `Writable and executable: ${writableExecutable.join(', ')}.`,
		...(report.hasExecutableStack ? ['Its stack is executable.'] : []),
		...(report.relro === undefined ? [] : [`RELRO: ${report.relro}.`]),
		report.hasSymbols ? 'With a symbol table.' : 'Stripped: without a symbol table.',
		report.debugInformation > 0
			? `Debug information: ${bytesText(report.debugInformation)}.`
			: 'Without debug information.',
	];
	if (scannedGlobals !== undefined && otherGlobals !== undefined) {
		lines.push(
			`Variables: each garbage collection scans ${bytesText(scannedGlobals)}; ${bytesText(otherGlobals)} hold no pointers.`,
		);
	}
	if (build) {
		const { main, dependencies, settings } = build;
		const count = dependencies.length;
		if (main)
			lines.push(`Module ${main.path} ${main.version}, ${count} ${count === 1 ? 'dependency' : 'dependencies'}.`);
		const said = [...settings].map(([key, value]) => `${key}=${value}`).join(' ');
		if (said !== '') lines.push(`Built with ${said}`);
	}
	return lines;
}

/** Everything in the file: what the packages have, and the rest. */
function roomOf({ packages, parts }: BinaryReport): readonly (readonly [string, number])[] {
	const total = (key: 'code' | 'data') => packages.reduce((sum, each) => sum + each[key], 0);
	const room = [
		['code of packages', total('code')] as const,
		['data of packages', total('data')] as const,
		...parts.map(({ what, bytes }) => [what, bytes] as const),
	];
	return room.filter(([, bytes]) => bytes !== 0).sort(([, a], [, b]) => b - a);
}

function section<T>(title: string, all: readonly T[], showAll: boolean, line: (one: T) => string): readonly string[] {
	return all.length === 0 ? [] : ['', title, ...rows(all, showAll, line)];
}

function rows<T>(all: readonly T[], showAll: boolean, line: (one: T) => string): readonly string[] {
	const shown = showAll ? all : all.slice(0, mostRows);
	const left = all.length - shown.length;
	return [...shown.map((one) => `  ${line(one)}`), ...(left > 0 ? [`  … and ${left} more (--all)`] : [])];
}

function number(value: number, width = 11): string {
	return value.toLocaleString('en-US').padStart(width);
}

function signed(value: number): string {
	return `${value > 0 ? '+' : ''}${value.toLocaleString('en-US')}`.padStart(12);
}

function share(bytes: number, size: number): string {
	return `${((100 * bytes) / size).toFixed(1)} %`.padStart(7);
}
