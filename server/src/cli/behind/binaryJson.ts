/** A program as JSON. Every number is bytes unless its name says otherwise. */
import type { BinaryReport } from '../../analysis/binary/binaryReport.ts';
import type { BinaryDifference } from '../../analysis/binary/compareReports.ts';

export interface NamedReport {
	/** As it was written. */
	readonly file: string;
	readonly report: BinaryReport;
}

export interface ComparedReports {
	readonly before: NamedReport;
	readonly after: NamedReport;
	readonly difference: BinaryDifference;
}

export function binaryJson(file: string, report: BinaryReport): string {
	return text({ ...head(report), ...shape({ file, report }) });
}

export function comparisonJson({ before, after, difference }: ComparedReports): string {
	return text({ ...head(after.report), before: shape(before), after: shape(after), difference });
}

function text(value: object): string {
	return `${JSON.stringify(value, null, 2)}\n`;
}

function head({ build, arch }: BinaryReport) {
	const goos = build?.settings.get('GOOS');
	return { version: 1, tool: 'linkscape', context: { go: build?.go ?? '', ...(goos && { goos }), goarch: arch } };
}

function shape({ file, report }: NamedReport) {
	const { build, isStatic, isPositionIndependent, hasExecutableStack, hasSymbols, ...rest } = report;
	return {
		file,
		...rest,
		static: isStatic,
		positionIndependent: isPositionIndependent,
		executableStack: hasExecutableStack,
		symbols: hasSymbols,
		...(build && { build: { ...build, settings: Object.fromEntries(build.settings) } }),
	};
}
