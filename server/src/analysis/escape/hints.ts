/** Turns what the compiler said about one file into hints. */
import { type AllocationSite, isInLoop } from '../syntax/allocationSites.ts';
import { isLentParameter } from '../syntax/appendRoom.ts';
import { grownSlice } from '../syntax/grownSlice.ts';
import { functionOwner, meaningAt, type PackageDeclarations } from '../syntax/declarations.ts';
import { compilerOffset } from '../syntax/expressions.ts';
import { type GoFunction, functionAround } from '../syntax/functions.ts';
import { capturesOf, isGeneric } from '../syntax/captures.ts';
import { functionNamed, resultNames } from '../syntax/packageFunctions.ts';
import { methodOf } from '../syntax/inferNodeType.ts';
import { type Subject, subjectAt } from '../syntax/subjectSpan.ts';
import type { SyntaxNode, SyntaxTable } from '../syntax/syntaxTable.ts';
import { lastWord } from '../text/lastWord.ts';
import type { LineIndex } from '../text/lineIndex.ts';
import type { Span } from '../text/span.ts';
import { verdictOfAllocation } from './allocation.ts';
import type { Allocation } from './siteContext.ts';
import type { OutputPlace } from './buildLine.ts';
import { classify, endsInPanic, levelOf } from './classify.ts';
import { coldPathOf } from './coldPath.ts';
import { callKind, type HandedOver, type LeakIndex, flowsInCallee, handedOver } from './calleeLeak.ts';
import { typeArgumentsOf } from './generics/typeArguments.ts';
import { hasCompilerNames } from './compilerNames.ts';
import { inItsPlace, isInitializer } from './howOften.ts';
import { inlinedColdPath } from './inlinedBranch.ts';
import type { EscapeClass, EscapeHint, FlowStep } from './escapeHint.ts';
import { isMadeForLoop, loopBodyName, loopInFlows, loopSteps, rangeOf } from './loopBody.ts';
import { type SiteIndex, flowsToRoot } from './flowRoot.ts';
import type { Flow } from './explanation.ts';
import { keptAs } from './keptAs.ts';
import { leakElsewhere } from './leakElsewhere.ts';
import type { Leak, Remark, Site } from './parseBuildOutput.ts';
import { calleeName, type Outlived, wordsFor, wordsForLeak } from './wording.ts';

/** A source file with all that was said about it. */
export interface CompiledFile {
	readonly path: string;
	readonly table: SyntaxTable;
	readonly declarations: PackageDeclarations;
	readonly functions: readonly GoFunction[];
	readonly sites: readonly Site[];
	readonly remarks: readonly Remark[];
	/** 26 for go1.26.8. */
	readonly minor: number;
	readonly index: SiteIndex;
	readonly leaks: LeakIndex;
	absolute(file: string): string;
	/** Of any file of the package. */
	lines(path: string): LineIndex | undefined;
	/** The UTF-16 offset of a place in this file; where it has no column, of `subject` in its line, or of the line's first word. */
	offset(place: OutputPlace, subject?: string): number;
	word(offset: number): Span;
}

/** The hints of all verdicts of a file, those of code that stays on the stack included. */
export function siteHints(file: CompiledFile): EscapeHint[] {
	const zeroCopies = new Set<number>();
	const inlined = new Map<number, string[]>();
	for (const { place, message } of file.remarks) {
		if (message.kind === 'zero-copy') zeroCopies.add(file.offset(place));
		if (message.kind !== 'inlined-call') continue;
		const offset = file.offset(place);
		const callees = inlined.get(offset);
		if (callees) callees.push(message.callee);
		else inlined.set(offset, [message.callee]);
	}
	const inlinable = inlinableFunctions(file);
	const groups = new Map<string, Draft[]>();
	for (const site of file.sites) {
		const offset = file.offset(site.place, site.subject);
		// The variables that a loop over a function needs belong to its body, which has a hint.
		if (isWrapperCopy(file, offset) || isMadeForLoop(site.subject)) continue;
		const subject = subjectAt(file.table, offset, site.subject);
		const callees = inlined.get(site.place.column > 0 ? offset : file.offset(site.place)) ?? [];
		// Without a column, what is not found in its line may stand anywhere.
		if (site.place.column === 0 && subject.node === undefined && callees.length === 0) continue;
		const judged = verdictOfAllocation({
			minor: file.minor,
			site,
			subject,
			table: file.table,
			declarations: file.declarations,
			zeroCopy: zeroCopies.has(offset),
			inlinedCallees: callees,
		});
		const around = functionAround(file.functions, subject.span.start)?.nameSpan.start ?? -1;
		const allocation = inItsPlace(judged, {
			table: file.table,
			declarations: file.declarations,
			subject,
			printed: site.subject,
			inlinedCallees: callees,
			canInline: inlinable.has(around),
		});
		// A parameter that does not escape is the good case; functions report the others.
		if (allocation.verdict === 'stack' && (allocation.form === 'value' || allocation.form === 'constant')) continue;
		// A generic function prints once for each shape of its type arguments, with the shape in the text.
		const at = subject.node ?? subject.place;
		const generic = at !== undefined && allocation.form !== 'value' && isGeneric(file.table, at);
		const key = generic ? `${offset}:${allocation.form}` : `${offset}:${site.subject}`;
		const group = groups.get(key);
		const draft = { site, subject, allocation, callees };
		if (group) group.push(draft);
		else groups.set(key, [draft]);
	}
	const shapes = shapesOf(file);
	return [...groups.values()].map((group) => hintOfGroup(file, group, shapes, inlinable));
}

