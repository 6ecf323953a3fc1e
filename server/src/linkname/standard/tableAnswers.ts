/** What the bundled table says about one directive, where there is no Go tree to ask. */
import type { VersionRow, VersionTable } from '../../analysis/linker/versionTable.ts';
import type { TargetVerdict } from '../../analysis/linkname/targets/targetView.ts';
import { mentionsType } from '../../analysis/linkname/targets/mentionsType.ts';
import { shapesDiffer } from '../../analysis/linkname/targets/signatureShape.ts';
import { goMinor } from '../../analysis/linkname/goMinor.ts';
import { isMadeByToolchain, isSectionBound, parseSymbol } from '../../analysis/linker/symbolName.ts';
import type { SignatureComparison } from '../../analysis/signature/compareSignatures.ts';
import { spanText } from '../../analysis/text/span.ts';
import { looksStandard } from '../../world/goroot/standardPath.ts';
import type { BundledData } from '../../world/build/bundledData.ts';
import type { Round } from '../../world/build/lookups.ts';
import type { Question } from './question.ts';
import { type TreeAnswers, withFitting } from './treeAnswers.ts';

const unknown: TreeAnswers = { verdict: { state: 'unknown' } };

export function askTable(question: Question, table: VersionTable, data: BundledData, round: Round): TreeAnswers {
	return withFitting(question, (one) => answersOf(one, table, data, round));
}

function answersOf(question: Question, table: VersionTable, data: BundledData, round: Round): TreeAnswers {
	const { bound, symbol, context } = question;
	const row = rowOf(symbol);
	const item = bound.declaration?.item;
	if (bound.form !== 'pull' || !item || item.kind === 'type') return unknown;
	const variable = item.kind === 'var';
	const exact = row?.platform === `${context.goos}/${context.goarch}`;
	const cell = row?.versions.find(({ minor }) => minor === context.minor);
	// A release that is not recorded may have anything.
	if (!table.releases.some((release) => goMinor(release) === context.minor)) return unknown;
	if (!cell || !('kind' in cell)) {
		if (isMadeByToolchain(symbol) || isSectionBound(symbol)) return unknown;
		if (!row && !isStd(question, data, round)) return unknown;
		// A symbol that was never recorded is missing on every platform that was.
		const sure = exact || table.platforms.includes(`${context.goos}/${context.goarch}`);
		const verdict: TargetVerdict = variable
			? { state: 'zero-variable', why: 'absent', sure }
			: { state: 'undefined', why: 'absent', sure };
		// Those that this version has.
		const suggestions = table.closeNames(symbol).filter((name) => {
			return rowOf(name)?.versions.some((one) => one.minor === context.minor && 'kind' in one);
		});
		return { verdict, suggestions };
	}
	const definition = {
		kind: cell.kind,
		push: undefined,
		signature: cell.signature,
		place: undefined,
		noescape: false,
	} as const;
	const text = bound.declaration?.facts.file.text ?? '';
	const written = item.kind === 'func' ? item.signature : item.type;
	const comparison = written && compareTexts(cell.kind, spanText(text, written), cell.signature);
	// Sizes are not recorded: a larger variable would link. So would one whose package the program lacks.
	const sameType = written !== undefined && spanText(text, written) === cell.signature && isImported(question);
	const loophole = cell.kind === 'method' ? mention(question) : variable && !sameType ? 'perhaps' : 'no';
	return { verdict: verdictOf(), definition, comparison, loophole };

	function rowOf(name: string): VersionRow | undefined {
		return table.row(name, `${context.goos}/${context.goarch}`);
	}

	function verdictOf(): TargetVerdict {
		if (!cell || !('kind' in cell)) return { state: 'unknown' };
		if (cell.state === 'absent') return { state: 'undefined', why: 'assembly-only', sure: exact };
		if ((cell.kind === 'var') !== variable) {
			return variable
				? { state: 'zero-variable', why: 'function', sure: exact }
				: { state: 'undefined', why: 'variable', sure: exact };
		}
		if (cell.state === 'links') return { state: 'links', why: cell.why, sure: true };
		if (cell.kind === 'method' && loophole === 'yes') return { state: 'links', why: 'receiver-mentioned', sure: true };
		return { state: 'refused', why: cell.why, sure: loophole === 'no' };
	}
}

function mention({ symbol, built }: Question) {
	const parts = parseSymbol(symbol);
	const imports = new Set(built.flatMap(({ file }) => file.imports.map(({ path }) => path)));
	imports.delete('unsafe');
	if (!parts?.receiver || imports.size === 0) return 'no';
	return mentionsType(parts.importPath, parts.receiver.type, built, new Set([parts.importPath]));
}

/** Every program contains runtime, and what its packages import. */
function isImported({ symbol, built }: Question): boolean {
	const path = parseSymbol(symbol)?.importPath;
	return path === 'runtime' || built.some(({ file }) => file.imports.some((spec) => spec.path === path));
}

/** Only a certain difference is worth a word: the types behind the names are not here. */
function compareTexts(kind: 'func' | 'method' | 'var', local: string, target: string): SignatureComparison | undefined {
	if (kind === 'method' || !shapesDiffer(kind, local, target)) return undefined;
	const noun = kind === 'var' ? '' : 'func';
	const texts = { local: `${noun}${local}`, target: `${noun}${target}` };
	return { ...texts, verdict: 'different', harm: 'breaks', difference: `is declared as ${texts.local}` };
}

function isStd({ symbol, from }: Question, data: BundledData, round: Round): boolean {
	const parts = parseSymbol(symbol);
	const packages = () => round.ask('recorded packages', () => data.packages()) ?? [];
	return parts !== undefined && looksStandard(parts.importPath, from, packages);
}
