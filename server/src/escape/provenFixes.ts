/** Fixes of escape hints, offered only once the compiler has shown that they keep their promise. */
import type { EscapeHint } from '../analysis/escape/escapeHint.ts';
import type { FixCandidate } from '../analysis/escape/fixes/fixCandidate.ts';
import { fixCandidates, mayHaveFix } from '../analysis/escape/fixes/fixCandidates.ts';
import { isProven } from '../analysis/escape/fixes/isProven.ts';
import type { Fix } from '../analysis/finding.ts';
import { declarationsOf, type PackageDeclarations } from '../analysis/syntax/declarations.ts';
import { applyEdits } from '../analysis/text/textEdit.ts';
import { readText } from '../toolchain/files.ts';
import { dirname } from '../toolchain/paths.ts';
import { createAnswers } from '../world/answers/answers.ts';
import type { Changes } from '../world/answers/changes.ts';
import type { GoContext } from '../world/go/goContext.ts';
import type { GoModules } from '../world/go/goModules.ts';
import { analyseFully, analyseQuickly, type PackagePlan } from './runs/analysePackage.ts';
import type { Explain, SyntaxTables } from './hints/outputReader.ts';
import type { FileEscapes } from './hints/fileEscapes.ts';
import { createContentReader, type OpenTexts, readOpenTexts } from '../world/packages/packageContent.ts';

export interface ProvenFixes {
	/**
	 * The fixes of some hints of an open file. Each candidate costs a run of the compiler, once for a text: with `mayRun`
	 * false only what is proven already is given. Nothing while the hints are stale or the package is broken. Rejects when
	 * `signal` aborts.
	 */
	of(wanted: FixRequest, signal: AbortSignal): Promise<readonly Fix[]>;
	/**
	 * What may mend these hints, by the text alone: nothing is compiled. Without those that the compiler has refuted for this
	 * text. Nothing while the hints are stale. Rejects when `signal` aborts.
	 */
	possible(wanted: Pick<FixRequest, 'path' | 'hints'>, signal: AbortSignal): Promise<readonly PossibleFix[]>;
}

export interface PossibleFix {
	readonly hint: EscapeHint;
	readonly title: string;
	/** The compiler has shown that the allocation goes away. */
	readonly isProven: boolean;
}

export interface FixRequest {
	readonly path: string;
	/** Those of the file's hints, as they are now, that somebody looks at. */
	readonly hints: readonly EscapeHint[];
	readonly mayRun: boolean;
}

export interface ProvenFixesDeps {
	readonly changes: Changes;
	readonly modules: GoModules;
	readonly explain: Explain;
	readonly tables: SyntaxTables;
	/** Of the open documents, as they are now. */
	readonly texts: () => OpenTexts;
	readonly escapes: (path: string) => FileEscapes;
	/** What the last full run of a package left for runs of the compiler alone. */
	readonly planOf: (path: string) => PackagePlan | undefined;
}

/** The hints whose fixes are remembered: somebody moves between a few of one text. */
const remembered = 64;

/** Files whose text is kept, so that a search does not read them again. */
const mostTexts = 500;

/** A hint, and all that was so when it was asked about. */
interface Question {
	readonly hint: EscapeHint;
	readonly before: readonly EscapeHint[];
	readonly context: GoContext;
	readonly open: OpenTexts;
	readonly text: string;
	readonly plan: PackagePlan | undefined;
}

interface PackageSyntax {
	readonly tables: Awaited<ReturnType<SyntaxTables>>;
	readonly declarations: PackageDeclarations;
	/** Of the language version: 21 of go1.21; 0 when it is not known. */
	readonly languageMinor: number;
}

function candidatesFor(
	hint: EscapeHint,
	{ tables, declarations, languageMinor }: PackageSyntax,
): readonly FixCandidate[] {
	const table = tables.get(hint.file);
	return table ? fixCandidates({ hint, table, declarations, languageMinor }) : [];
}