/** A verdict of the compiler with what it amounts to. */
interface Draft {
	readonly site: Site;
	readonly subject: Subject;
	readonly allocation: Allocation;
	/** The functions that were inlined at the place. */
	readonly callees: readonly string[];
}

/** One hint for what holds of several instances: the worst of them, with the type arguments of all. */
function hintOfGroup(
	file: CompiledFile,
	group: readonly Draft[],
	shapes: ReadonlyMap<number, ReadonlySet<string>>,
	inlinable: ReadonlySet<number>,
): EscapeHint {
	const worst = group.reduce((a, b) => (weights[b.allocation.verdict] > weights[a.allocation.verdict] ? b : a));
	const { site, subject, callees } = worst;
	const instances = [...new Set(group.flatMap((each) => instancesOf(each.site)))];
	const allocating = new Set(
		group.filter(({ allocation }) => allocation.verdict === 'heap').flatMap((each) => instancesOf(each.site)),
	);
	const name = functionAround(file.functions, subject.span.start)?.nameSpan.start ?? -1;
	const all = shapes.get(name)?.size ?? 0;
	const isPartial = worst.allocation.verdict === 'heap' && allocating.size > 0 && allocating.size < all;
	const allocation: Allocation = isPartial
		? { ...worst.allocation, verdict: 'maybe-heap', because: 'some-types' }
		: worst.allocation;
	const hint = siteHint(file, site, subject, allocation, callees, inlinable);
	const shown = (isPartial ? [...allocating] : instances).sort();
	return shown.length > 0 ? { ...hint, instances: shown } : hint;
}

/** The type arguments that each generic function was compiled for, by where its name stands. */
function shapesOf(file: CompiledFile): ReadonlyMap<number, ReadonlySet<string>> {
	const shapes = new Map<number, Set<string>>();
	for (const { place, message } of file.remarks) {
		if (message.kind !== 'inlinable' && message.kind !== 'not-inlinable') continue;
		const instance = typeArgumentsOf(message.function);
		if (instance === undefined) continue;
		const at = file.offset(place);
		const start = functionAround(file.functions, at)?.nameSpan.start;
		if (start === undefined || at > start) continue;
		const known = shapes.get(start);
		if (known) known.add(instance);
		else shapes.set(start, new Set([instance]));
	}
	return shapes;
}

/** An instance of a generic function is reported again at its name, where the wrapper around its shape stands. */
function isWrapperCopy(file: CompiledFile, offset: number): boolean {
	const declared = functionAround(file.functions, offset);
	return declared !== undefined && offset <= declared.nameSpan.start && isGeneric(file.table, declared.node);
}

const weights: Readonly<Record<EscapeHint['verdict'], number>> = {
	heap: 4,
	'maybe-heap': 3,
	static: 2,
	stack: 1,
	leak: 0,
};

