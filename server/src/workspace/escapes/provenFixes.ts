/** Fixes of escape hints, offered only once the compiler has shown that they keep their promise. */
import type { EscapeHint } from '../../analysis/escape/escapeHint.ts';
import type { FixCandidate } from '../../analysis/escape/fixes/fixCandidate.ts';
import { fixCandidates } from '../../analysis/escape/fixes/fixCandidates.ts';
import { isProven } from '../../analysis/escape/fixes/isProven.ts';
import type { Fix } from '../../analysis/finding.ts';
import { declarationsOf } from '../../analysis/syntax/declarations.ts';
import type { GoParser } from '../../analysis/syntax/goParser.ts';
import { parseTable } from '../../analysis/syntax/syntaxCache.ts';
import { applyEdits } from '../../analysis/text/textEdit.ts';
import { contentHash } from '../../toolchain/contentHash.ts';
import { dirname } from '../../toolchain/paths.ts';
import type { GoModules } from '../go/goModules.ts';
import { analyseFully, analyseQuickly, type PackagePlan } from './analysePackage.ts';
import type { Explain } from './explain.ts';
import type { FileEscapes } from './fileEscapes.ts';
import { createContentReader, type OpenTexts, readSources } from './packageContent.ts';

export interface ProvenFixes {
	/**
	 * The fixes of the hints that touch `offset` of an open file. Runs the compiler once for each candidate that it has not
	 * seen in this text; answers nothing while the hints are stale or the package is broken. Rejects when `signal` aborts.
	 */
	at(path: string, offset: number, signal: AbortSignal): Promise<readonly Fix[]>;
	/** Something else than the texts may have changed. */
	forget(): void;
}

export interface ProvenFixesDeps {
	readonly modules: GoModules;
	readonly explain: Explain;
	readonly parser: () => Promise<GoParser>;
	/** Of the open documents, as they are now. */
	readonly texts: () => OpenTexts;
	readonly escapes: (path: string) => FileEscapes;
	/** What the last full run of a package left for runs of the compiler alone. */
	readonly planOf: (path: string) => PackagePlan | undefined;
}

/** Answers that are remembered: somebody moves between a few hints of one text. */
const remembered = 64;

export function createProvenFixes(deps: ProvenFixesDeps): ProvenFixes {
	const known = new Map<string, boolean>();
	const reader = createContentReader();

	async function candidatesAt(hint: EscapeHint, open: OpenTexts, plan: PackagePlan | undefined) {
		const own = plan?.units.find(({ files }) => files.includes(hint.file));
		const sources = await readSources(own?.files ?? [hint.file], open);
		const parser = await deps.parser();
		const tables = new Map([...sources].map(([file, text]) => [file, parseTable(parser, text)]));
		const table = tables.get(hint.file);
		if (!table) return [];
		const languageMinor = Number(/^go1\.(\d+)/.exec(own?.plan?.language ?? '')?.[1] ?? 0);
		return fixCandidates({ hint, table, declarations: declarationsOf(tables.values()), languageMinor });
	}

	async function prove(
		hint: EscapeHint,
		{ edits, proof }: FixCandidate,
		open: OpenTexts,
		signal: AbortSignal,
	): Promise<boolean> {
		const before = deps.escapes(hint.file).hints;
		const context = await deps.modules.contextOf(hint.file, signal);
		if (context.kind === 'no-go') return false;
		const directory = dirname(hint.file);
		const changed = new Map(open).set(hint.file, applyEdits(open.get(hint.file) ?? '', edits));
		const content = await reader.content(directory, changed);
		const key = contentHash(JSON.stringify([content.key, hint.position, hint.subject]));
		const answer = known.get(key);
		if (answer !== undefined) return answer;
		const unsaved = await reader.unsaved(changed);
		const request = { context, directory, content, open: changed, unsaved, file: hint.file, explain: deps.explain };
		const plan = deps.planOf(hint.file);
		const quick = plan && (await analyseQuickly(request, plan, signal));
		signal.throwIfAborted();
		const analysis = quick ?? (await analyseFully(request, signal));
		signal.throwIfAborted();
		const unit = analysis.units.find(({ sources }) => sources.has(hint.file));
		const proven = analysis.problem === '' && unit !== undefined && isProven(hint, proof, before, unit.escapes.hints);
		known.set(key, proven);
		for (const oldest of known.keys()) if (known.size > remembered) known.delete(oldest);
		return proven;
	}

	return {
		async at(path, offset, signal) {
			const { hints, state } = deps.escapes(path);
			const open = deps.texts();
			if (state !== 'fresh' || !open.has(path)) return [];
			const fixes: Fix[] = [];
			for (const hint of hints.filter(({ span }) => span.start <= offset && offset <= span.end)) {
				for (const candidate of await candidatesAt(hint, open, deps.planOf(path))) {
					if (!(await prove(hint, candidate, open, signal))) continue;
					const edits = [{ kind: 'change', file: path, edits: candidate.edits }] as const;
					fixes.push({ title: candidate.title, safety: 'choice', edits });
				}
			}
			// The texts may have gone on meanwhile; spans of an older one fit none of them.
			return deps.texts().get(path) === open.get(path) ? fixes : [];
		},
		forget: () => known.clear(),
	};
}
