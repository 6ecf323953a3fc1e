import type { Severity } from '../../analysis/severity.ts';
import { type RuleId, ruleUrl, rules } from '../../analysis/linkname/rules.ts';
import { type EscapeClass, escapeClasses } from '../../analysis/escape/escapeHint.ts';
import type { PlacedFinding, PlacedFix, Region } from '../../audit/check/placedFinding.ts';
import { fingerprints, identityOf } from '../../audit/check/fingerprint.ts';
import type { EscapesReport, ReportedHint } from '../escapesReport.ts';
import { identityOfHint } from './items.ts';
import { exitCode, type Problem, type RunEnd } from '../exitCode.ts';
import { classDescriptions, classUrl, ruleDescriptions } from './descriptions.ts';
import type { CheckReport } from './report.ts';
import type { Look, Reporter } from './reporter.ts';

/** SARIF 2.1.0, for code scanning. All rules are listed, so that the list does not depend on what was found. */
export const sarif: Reporter = { check, escapes };

function check({ findings, suppressed = [], run }: CheckReport, look: Look): string {
	const ids = Object.keys(rules) as RuleId[];
	const listed = ids.map((id) => {
		const { title, severity } = rules[id];
		return { ...described(id, title, ruleDescriptions[id], ruleUrl(id)), ...atLevel(level[severity]) };
	});
	const all = [...findings, ...suppressed];
	const marks = fingerprints(all, identityOf);
	const results = all.map((placed, at) => toResult(placed, ids, marks[at] ?? ''));
	return spellLog('check', listed, results, run, look);
}

/** Escape hints: their rules are the classes, and those that are not in the baseline are warnings. */
function escapes({ hints, contracts, budgets, run }: EscapesReport, look: Look): string {
	const listed = escapeClasses.map((id) => {
		return { ...described(id, classTitle(id), classDescriptions[id], classUrl(id)), ...atLevel('note') };
	});
	const marks = fingerprints(hints, identityOfHint);
	const results = hints.map((hint, at) => ({
		ruleId: hint.class,
		ruleIndex: escapeClasses.indexOf(hint.class),
		level: hint.new ? 'warning' : 'note',
		message: { text: hint.advice === '' ? hint.message : `${hint.message} ${hint.advice}` },
		locations: [location(hint.file, hint)],
		partialFingerprints: { [fingerprintName]: marks[at] },
		...(hint.flow.length > 0 && { codeFlows: [toCodeFlow(hint.flow)] }),
		...(hint.new !== undefined && { baselineState: hint.new ? 'new' : 'unchanged' }),
	}));
	const broken = contracts
		.filter(({ state }) => state === 'broken')
		.flatMap(({ file, breaches }) =>
			breaches.map((breach) => ({
				ruleId: contractRule,
				ruleIndex: listed.length,
				level: 'error',
				message: { text: breach.message },
				locations: [location(file, breach)],
			})),
		);
	const exceeded = budgets.map((budget) => ({
		ruleId: budgetRule,
		ruleIndex: listed.length + 1,
		level: 'error',
		message: { text: budget.message },
		locations: [location(budget.file, budget)],
	}));
	const others = ([contractRule, budgetRule] as const).map((id) => ({
		...described(id, rules[id].title, ruleDescriptions[id], ruleUrl(id)),
		...atLevel('error'),
	}));
	return spellLog('escapes', [...listed, ...others], [...results, ...broken, ...exceeded], run, look);
}

const budgetRule = 'budget-exceeded';
const contractRule = 'contract-broken';

function described(id: string, title: string, description: string, helpUri: string) {
	const plain = description.replaceAll('`', '');
	return {
		id,
		shortDescription: { text: title },
		fullDescription: { text: plain },
		help: { text: `${plain} See ${helpUri}`, markdown: `${description}\n\n[More about ${id}](${helpUri})` },
		helpUri,
	};
}

