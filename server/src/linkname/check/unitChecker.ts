/** Checks the units of a tree: filter by text, read what is left, judge it for each Go that is asked about. */
import { contractFindings } from '../../analysis/annotation/contracts.ts';
import {
	applyIgnores,
	type Ignore,
	ignoreFindings,
	ignoresOf,
	ignoresOfText,
} from '../../analysis/annotation/ignores.ts';
import type { Finding } from '../../analysis/finding.ts';
import { checkFile } from '../../analysis/linkname/checkDirectives.ts';
import type { FileFacts } from '../../analysis/linkname/fileFacts.ts';
import type { PackageIndex } from '../../analysis/linkname/packageIndex.ts';
import { scanGoFile } from '../../analysis/source/scanGoFile.ts';
import { readText } from '../../toolchain/files.ts';
import { basename } from '../../toolchain/paths.ts';
import { createSlices } from '../../toolchain/slices.ts';
import type { TreeReader } from '../../toolchain/treeReader.ts';
import { readCheckedPackage } from './checkedPackage.ts';
import type { CheckUnit } from './treeUnits.ts';

export interface TargetCheck {
	/** The findings of a file, given those that its text leads to: these, perhaps with more fixes, and those about targets. */
	file(facts: FileFacts, index: PackageIndex, found: readonly Finding[]): Promise<readonly Finding[]>;
	/** What is wrong with dependencies and assembly of the module in a directory, told in the files that are looked at. */
	build(directory: string, isLookedAt: (path: string) => boolean): Promise<readonly Finding[]>;
	/** One sentence for each thing of the builds that could not be read, after all that was asked before. */
	problems(): Promise<readonly string[]>;
}

/** One Go that a tree is checked for. */
export interface CheckedGo {
	/** `go1.26.8`, as far as it is known. */
	readonly toolchain: string | undefined;
	/** GOARCH of the build in use. */
	readonly goarch?: string | undefined;
	/** Undefined: targets are not checked. */
	readonly targets: TargetCheck | undefined;
}

export interface UnitFindings {
	/** One list for each Go, in the order of the versions, each by file and place. */
	readonly findings: readonly (readonly Finding[])[];
	/** Those that comments of the sources silence, in lists of the same order. */
	readonly silenced: readonly (readonly SilencedFinding[])[];
	/** The texts of the files that findings stand in or refer to, by absolute path. */
	readonly texts: ReadonlyMap<string, string>;
	/** How many effective linkname directives the unit holds. */
	readonly directives: number;
	/** One sentence for each file that cannot be read. */
	readonly unread: readonly string[];
}

export interface SilencedFinding {
	readonly finding: Finding;
	/** Why, in the words of its author. */
	readonly reason: string;
}

export interface UnitChecker {
	check(unit: CheckUnit, signal: AbortSignal): Promise<UnitFindings>;
}

export function createUnitChecker(
	versions: readonly CheckedGo[],
	reader: TreeReader,
	isLookedAt: (path: string) => boolean,
): UnitChecker {
	const [first] = versions;
	const build = { toolchain: first?.toolchain, goarch: first?.goarch };
	// Who wants to end the work, by a signal of the system, is heard between two slices of it only.
	const sliceOver = createSlices();
	return {
		async check(unit, signal) {
			const findings = versions.map((): Finding[] => []);
			const silenced = versions.map((): SilencedFinding[] => []);
			const texts = new Map<string, string>();
			const unread: string[] = [];
			const reporting: TreeReader = {
				list: (directory) => reader.list(directory),
				bytes(path) {
					const bytes = reader.bytes(path);
					if (!bytes) unread.push(`${path} cannot be read.`);
					return bytes;
				},
			};
			let directives = 0;
			for (const directory of unit.directories) {
				await sliceOver();
				signal.throwIfAborted();
				const checked = readCheckedPackage(directory, build, reporting);
				for (const facts of checked?.suspects ?? []) {
					const name = basename(facts.path);
					if (!checked || (directory.only ?? name) !== name || directory.ignored.includes(name)) continue;
					directives += facts.linknames.length;
					const ignores = ignoresOf(facts.file);
					const used = new Set<Ignore>();
					for (const [at, { toolchain, targets }] of versions.entries()) {
						const index = at === 0 ? checked.index : { ...checked.index, toolchain };
						const said = checkFile(facts, index);
						const found = targets ? await targets.file(facts, index, said) : said;
						keep(applyIgnores(found, ignores.good), at, used);
						if (found.length > 0) texts.set(facts.path, facts.file.text);
					}
					const ofComments = [
						...ignoreFindings(facts.path, ignores, used),
						...contractFindings(facts.path, facts.file),
					];
					for (const list of findings) list.push(...ofComments);
					if (ofComments.length > 0) texts.set(facts.path, facts.file.text);
				}
			}
			if (unit.last && unit.module !== undefined) {
				for (const [at, { targets }] of versions.entries()) {
					await sliceOver();
					signal.throwIfAborted();
					for (const finding of (await targets?.build(unit.module, isLookedAt)) ?? []) {
						for (const file of [finding.file, ...(finding.related ?? []).map((place) => place.file)]) {
							texts.set(file, texts.get(file) ?? (await readText(file)) ?? '');
						}
						keep(applyIgnores([finding], ignoresIn(finding.file, texts.get(finding.file) ?? '')), at, new Set());
					}
				}
			}
			return { findings: findings.map(inOrder), silenced, texts, directives, unread };

			function keep(sorted: ReturnType<typeof applyIgnores>, at: number, used: Set<Ignore>): void {
				findings[at]?.push(...sorted.kept);
				silenced[at]?.push(...sorted.silenced);
				for (const ignore of sorted.used) used.add(ignore);
			}
		},
	};
}

function ignoresIn(file: string, text: string): readonly Ignore[] {
	if (!text.includes('//linkscape:ignore')) return [];
	return (file.endsWith('.go') ? ignoresOf(scanGoFile(text)) : ignoresOfText(text)).good;
}

/** By file, then by place. */
export function inOrder(findings: readonly Finding[]): Finding[] {
	return [...findings].sort((a, b) => (a.file === b.file ? a.span.start - b.span.start : a.file < b.file ? -1 : 1));
}