function siteHint(
	file: CompiledFile,
	site: Site,
	subject: Subject,
	allocation: Allocation,
	inlinedCallees: readonly string[],
	inlinable: ReadonlySet<number>,
): EscapeHint {
	const explanation = site.explanations[0];
	const flows = explanation ? flowsToRoot(site, explanation, file.index) : [];
	const { table, declarations } = file;
	const { node, place } = subject;
	const outlived = outlivedBy(file, subject, flows);
	const isInlinedCode = node === undefined && inlinedCallees.length > 0;
	const inlinedPath = isInlinedCode ? inlinedColdPath(declarations, inlinedCallees, site.subject) : undefined;
	const found = classify({
		results: resultNames(table, node ?? place),
		site,
		form: allocation.form,
		flows,
		around: aroundOf(file, site, subject, flows, outlived),
		methodValue: node !== undefined && methodOf(declarations, { table, node }) !== undefined,
	});
	const escapeClass = inlinedPath === 'error' ? 'error-value' : found;
	// Go 1.26 makes a variable of its own for new(n).
	const isNew = place !== undefined && table.textOf(place).startsWith('new(') && hasCompilerNames(site.subject);
	const inlined =
		node === undefined &&
		place !== undefined &&
		!isNew &&
		(/^(?:call_expression|for_statement)$/.test(table.kind(place)) ||
			// The grammar takes `f[int](x)` for a conversion, in which nothing is inlined.
			(table.kind(place) === 'type_conversion_expression' && inlinedCallees.length > 0));
	const moved = site.decision === 'moved' && !isNew;
	const kept = keptBy(file, flows, subject.offset);
	const lastStep = flows.at(-1)?.steps.at(-1)?.text ?? '';
	const call = callKind(lastStep, declarations, kept.handed && { table, node: kept.handed.call });
	const held = keptAs({
		class: escapeClass,
		flows: [...flows, ...kept.flows],
		table,
		declarations,
		ownOffset: (at) => ownOffset(file, at),
	});
	const looped = loopInFlows(flows, table, (step) => ownOffset(file, step));
	const named = sourceName(file, site, subject, inlined, flows);
	const captured = allocation.form === 'func' && node !== undefined ? capturesOf(declarations, { table, node }) : [];
	const canInline = functionAround(file.functions, subject.span.start)?.nameSpan.start;
	const at = node ?? place;
	const isCopy = inlined && inlinedCallees.some((callee) => functionNamed(declarations, callee) !== undefined);
	const coldPath =
		(at === undefined ? undefined : coldPathOf(table, at)) ??
		(endsInPanic(flows) || allocation.because === 'inlined-panic' ? 'panic' : undefined) ??
		inlinedPath ??
		(escapeClass === 'error-value' ? 'error' : undefined) ??
		(isCopy ? 'inlined-copy' : undefined);
	return {
		...located(file, subject.span, site.place),
		verdict: allocation.verdict,
		because: allocation.because,
		class: escapeClass,
		level: levelOf(escapeClass),
		subject: site.subject,
		...(named !== site.subject && { name: named }),
		...wordsFor({
			subject: named,
			allocation,
			class: escapeClass,
			flows,
			inlined,
			moved,
			call,
			callee: calledInLine(file, kept.handed),
			outlived,
			captured,
			canInline: canInline !== undefined && inlinable.has(canInline),
			...(looped && { iterator: looped.iterator }),
		}),
		flow: flowSteps(file, [...flows, ...kept.flows], { printed: site.subject, name: named, loop: looped?.loop.node }),
		inlined,
		cold: endsInPanic(flows) || allocation.because === 'inlined-panic',
		...(coldPath && { coldPath }),
		...(allocation.because === 'growth' && withGrowing(file, subject)),
		inLoop: at !== undefined && isInLoop(table, at),
		...(kept.keeper && { keeper: kept.keeper }),
		...(held && { keptAs: held }),
	};
}

function withGrowing({ table, declarations }: CompiledFile, { node, place }: Subject): Pick<EscapeHint, 'grows'> {
	const at = node ?? place;
	const grows = at === undefined ? undefined : grownSlice(declarations, table, at);
	return grows === undefined ? {} : { grows };
}

/** Where the names of the functions stand that the compiler can inline. */
function inlinableFunctions(file: CompiledFile): ReadonlySet<number> {
	const starts = new Set<number>();
	for (const { place, message } of file.remarks) {
		if (message.kind !== 'inlinable') continue;
		const at = file.offset(place);
		const start = functionAround(file.functions, at)?.nameSpan.start;
		// A closure in it stands behind its name.
		if (start !== undefined && at <= start) starts.add(start);
	}
	return starts;
}

/** What to call a site: as its reader wrote it, not by what the compiler calls a part of it. */
function sourceName(
	{ table }: CompiledFile,
	site: Site,
	subject: Subject,
	inlined: boolean,
	flows: readonly Flow[],
): string {
	if (site.subject === '... argument') return `argument slice of ${calleeName(flows) ?? 'the call'}`;
	const at = subject.node ?? subject.place;
	if (subject.node !== undefined && table.kind(subject.node) === 'for_statement') return loopBodyName;
	const isForeign = inlined || hasCompilerNames(site.subject);
	return isForeign && at !== undefined ? quote(table, at) : site.subject;
}