export function createProvenFixes(deps: ProvenFixesDeps): ProvenFixes {
	// Of files that are not open too, and by the Go in use.
	const proven = createAnswers<readonly Fix[]>({
		changes: deps.changes,
		dependsOn: ['files', 'build'],
		most: remembered,
	});
	/** A search after each edit reads every file of the package; most are not open, and their syntax holds the same text. */
	const saved = createAnswers<string | undefined>({ changes: deps.changes, dependsOn: ['files'], most: mostTexts });
	const readSaved = (path: string) => saved.of(path, () => readText(path));
	const reader = createContentReader();

	async function provenFor(question: Question, syntax: PackageSyntax, signal: AbortSignal): Promise<readonly Fix[]> {
		const fixes: Fix[] = [];
		for (const candidate of candidatesFor(question.hint, syntax)) {
			if (!(await holds(question, candidate, signal))) continue;
			const edits = [{ kind: 'change', file: question.hint.file, edits: candidate.edits }] as const;
			fixes.push({ title: candidate.title, safety: 'choice', edits });
		}
		return fixes;
	}

	/** What the files of a package look like; read when the first hint of a request needs it, and once for all of them. */
	function syntaxReader(path: string, { open, plan }: Pick<Question, 'open' | 'plan'>, signal: AbortSignal) {
		let reading: Promise<PackageSyntax> | undefined;
		const read = async (): Promise<PackageSyntax> => {
			const unit = plan?.units.find(({ files }) => files.includes(path));
			const tables = await deps.tables(await readOpenTexts(unit?.files ?? [path], open, readSaved), signal);
			const languageMinor = Number(/^go1\.(\d+)/.exec(unit?.plan?.language ?? '')?.[1] ?? 0);
			return { tables, declarations: declarationsOf(tables.values()), languageMinor };
		};
		return () => (reading ??= read());
	}

	/** Compiles the package with the edits of a candidate. */
	async function holds(question: Question, candidate: FixCandidate, signal: AbortSignal): Promise<boolean> {
		const { hint, before, context, plan, text } = question;
		const open = new Map(question.open).set(hint.file, applyEdits(text, candidate.edits));
		const directory = dirname(hint.file);
		const content = await reader.content(directory, open);
		const unsaved = await reader.unsaved(open, directory);
		const request = { context, directory, content, open, unsaved, file: hint.file, explain: deps.explain };
		const quick = plan && (await analyseQuickly(request, plan, signal));
		signal.throwIfAborted();
		const analysis = quick ?? (await analyseFully(request, signal));
		signal.throwIfAborted();
		const unit = analysis.units.find(({ sources }) => sources.has(hint.file));
		return analysis.problem === '' && unit !== undefined && isProven(hint, candidate.proof, before, unit.escapes.hints);
	}

	/** What a request is about, as it is now; undefined when nothing can be said about it. */
	async function current(path: string, hints: readonly EscapeHint[], signal: AbortSignal) {
		const { hints: before, state } = deps.escapes(path);
		const open = deps.texts();
		const text = open.get(path);
		const present = new Set(before);
		const own = hints.filter((hint) => present.has(hint));
		if (state !== 'fresh' || text === undefined || own.length === 0) return undefined;
		const context = await deps.modules.contextOf(path, signal);
		if (context.kind === 'no-go') return undefined;
		return { before, open, text, context, own, plan: deps.planOf(path) };
	}

	/** The question that a hint is, in a package with these texts. */
	async function questions(path: string, open: OpenTexts): Promise<(hint: EscapeHint) => string> {
		const { key } = await reader.content(dirname(path), open);
		return ({ span, class: escapeClass, subject }) =>
			[key, path, span.start, span.end, escapeClass, subject].join('\n');
	}

	return {
		async of({ path, hints, mayRun }, signal) {
			const now = await current(path, hints, signal);
			if (!now) return [];
			const syntax = syntaxReader(path, now, signal);
			const questionOf = await questions(path, now.open);
			const fixes: Fix[] = [];
			for (const hint of now.own) {
				const asked = questionOf(hint);
				const prove = async (given: AbortSignal) =>
					mayHaveFix(hint) ? provenFor({ ...now, hint }, await syntax(), given) : [];
				const found = mayRun ? await proven.of(asked, prove, signal) : proven.known(asked);
				// Two hints of a line may have the same fix.
				fixes.push(...(found ?? []).filter((fix) => !fixes.some(({ title }) => title === fix.title)));
			}
			// Edits of an older text fit no other.
			return deps.texts().get(path) === now.text ? fixes : [];
		},
		async possible({ path, hints }, signal) {
			const now = await current(path, hints.filter(mayHaveFix), signal);
			if (!now) return [];
			const syntax = syntaxReader(path, now, signal);
			const questionOf = proven.isEmpty() ? undefined : await questions(path, now.open);
			const fixes: PossibleFix[] = [];
			for (const hint of now.own) {
				const known = questionOf && proven.known(questionOf(hint));
				for (const { title } of known ?? candidatesFor(hint, await syntax())) {
					fixes.push({ hint, title, isProven: known !== undefined });
				}
			}
			return fixes;
		},
	};
}