function atLevel(severity: string) {
	return { defaultConfiguration: { level: severity } };
}

function classTitle(id: EscapeClass): string {
	return `heap allocation: ${id.replaceAll('-', ' ')}`;
}

/** The way of a value to the heap, step by step. */
function toCodeFlow(flow: ReportedHint['flow']) {
	const locations = flow.map(({ file, line, column, text }) => ({
		location: {
			physicalLocation: { artifactLocation: artifact(file), region: { startLine: line, startColumn: column } },
			message: { text },
		},
	}));
	return { threadFlows: [{ locations }] };
}

/** Equal for the same finding in another version of the code; see `identityOf`. */
const fingerprintName = 'linkscape/v1';

/** GitHub takes no more from one run (docs.github.com, SARIF support for code scanning). */
const mostResults = 25_000;

interface Leveled {
	readonly level: string;
}

/** The most severe ones, in their order. */
function limited<T extends Leveled>(results: readonly T[]): readonly T[] {
	if (results.length <= mostResults) return results;
	const kept = new Set(
		['error', 'warning', 'note']
			.flatMap((one) => results.filter(({ level: own }) => own === one))
			.slice(0, mostResults),
	);
	return results.filter((result) => kept.has(result));
}

function spellLog(
	command: string,
	listed: readonly object[],
	results: readonly Leveled[],
	end: RunEnd,
	look: Look,
): string {
	const shown = limited(results);
	const left = results.length - shown.length;
	const note = {
		level: 'note',
		message: `${left} of ${results.length} results are left out: the most severe are here.`,
	};
	const problems = left > 0 ? [...end.problems, note as Problem] : end.problems;
	const informationUri = 'https://github.com/linkscape/linkscape';
	const log = {
		$schema: 'https://json.schemastore.org/sarif-2.1.0.json',
		version: '2.1.0',
		runs: [
			{
				tool: { driver: { name: 'linkscape', version: look.toolVersion, informationUri, rules: listed } },
				automationDetails: { id: `linkscape/${command}/` },
				invocations: [invocation({ ...end, problems })],
				columnKind: 'utf16CodeUnits',
				results: shown,
			},
		],
	};
	return `${JSON.stringify(log, null, '\t')}\n`;
}

/** Whether everything that was asked for was done; a run with findings is a success. */
function invocation({ exitCode: code, problems }: RunEnd) {
	return {
		executionSuccessful: code !== exitCode.cannotRun,
		exitCode: code,
		...(problems.length > 0 && {
			toolExecutionNotifications: problems.map(({ level: severity, message }) => ({
				level: severity,
				message: { text: message },
			})),
		}),
	};
}

const level: Readonly<Record<Severity, string>> = {
	error: 'error',
	warning: 'warning',
	information: 'note',
	hint: 'note',
};

function toResult(finding: PlacedFinding, ids: readonly RuleId[], mark: string) {
	const { file, region, related, suppression, go } = finding;
	const fixes = finding.fixes.flatMap((fix) => toFix(fix, file));
	return {
		ruleId: finding.rule,
		ruleIndex: ids.indexOf(finding.rule),
		level: level[finding.severity],
		message: { text: finding.message },
		locations: [location(file, region)],
		partialFingerprints: { [fingerprintName]: mark },
		...(suppression && { suppressions: [{ kind: suppression.kind, justification: suppression.reason }] }),
		...(finding.new !== undefined && { baselineState: finding.new ? 'new' : 'unchanged' }),
		...(go && { properties: { go } }),
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

/** Only what changes the finding's own file can be said here. */
function toFix({ title, replacements }: PlacedFix, file: string) {
	if (replacements === undefined) return [];
	const changes = replacements.map(({ region, text }) => ({
		deletedRegion: toRegion(region),
		insertedContent: { text },
	}));
	return [
		{ description: { text: title }, artifactChanges: [{ artifactLocation: artifact(file), replacements: changes }] },
	];
}