/** The text of an expression; of a loop, its head. */
function quote(table: SyntaxTable, node: SyntaxNode): string {
	const body = table.kind(node) === 'for_statement' ? table.children(node).at(-1) : undefined;
	return shortText(
		body === undefined ? table.textOf(node) : table.text.slice(table.start(node), table.start(body)).trim(),
	);
}

/** The UTF-16 offset of a step in this file; undefined for one elsewhere. */
function ownOffset(file: CompiledFile, at: OutputPlace): number | undefined {
	return file.absolute(at.file) === file.path ? file.offset(at) : undefined;
}

/** What the callee does with an argument, when the last step hands it over in this file; `site` is where the argument is made. */
function keptBy(file: CompiledFile, flows: readonly Flow[], site: number) {
	const { table, declarations } = file;
	const handed = handedOver(flows, table, (at) => ownOffset(file, at), site);
	if (!handed) return { flows: [], keeper: undefined, handed };
	const inside = flowsInCallee(handed, file.leaks, declarations, table);
	const leaves = flows.at(-1)?.destination === '{heap}';
	return { flows: inside, keeper: leaves ? leakElsewhere(handed, declarations, table) : undefined, handed };
}

/** `io.ReadFull`, where the compiler names `io.ReadAtLeast`, which that calls and which was inlined. */
function calledInLine({ table }: CompiledFile, handed: HandedOver | undefined): string | undefined {
	if (!handed) return undefined;
	const written = table.textOf(handed.call + 1).replace(/\s/g, '');
	const isSimple = /^[\p{L}\p{N}_.]{1,40}$/u.test(written);
	return isSimple && !callsByName(handed.printed, lastWord(written)) ? written : undefined;
}

/** Whether a text has `name(` or `name[` in it. Each hint asks this: a pattern of its own for each name costs 4 ms an edit of 6,000 lines. */
function callsByName(text: string, name: string): boolean {
	for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
		const next = text[at + name.length];
		if ((next === '(' || next === '[') && !/[\p{L}\p{N}_]$/u.test(text.slice(Math.max(0, at - 2), at))) return true;
	}
	return false;
}

function located(file: CompiledFile, span: Span, place: OutputPlace) {
	return {
		file: file.path,
		span,
		function: functionAround(file.functions, span.start)?.name ?? '',
		position: { line: place.line, byteColumn: place.column },
	};
}

/** What the statement around a site says about it. */
function aroundOf(
	file: CompiledFile,
	site: Site,
	{ node, place }: Subject,
	flows: readonly Flow[],
	outlived: Outlived,
): 'go' | 'defer' | 'loop-variable' | 'none' {
	const { table } = file;
	const at = node ?? place;
	if (at === undefined) return 'none';
	const statement = table.kind(table.parent(at)) === 'call_expression' ? table.parent(table.parent(at)) : at;
	if (table.kind(statement) === 'go_statement') return 'go';
	if (table.kind(statement) === 'defer_statement') return isInLoop(table, statement) ? 'defer' : 'none';
	if (site.decision === 'moved') {
		if (capturedByGo(file, flows)) return 'go';
		if (isLoopVariable(table, at) || (node !== undefined && outlived === 'iteration')) return 'loop-variable';
	}
	return 'none';
}

/**
 * What a value outlives that ends in a variable which stays on the stack: the iteration of a loop, when that variable is
 * declared outside of it; the call of a func literal, when it is declared around that.
 */
function outlivedBy({ table, declarations }: CompiledFile, { node, place }: Subject, flows: readonly Flow[]): Outlived {
	const at = node ?? place;
	if (at === undefined || !isName(flows.at(-1)?.destination ?? '')) return 'call';
	// It may go on to a variable that is not in sight where it is made: `for l := list; …`.
	const ends = flows.map(({ destination }) => destination).filter(isName);
	const found = ends.map((end) => ({ end, meaning: meaningAt(declarations, { table, node: at }, end) }));
	const { end, meaning } = found.findLast((each) => each.meaning !== undefined) ?? { end: '', meaning: undefined };
	if (meaning?.kind !== 'variable' || meaning.owner === undefined) return 'call';
	if (meaning.owner !== functionOwner(table, at)) return 'closure';
	return isInLoop(table, at) && !resultNames(table, at).includes(end) ? 'iteration' : 'call';
}

