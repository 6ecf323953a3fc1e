/** Gathers the lines of `-m=2` into what was said about each place: a verdict with the explanations that belong to it. */
import { parseBuildLine, type BuildMessage, type OutputPlace } from './buildLine.ts';
import { createDigest, type Digest } from '../text/digest.ts';
import { forEachLine } from '../text/forEachLine.ts';
import { type Explanation, createExplanation, looksLikeFlow } from './explanation.ts';

/** What the compiler decided about one expression or variable, and why. */
export interface Site {
	readonly place: OutputPlace;
	readonly subject: string;
	/**
	 * `moved`, `escapes` and `stays` are verdict lines. `explained`: an explanation without a verdict line, as for the
	 * closures that the compiler makes for `go f(x)` and for `defer` in a loop.
	 */
	readonly decision: 'moved' | 'escapes' | 'stays' | 'explained';
	readonly explanations: readonly Explanation[];
}

export interface Remark {
	readonly place: OutputPlace;
	readonly message: BuildMessage;
}

/** A parameter's way out of its function. */
export interface Leak {
	readonly place: OutputPlace;
	readonly parameter: string;
	readonly destination: string;
	readonly derefs: number;
	readonly explanation: Explanation;
}

export interface BuildReport {
	readonly sites: readonly Site[];
	readonly leaks: readonly Leak[];
	/** All other messages: inlining, leaking parameters, captures, devirtualization, zero-copy conversions. */
	readonly remarks: readonly Remark[];
	readonly unknown: readonly string[];
	/** File as printed → all that was said about it. */
	readonly said: ReadonlyMap<string, OutputDigests>;
}

/** Digests of the lines about one file: those that explain how parameters leak, and all others. */
export interface OutputDigests {
	readonly leaks: string;
	readonly others: string;
}

export interface BuildOutputReader {
	/** One line, without its line end. */
	readonly feed: (line: string) => void;
	/** What was said so far. An explanation that is still being read is not in it. */
	report(): BuildReport;
}

interface MutableSite {
	place: OutputPlace;
	subject: string;
	decision: Site['decision'];
	explanations: Explanation[];
}

/**
 * Reads an output while it is written; what it says is asked for at its end.
 *
 * The compiler prints each line when it has decided it, neither sorted nor held back (`base.WarnfAt`, escape/solve.go; Go
 * 1.21 to 1.27): all about inlining first, then the functions in batches that call each other, callees before callers. What
 * is said about a file is complete only with the last of its functions: for esbuild's js_parser.go at 0.81 (Go 1.24) to 0.94
 * (1.21) of a run that ends with escape analysis, for the files of net/http at 0.79 to 0.98. There is no earlier moment to
 * show the hints of a file at.
 *
 * `wanted` tells by the printed file name whether its lines matter; the grammar is checked for all of them.
 */
