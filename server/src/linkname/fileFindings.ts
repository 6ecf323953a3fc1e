/** Everything there is to say about an open file, from what is known now. Whoever listens is told when more is. */
import { contractFindings } from '../analysis/annotation/contracts.ts';
import { applyIgnores, ignoreFindings, ignoresOf } from '../analysis/annotation/ignores.ts';
import type { Finding } from '../analysis/finding.ts';
import { checkFile } from '../analysis/linkname/checkDirectives.ts';
import { type Hypothesis, hypotheses, withDeclarations } from '../analysis/linkname/fixes/declareLocal.ts';
import type { FileFacts } from '../analysis/linkname/fileFacts.ts';
import type { MoreFixes } from '../analysis/linkname/targets/checkTarget.ts';
import type { TargetView } from '../analysis/linkname/targets/targetView.ts';
import { readText } from '../toolchain/files.ts';
import { dirname } from '../toolchain/paths.ts';
import type { Changes } from '../world/answers/changes.ts';
import type { CheckedFile, LinknameChecks } from './linknameChecks.ts';
import type { OpenModuleFiles } from './standard/moduleFiles.ts';
import type { ModuleVerdicts } from './standard/moduleVerdicts.ts';
import type { KnownCounterparts, Counterparts } from './standard/counterparts.ts';
import { checkTargets } from './standard/targetChecker.ts';

export interface FileFindings {
	of(path: string): Promise<readonly Finding[]>;
	/** The same once everything is known that they hang on. */
	settled(path: string, signal: AbortSignal): Promise<readonly Finding[]>;
	/** The text of a file that nobody has open, and that a finding points to. */
	textOf(path: string): string | undefined;
}

export interface FileFindingsDeps {
	readonly changes: Changes;
	readonly linknames: LinknameChecks;
	readonly moduleFiles: OpenModuleFiles;
	readonly judges: ModuleVerdicts;
	readonly moreFixes: MoreFixes | undefined;
	readonly isOpen: (path: string) => boolean;
	/** More is known about a file than when it was asked for. */
	readonly onMore: (path: string) => void;
	readonly log: (level: 'info' | 'error', message: string) => void;
}

/** Whether everything was known that the findings of a file hang on. */
interface Answer {
	complete: boolean;
}

/** What the comments for Linkscape leave of findings, and what is wrong with these comments; in order. */
function withComments(found: readonly Finding[], { path, file }: FileFacts, { complete }: Answer): readonly Finding[] {
	const ignores = ignoresOf(file);
	const { kept, used } = applyIgnores(found, ignores.good);
	const ofComments = [...ignoreFindings(path, ignores, complete ? used : undefined), ...contractFindings(path, file)];
	return [...kept, ...ofComments].sort((a, b) => a.span.start - b.span.start);
}

export function createFileFindings(deps: FileFindingsDeps): FileFindings {
	const { linknames, moduleFiles, judges, moreFixes, isOpen, onMore, log } = deps;
	const awaited = new Set<string>();
	const otherTexts = new Map<string, string>();
	deps.changes.on(['files'], () => otherTexts.clear());
	/** Problems of builds that the output has heard of. */
	const told = new Set<string>();

	function knownTargets(
		path: string,
		{ facts, index }: Pick<CheckedFile, 'facts' | 'index'>,
		answer: Answer,
	): readonly TargetView[] {
		if (facts.linknames.length === 0) return [];
		const known = judges.known(dirname(path))?.views(facts, index);
		answer.complete &&= known !== undefined && known.more === undefined;
		if (known?.more && !awaited.has(path)) {
			awaited.add(path);
			void known.more.then(() => {
				awaited.delete(path);
				onMore(path);
			});
		}
		return known?.views ?? [];
	}

	/** What the other packages of the build say about a file. */
	async function knownSides(path: string, { facts, index }: CheckedFile, answer: Answer): Promise<readonly Finding[]> {
		const others = judges.known(dirname(path))?.others;
		if (!others) return [];
		const known = await others.known(facts, index);
		answer.complete &&= known.more === undefined;
		return followSides(path, others, known);
	}

	async function followSides(
		path: string,
		others: Counterparts,
		known: KnownCounterparts,
	): Promise<readonly Finding[]> {
		known.more?.then(
			async () => {
				onMore(path);
				for (const problem of await others.problems()) {
					if (told.has(problem)) continue;
					told.add(problem);
					log('info', problem);
				}
			},
			(error: unknown) => log('error', `${path}: ${String(error)}`),
		);
		for (const { file } of known.findings.flatMap(({ related = [] }) => related)) {
			if (!isOpen(file) && !otherTexts.has(file)) otherTexts.set(file, (await readText(file)) ?? '');
		}
		return known.findings;
	}

	return {
		async of(path) {
			if (moduleFiles.takes(path)) {
				return moduleFiles.findings(path, (others, known) => followSides(path, others, known));
			}
			const checked = await linknames.file(path);
			if (!checked) return [];
			const { facts, index } = checked;
			const said = checkFile(facts, index);
			const answer: Answer = { complete: true };
			const supposed = hypotheses(said, facts, index).map((one) => [one, knownTargets(path, one, answer)] as const);
			const targets = checkTargets(knownTargets(path, checked, answer), moreFixes);
			const others = await knownSides(path, checked, answer);
			return withComments([...withDeclarations(said, facts, supposed), ...targets, ...others], facts, answer);
		},
		async settled(path, signal) {
			const checked = await linknames.file(path);
			if (!checked) return [];
			const { facts, index } = checked;
			const judge = await judges.get(dirname(path));
			const said = checkFile(facts, index);
			const supposed: [Hypothesis, readonly TargetView[]][] = [];
			for (const one of hypotheses(said, facts, index)) {
				supposed.push([one, await judge.allViews(one.facts, one.index, signal)]);
			}
			const targets = checkTargets(await judge.allViews(facts, index, signal), moreFixes);
			const others = (await judge.others?.ofFile(facts, index)) ?? [];
			const found = [...withDeclarations(said, facts, supposed), ...targets, ...others];
			return withComments(found, facts, { complete: true });
		},
		textOf: (path) => otherTexts.get(path),
	};
}