function isName(text: string): boolean {
	return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(text);
}

/** The closure that captures stands in a go statement. */
function capturedByGo(file: CompiledFile, flows: readonly Flow[]): boolean {
	const step = flows.flatMap((flow) => flow.steps).find((each) => each.why === 'captured by a closure');
	if (!step || file.absolute(step.at.file) !== file.path) return false;
	const { table } = file;
	for (let at: SyntaxNode = table.at(file.offset(step.at)); at > 0; at = table.parent(at)) {
		if (table.kind(at) === 'go_statement') return true;
	}
	return false;
}

/** Declared in the header of a for statement. */
function isLoopVariable(table: SyntaxTable, node: SyntaxNode): boolean {
	for (let at = table.parent(node); at > 0; at = table.parent(at)) {
		const kind = table.kind(at);
		if (kind === 'range_clause' || kind === 'for_clause') return true;
		if (kind === 'block' || kind === 'statement_list') return false;
	}
	return false;
}

interface OwnSite {
	/** What the compiler calls the site, and its name here. */
	readonly printed: string;
	readonly name: string;
	/** The loop over a function whose body the value goes into. */
	readonly loop: SyntaxNode | undefined;
}

function flowSteps(file: CompiledFile, flows: readonly Flow[], own?: OwnSite): FlowStep[] {
	const isLoop = (at: OutputPlace) => own?.loop !== undefined && ownOffset(file, at) === file.table.start(own.loop);
	const shown: FlowStep[] = [];
	for (const { steps, destination } of flows) {
		const intoBody = own?.loop !== undefined && destination === '{storage for func literal}';
		for (const { text, why, at } of steps) {
			if (intoBody && why === 'reference') continue;
			const path = file.absolute(at.file);
			const lines = file.lines(path);
			const column =
				lines && at.column > 0 ? lines.position(lines.offsetOfByteColumn(at.line, at.column)).column + 1 : at.column;
			const place = { file: path, line: at.line, column };
			if (isLoop(at)) {
				// The body becomes a value, is assigned and passed: all that is to give it to the iterator.
				if (shown.at(-1)?.why === loopSteps.given) continue;
				const over = rangeOf(file.table, own?.loop ?? 0) ?? 0;
				shown.push({ ...place, text: `range ${shortText(file.table.textOf(over))}`, why: loopSteps.given });
				continue;
			}
			const said = text === own?.printed ? own.name : text;
			const shownText = hasCompilerNames(said) ? sourceLine(lines, at.line) : said;
			const isUse = intoBody && why === 'captured by a closure';
			shown.push({ ...place, text: shownText, why: isUse ? loopSteps.used : why });
		}
	}
	return shown;
}

/** A line (1-based) without its indentation. */
function sourceLine(lines: LineIndex | undefined, line: number): string {
	if (!lines || line < 1) return 'the value';
	const { start, end } = lines.lineSpan(line - 1);
	return shortText(lines.text.slice(start, end).trim());
}

/** The type arguments of the instances that an explanation was printed for: `int` of `Gen[go.shape.int]`. */
function instancesOf(site: Site): string[] {
	const instances = new Set(site.explanations.map((each) => typeArgumentsOf(each.function)));
	return [...instances].filter((each) => each !== undefined);
}

/** Parameters that leave their function; the worst way out of each. */
export function leakHints(file: CompiledFile, leaks: readonly Leak[]): EscapeHint[] {
	const byPlace = new Map(leaks.map((leak) => [leakKey(leak.place, leak.parameter, leak.destination), leak]));
	const hints = new Map<number, EscapeHint>();
	for (const { place, message } of file.remarks) {
		if (message.kind !== 'leaks') continue;
		const offset = file.offset(place, message.parameter);
		if (hints.has(offset) && message.to !== 'heap') continue;
		const { span, node } = subjectAt(file.table, offset, message.parameter);
		// The variables of a loop over a function are parameters to the compiler.
		if (node !== undefined && isLoopVariable(file.table, node)) continue;
		const destination = typeof message.to === 'object' ? message.to.result : '{heap}';
		const leak = byPlace.get(leakKey(place, message.parameter, destination));
		const flow = leak ? flowSteps(file, leak.explanation.flows) : [];
		const keeper = leak && keptBy(file, leak.explanation.flows, offset).keeper;
		hints.set(offset, {
			...located(file, span, place),
			verdict: 'leak',
			because: typeof message.to === 'object' ? 'result' : message.to,
			class: typeof message.to === 'object' ? 'returned' : 'stored',
			level: typeof message.to === 'object' ? 1 : 0,
			subject: message.parameter,
			...wordsForLeak(message.parameter, message.to),
			flow,
			inlined: false,
			cold: false,
			inLoop: false,
			...(keeper && { keeper }),
		});
	}
	return [...hints.values()];
}

