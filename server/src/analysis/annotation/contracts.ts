/**
 * Contracts: `//linkscape:noalloc` and its like in the comment above a function, which the compiler has to keep. What is decided here is about the
 * function itself and what is inlined into it; what it calls is looked into by who has the object files.
 */
import type { EscapeHint, FunctionReport } from '../escape/escapeHint.ts';
import { notInstantiated } from '../escape/generics/markInstances.ts';
import type { Finding } from '../finding.ts';
import { declarationBelow } from '../linkname/attachment.ts';
import { rules } from '../linkname/rules.ts';
import { declaredFunction } from '../source/declaredFunction.ts';
import type { GoFile } from '../source/goFile.ts';
import { nearestWord } from '../text/editDistance.ts';
import type { LineIndex } from '../text/lineIndex.ts';
import type { Span } from '../text/span.ts';
import { type Annotation, readAnnotations } from './annotation.ts';

export const contractVerbs = ['noalloc', 'noescape', 'inline', 'nobounds'] as const;
export type ContractVerb = (typeof contractVerbs)[number];

export interface Contract {
	readonly verb: ContractVerb;
	/** The comment. */
	readonly span: Span;
	/** As Go writes it: `F`, `(*T).M`. */
	readonly function: string;
	readonly nameSpan: Span;
	/** The whole declaration. */
	readonly extent: Span;
}

/** The contracts of a file, in order. */
export function contractsOf(file: GoFile): Contract[] {
	if (file.annotations.length === 0) return [];
	return readAnnotations(file).flatMap((annotation) => {
		const verb = contractVerb(annotation.verb);
		const target = verb && annotation.exact ? functionUnder(file, annotation) : undefined;
		if (!verb || !target?.body) return [];
		const { nameSpan, span: extent } = target;
		return [{ verb, span: annotation.comment.span, function: declaredFunction(file.text, target), nameSpan, extent }];
	});
}

/** Comments for Linkscape that nothing follows from. */
export function contractFindings(path: string, file: GoFile): Finding[] {
	const findings: Finding[] = [];
	for (const annotation of readAnnotations(file)) {
		const message = annotation.verb === 'ignore' ? undefined : problemOf(file, annotation);
		if (message === undefined) continue;
		const { severity } = rules['contract-usage'];
		findings.push({ rule: 'contract-usage', severity, file: path, span: annotation.comment.span, message, fixes: [] });
	}
	return findings;
}

function problemOf(file: GoFile, annotation: Annotation): string | undefined {
	const { verb, exact } = annotation;
	const known = contractVerb(verb);
	if (!known) {
		const meant = nearestWord(verb, ['ignore', ...contractVerbs]);
		// Prose that begins with the name is no slip.
		if (!exact && meant === undefined) return undefined;
		const hint = meant === undefined ? `There are ignore, ${contractVerbs.join(', ')}.` : `Did you mean ${meant}?`;
		return `There is no //linkscape:${verb}. ${hint}`;
	}
	if (!exact) return `The comment must begin with //linkscape:${verb}, without a space.`;
	const target = functionUnder(file, annotation);
	if (!target) return `//linkscape:${verb} stands above no function: it belongs in the comment right above one.`;
	if (!target.body)
		return `//linkscape:${verb} stands above a function without a body, of which the compiler knows nothing.`;
	return undefined;
}

function functionUnder(file: GoFile, { comment }: Annotation) {
	if (!comment.startsLine || comment.place !== 'top') return undefined;
	const below = declarationBelow(file, { comment });
	return below?.kind === 'func' ? below : undefined;
}

function contractVerb(word: string): ContractVerb | undefined {
	return contractVerbs.find((verb) => verb === word);
}

/** What the compiler said about a file, in spans of the same text as the contracts. */
export interface CompilerWord {
	readonly hints: readonly EscapeHint[];
	readonly functions: readonly FunctionReport[];
	/** Lines (1-based) with a bounds check that stays; undefined when the back end was not asked. */
	readonly boundsChecks: ReadonlySet<number> | undefined;
	readonly lines: LineIndex;
}

export interface Breach {
	readonly span: Span;
	/** One sentence. */
	readonly message: string;
	/** Why the place runs rarely: `panic`, `error`; empty when it does not, or nothing says so. */
	readonly cold: string;
}

/** `unsure`: nothing breaks it for certain, but something may allocate. `unknown`: the compiler said nothing about the function. */
export type ContractState = 'kept' | 'broken' | 'unsure' | 'unknown';

export interface JudgedContract {
	readonly contract: Contract;
	readonly state: ContractState;
	/** What breaks it; for `unsure` what may. */
	readonly breaches: readonly Breach[];
}

export function judgeContract(contract: Contract, word: CompilerWord): JudgedContract {
	const report = word.functions.find(({ span }) => span.start === contract.nameSpan.start);
	if (!report || report.inline.reason === notInstantiated) return { contract, state: 'unknown', breaches: [] };
	const found = judgeBy(report, contract, word);
	// Types that only stand for others prove nothing about those.
	return found.state === 'broken' && report.assumed ? { ...found, state: 'unsure' } : found;
}

