import type { FileEdit, Fix } from '../../analysis/finding.ts';
import type { Severity } from '../../analysis/severity.ts';
import { type RuleId, ruleUrl, rules } from '../../analysis/linkname/rules.ts';
import type { EscapesReport } from '../escapesReport.ts';
import { type CheckReport, type PlacedFinding, type Region, regionOf } from './report.ts';

/** SARIF 2.1.0, for code scanning. All rules are listed, so that the list does not depend on what was found. */
export function sarifReport({ findings }: CheckReport, toolVersion: string): string {
	const ids = Object.keys(rules) as RuleId[];
	const listed = ids.map((id) => ({
		id,
		shortDescription: { text: rules[id].title },
		helpUri: ruleUrl(id),
		defaultConfiguration: { level: level[rules[id].severity] },
	}));
	return spellLog(
		listed,
		findings.map((placed) => toResult(placed, ids)),
		toolVersion,
	);
}

/** The same for escape hints; their rules are the classes that occur. */
export function sarifEscapes({ hints }: EscapesReport, toolVersion: string): string {
	const classes = [...new Set(hints.map((hint) => hint.class))].sort();
	const listed = classes.map((id) => ({ id, defaultConfiguration: { level: 'note' } }));
	const results = hints.map((hint) => ({
		ruleId: hint.class,
		ruleIndex: classes.indexOf(hint.class),
		level: hint.new ? 'warning' : 'note',
		message: { text: hint.advice === '' ? hint.message : `${hint.message} ${hint.advice}` },
		locations: [location(hint.file, hint)],
		...(hint.new !== undefined && { baselineState: hint.new ? 'new' : 'unchanged' }),
	}));
	return spellLog(listed, results, toolVersion);
}

function spellLog(listed: readonly object[], results: readonly object[], version: string): string {
	const informationUri = 'https://github.com/linkscape/linkscape';
	const log = {
		$schema: 'https://json.schemastore.org/sarif-2.1.0.json',
		version: '2.1.0',
		runs: [
			{
				tool: { driver: { name: 'linkscape', version, informationUri, rules: listed } },
				columnKind: 'utf16CodeUnits',
				results,
			},
		],
	};
	return `${JSON.stringify(log, null, '\t')}\n`;
}

const level: Readonly<Record<Severity, string>> = {
	error: 'error',
	warning: 'warning',
	information: 'note',
	hint: 'note',
};

function toResult(placed: PlacedFinding, ids: readonly RuleId[]) {
	const { finding, file, region, related } = placed;
	const fixes = finding.fixes.flatMap((fix) => toFix(fix, placed));
	return {
		ruleId: finding.rule,
		ruleIndex: ids.indexOf(finding.rule),
		level: level[finding.severity],
		message: { text: finding.message },
		locations: [location(file, region)],
		...(related.length === 0
			? {}
			: {
					relatedLocations: related.map((place, id) => ({
						id,
						message: { text: place.message },
						...location(place.file, place.region),
					})),
				}),
		...(fixes.length === 0 ? {} : { fixes }),
	};
}

function location(file: string, region: Region) {
	return { physicalLocation: { artifactLocation: artifact(file), region: toRegion(region) } };
}

function artifact(file: string) {
	return { uri: file.split('/').map(encodeURIComponent).join('/'), uriBaseId: 'SRCROOT' };
}

function toRegion({ line, column, endLine, endColumn }: Region) {
	return { startLine: line, startColumn: column, endLine, endColumn };
}

/** A fix that only changes the finding's own file; others cannot be said here. */
function toFix(fix: Fix, { finding, file, lines }: PlacedFinding) {
	const changes = fix.edits.filter((edit): edit is Extract<FileEdit, { kind: 'change' }> => edit.kind === 'change');
	const own = changes.filter((edit) => edit.file === finding.file);
	if (own.length === 0 || own.length < fix.edits.length) return [];
	const replacements = own.flatMap(({ edits }) =>
		edits.map(({ span, newText }) => ({
			deletedRegion: toRegion(regionOf(lines, span)),
			insertedContent: { text: newText },
		})),
	);
	return [{ description: { text: fix.title }, artifactChanges: [{ artifactLocation: artifact(file), replacements }] }];
}