function leakKey({ line, column }: OutputPlace, parameter: string, destination: string): string {
	return `${line}:${column} ${parameter} ${destination}`;
}

/** A place that allocates by its form, with the offset that the compiler would report. */
export interface FormSite {
	readonly kind: AllocationSite['kind'] | 'moved-slice';
	readonly node: SyntaxNode;
	readonly offset: number;
	/** What to call it, when its own text is not the best name. */
	readonly subject?: string;
}

/**
 * Allocations that have no verdict line: channels, `s += t`, deferred calls in loops, `append` before Go 1.25.
 *
 * @param compiled the hints of {@link siteHints}
 */
export function syntacticHints(
	file: CompiledFile,
	found: readonly FormSite[],
	compiled: readonly EscapeHint[],
): EscapeHint[] {
	// A file that the compiler said nothing about was not compiled.
	if (file.remarks.length === 0 && file.sites.length === 0) return [];
	const judged = new Set(file.sites.map((site) => file.offset(site.place, site.subject)));
	const isJudgedSum = (right: SyntaxNode) =>
		file.table.kind(right) === 'binary_expression' && judged.has(compilerOffset(file.table, right) ?? -1);
	return found.flatMap(({ kind, node, offset, subject: named }) => {
		if (judged.has(offset) || (kind === 'append' && file.minor >= 25)) return [];
		// The closure that is deferred is the allocation, its record comes from the same pool as all.
		const isDeferred = (hint: EscapeHint) =>
			hint.class === 'defer-in-loop' &&
			hint.verdict === 'heap' &&
			hint.span.start >= file.table.start(node) &&
			hint.span.end <= file.table.end(node);
		if (kind === 'defer-in-loop' && compiled.some(isDeferred)) return [];
		// `s += a + b` is one concatenation, and `a + b` has a verdict unless it is constant.
		if (kind === 'string-append' && isJudgedSum(rightSide(file.table, node))) return [];
		const { table } = file;
		const [escapeClass, form, usual, why] = syntacticForms[kind];
		// What initializes a package-level variable is made once, before main.
		const once = isInitializer(table, node);
		const verdict = once ? 'maybe-heap' : usual;
		const isLent = kind === 'moved-slice' && isLentParameter(table, node, named ?? '');
		const because = once ? 'once' : isLent ? 'lent-room' : why;
		const place = file.lines(file.path)?.bytePosition(offset) ?? { line: 1, column: 1 };
		const subject = named ?? (kind === 'append' ? 'append' : shortText(table.textOf(node)));
		const allocation: Allocation = { verdict, because, form };
		const coldPath = coldPathOf(table, node);
		const span =
			kind === 'defer-in-loop'
				? { start: table.start(node), end: table.start(node) + 5 }
				: { start: table.start(node), end: table.end(node) };
		return [
			{
				...located(file, span, { file: file.path, ...place }),
				verdict,
				because,
				class: escapeClass,
				level: levelOf(escapeClass),
				subject,
				...wordsFor({
					subject,
					allocation,
					class: escapeClass,
					flows: [],
					inlined: false,
					moved: false,
					call: 'static',
				}),
				flow: [],
				inlined: false,
				cold: false,
				...(coldPath && { coldPath }),
				inLoop: isInLoop(table, node),
			},
		];
	});
}

const syntacticForms: Readonly<
	Record<FormSite['kind'], readonly [EscapeClass, Allocation['form'], Allocation['verdict'], Allocation['because']]>
> = {
	'make-channel': ['channel', 'make', 'heap', 'made'],
	'string-append': ['string-conversion', 'concatenation', 'heap', 'made'],
	append: ['append-growth', 'append', 'maybe-heap', 'growth'],
	'defer-in-loop': ['defer-in-loop', 'func', 'maybe-heap', 'pooled'],
	'moved-slice': ['append-growth', 'append', 'maybe-heap', 'leaves-the-stack'],
};

function rightSide(table: SyntaxTable, assignment: SyntaxNode): SyntaxNode {
	const right = table.children(assignment)[2] ?? assignment;
	return table.kind(right) === 'expression_list' ? right + 1 : right;
}

function shortText(text: string): string {
	return text.replace(/\s+/g, ' ').slice(0, 80);
}