function judgeBy(report: FunctionReport, contract: Contract, word: CompilerWord): JudgedContract {
	switch (contract.verb) {
		case 'inline':
			return judgeInline(contract, report);
		case 'noescape':
			return judgeEscapes(contract, inside(contract, word.hints));
		case 'noalloc':
			return judgeAllocations(contract, inside(contract, word.hints));
		case 'nobounds':
			return judgeBounds(contract, word);
	}
}

function inside({ extent }: Contract, hints: readonly EscapeHint[]): readonly EscapeHint[] {
	return hints.filter(({ span }) => span.start >= extent.start && span.end <= extent.end);
}

function judgeInline(contract: Contract, { inline }: FunctionReport): JudgedContract {
	if (inline.can) return { contract, state: 'kept', breaches: [] };
	const why = inline.reason === undefined ? '' : `: ${inline.reason}`;
	const message = `${contract.function} cannot be inlined${why}.`;
	return { contract, state: 'broken', breaches: [{ span: contract.nameSpan, message, cold: '' }] };
}

/** A parameter that only reaches a result does not escape: its caller decides. */
function judgeEscapes(contract: Contract, hints: readonly EscapeHint[]): JudgedContract {
	const broken = hints.filter((hint) => {
		if (hint.verdict === 'leak') return hint.because === 'heap';
		return allocates(hint) && hint.flow.length > 0 && !mayGrow.has(hint.because);
	});
	return judged(contract, broken, []);
}

function judgeAllocations(contract: Contract, hints: readonly EscapeHint[]): JudgedContract {
	const made = hints.filter(allocates);
	const isSure = ({ verdict, because }: EscapeHint) => verdict === 'heap' || dependsOnValue.has(because);
	return judged(
		contract,
		made.filter(isSure),
		made.filter((hint) => !isSure(hint)),
	);
}

function allocates({ verdict }: EscapeHint): boolean {
	return verdict === 'heap' || verdict === 'maybe-heap';
}

/** Reserved space may suffice: whether it does, no compiler knows. */
const mayGrow = new Set([
	'growth',
	'has-room',
	'lent-room',
	'small-buffer',
	'many-entries',
	'pooled',
	'leaves-the-stack',
]);

/** For some values it allocates for sure, and the function does not choose them. */
const dependsOnValue = new Set(['small-number', 'zero-number', 'empty-string', 'nil-slice', 'inlined-branch']);

function judged(contract: Contract, broken: readonly EscapeHint[], unsure: readonly EscapeHint[]): JudgedContract {
	const state = broken.length > 0 ? 'broken' : unsure.length > 0 ? 'unsure' : 'kept';
	const breaches = (state === 'broken' ? broken : unsure).map(({ span, message, cold, coldPath }) => ({
		span,
		message,
		// A copy of an inlined function runs as often as this one.
		cold: coldPath === undefined || coldPath === 'inlined-copy' ? (cold ? 'panic' : '') : coldPath,
	}));
	return { contract, state, breaches };
}

function judgeBounds(contract: Contract, { boundsChecks, lines }: CompilerWord): JudgedContract {
	if (boundsChecks === undefined) return { contract, state: 'unknown', breaches: [] };
	const first = lines.position(contract.extent.start).line + 1;
	const last = lines.position(contract.extent.end).line + 1;
	const checked = [...boundsChecks].filter((line) => line >= first && line <= last).sort((a, b) => a - b);
	const breaches = checked.map(
		(line): Breach => ({ span: codeOf(lines, line), message: 'a bounds check stays', cold: '' }),
	);
	return { contract, state: breaches.length > 0 ? 'broken' : 'kept', breaches };
}

/** A line (1-based) without its indentation. */
export function codeOf(lines: LineIndex, line: number): Span {
	const { start, end } = lines.lineSpan(line - 1);
	const text = lines.text.slice(start, end);
	return { start: start + text.length - text.trimStart().length, end: start + text.trimEnd().length };
}

/** What a broken contract is reported as, at the place that breaks it. */
export function breachMessage({ verb, function: name }: Contract, { message, cold }: Breach): string {
	const rarely = cold === '' ? '' : `, on a path that runs rarely: ${coldWords[cold] ?? cold}`;
	return `//linkscape:${verb} of ${name} is broken: ${message.replace(/\.$/, '')}${rarely}.`;
}

const coldWords: Readonly<Record<string, string>> = {
	panic: 'it panics',
	error: 'it makes an error',
	once: 'it runs once',
	initialization: 'it initializes the package',
};

/** The contracts of a file that the compiler surely does not keep, each at every place that breaks it. */
export function brokenContracts(path: string, contracts: readonly Contract[], word: CompilerWord): Finding[] {
	const rule = 'contract-broken';
	return contracts.flatMap((contract) => {
		const { state, breaches } = judgeContract(contract, word);
		if (state !== 'broken') return [];
		return breaches.map((breach): Finding => {
			const related = [{ file: path, span: contract.span, message: `The contract of ${contract.function}.` }];
			const { severity } = rules[rule];
			return {
				rule,
				severity,
				file: path,
				span: breach.span,
				message: breachMessage(contract, breach),
				related,
				fixes: [],
			};
		});
	});
}