export function createBuildOutputReader(wanted: (file: string) => boolean = () => true): BuildOutputReader {
	const sites = new Map<string, MutableSite>();
	const leaks = new Map<string, Leak>();
	const remarks = new Map<string, Remark>();
	const unknown: string[] = [];
	/** Of the explanation that is being read: `FILE:LINE:COLUMN: `, which each of its lines begins with. */
	let prefix = '';
	/** Its lines; `undefined` when nobody will ask for them. */
	let lines: string[] | undefined;
	const wantedFiles = new Map<string, boolean>();
	const digests = new Map<string, { readonly leaks: Digest; readonly others: Digest }>();
	/** Of the explanation that is being read. */
	let digest: Digest | undefined;

	function isWanted(file: string): boolean {
		let answer = wantedFiles.get(file);
		if (answer === undefined) wantedFiles.set(file, (answer = file !== '' && wanted(file)));
		return answer;
	}

	function digestOf(file: string, kind: keyof OutputDigests): Digest {
		let found = digests.get(file);
		if (!found) digests.set(file, (found = { leaks: createDigest(), others: createDigest() }));
		return found[kind];
	}

	function siteAt(place: OutputPlace, subject: string): MutableSite {
		const key = `${place.file}:${place.line}:${place.column}:${subject}`;
		let site = sites.get(key);
		if (!site) sites.set(key, (site = { place, subject, decision: 'explained', explanations: [] }));
		return site;
	}

	function explanation(name: string): Explanation {
		lines = [];
		return createExplanation(name, lines);
	}

	function feed(line: string): void {
		if (line === '') return;
		if (prefix !== '' && line.startsWith(prefix) && looksLikeFlow(line, prefix.length)) {
			if (!lines) return;
			lines.push(line);
			digest?.add(line);
			return;
		}
		const parsed = parseBuildLine(line);
		if (!parsed) {
			unknown.push(line);
			return;
		}
		const { place, message } = parsed;
		if (!isWanted(place.file)) {
			prefix = '';
			lines = undefined;
			return;
		}
		digest = digestOf(place.file, message.kind === 'explains-leak' ? 'leaks' : 'others');
		if (message.kind !== 'aside') digest.add(line);
		switch (message.kind) {
			case 'flow':
			case 'from':
				lines?.push(line);
				break;
			case 'explains-escape': {
				prefix = placeOf(line);
				siteAt(place, subjectOfHeader(message.subject)).explanations.push(explanation(message.function));
				break;
			}
			case 'explains-leak': {
				prefix = placeOf(line);
				lines = undefined;
				const { subject: parameter, destination, derefs } = message;
				// How it gets into another variable is part of other explanations; it is more than half of an output.
				if (destination.startsWith('{storage for ')) break;
				const key = `${prefix}${parameter}:${destination}`;
				if (leaks.has(key)) break;
				leaks.set(key, { place, parameter, destination, derefs, explanation: explanation(message.function) });
				break;
			}
			case 'moved':
			case 'escapes':
			case 'stays': {
				const site = siteAt(place, message.subject);
				site.decision = heavier(site.decision, message.kind);
				break;
			}
			case 'package':
			case 'aside':
				break;
			case 'leaks':
			case 'captures':
			case 'zero-copy':
			case 'inlinable':
			case 'not-inlinable':
			case 'inlined-call':
			case 'devirtualized':
			case 'stays-dynamic':
				// A package and its test variant print the same; generics print once per instance.
				remarks.set(line, { place, message });
		}
	}

	return {
		feed,
		report: () => ({
			sites: [...sites.values()],
			leaks: [...leaks.values()],
			remarks: [...remarks.values()],
			unknown,
			said: new Map(
				[...digests].map(([file, { leaks: leaking, others }]) => [
					file,
					{ leaks: leaking.value(), others: others.value() },
				]),
			),
		}),
	};
}

/**
 * Reads a whole output at once.
 *
 * @param mapped changes lines before they are read
 */
export function parseBuildOutput(
	output: string,
	wanted?: (file: string) => boolean,
	mapped?: (line: string) => string,
): BuildReport {
	const reader = createBuildOutputReader(wanted);
	forEachLine(output, mapped ? (line) => reader.feed(mapped(line)) : reader.feed);
	return reader.report();
}

/** `FILE:LINE:COLUMN: ` of a line. */
function placeOf(line: string): string {
	return /^.+?:\d+(?::\d+)?: /.exec(line)?.[0] ?? '';
}

/** A header prints `append(s, 1)` where the verdict line says `append` (Go 1.25+). */
function subjectOfHeader(subject: string): string {
	return subject.startsWith('append(') ? 'append' : subject;
}

const weights = { moved: 3, escapes: 2, stays: 1, explained: 0 } as const;

/** A generic function or an inlined copy may stay in one instance and escape in another: the worst is shown. */
function heavier(a: Site['decision'], b: Site['decision']): Site['decision'] {
	return weights[b] > weights[a] ? b : a;
}
