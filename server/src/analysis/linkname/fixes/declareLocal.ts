/**
 * A directive for a name that the package does not declare: what its declaration would have to be is found out by supposing
 * that there is one. The supposed file differs from the real one behind its last line only.
 */
import type { Finding, Fix } from '../../finding.ts';
import type { TextEdit } from '../../text/textEdit.ts';
import type { Linkname } from '../directive.ts';
import type { FileFacts } from '../fileFacts.ts';
import { lineAfter, lineAt, lineEnd, lineKind } from '../lineEdits.ts';
import { visibleDeclarations, indexPackage, type PackageIndex } from '../packageIndex.ts';
import type { TargetView } from '../targets/targetView.ts';
import { changes, edited, fileWith } from './editedFile.ts';
import { withImports } from './fileImports.ts';
import { formattedType } from './takeSignature.ts';

/** A package in which the name is declared, as a function or as a variable, without regard to its type. */
export interface Hypothesis {
	readonly finding: Finding;
	readonly facts: FileFacts;
	readonly index: PackageIndex;
	readonly local: string;
	readonly as: 'func' | 'var';
}

/**
 * How many names of a file are supposed to be declared: for each the whole file is read again with all of its directives, and nobody
 * mends more of them at once.
 */
function mostNames({ linknames }: FileFacts): number {
	return Math.max(1, Math.min(20, Math.floor(4000 / linknames.length)));
}

/** @param findings of the file; only those about names that are not declared lead to anything */
export function hypotheses(findings: readonly Finding[], facts: FileFacts, index: PackageIndex): Hypothesis[] {
	let left = mostNames(facts);
	return findings.flatMap((finding) => {
		const linkname = finding.rule === 'linkname-local' ? linknameAt(finding, facts) : undefined;
		const local = linkname?.local.text ?? '';
		if (!linkname?.target || !/^[\p{L}_][\p{L}\p{N}_]*$/u.test(local) || local === '_' || local === 'init') return [];
		if (visibleDeclarations(index, facts, local).length > 0 || left-- <= 0) return [];
		return supposeDeclared(local, '', facts, index).map((supposed) => ({ ...supposed, finding, local }));
	});
}

/** A package as it would be with a declaration at the end of one of its files. */
export type HypotheticalDeclaration = Pick<Hypothesis, 'facts' | 'index' | 'as'>;

/**
 * A package as it would be with a pull of a symbol, as a function and as a variable, at the end of one of its files. None for what
 * is no name of a symbol.
 */
export function hypotheticalPulls(
	symbol: string,
	facts: FileFacts,
	index: PackageIndex,
): readonly HypotheticalDeclaration[] {
	if (!/^[\p{L}_][^\s"]*\.[^\s".]+$/u.test(symbol)) return [];
	const local = 'linkscapePull';
	return supposeDeclared(local, `import _ "unsafe"\n//go:linkname ${local} ${symbol}\n`, facts, index);
}

/** @param above whole lines */
function supposeDeclared(
	local: string,
	above: string,
	facts: FileFacts,
	index: PackageIndex,
): readonly HypotheticalDeclaration[] {
	return (['func', 'var'] as const).map((as) => {
		const declaration = as === 'func' ? `func ${local}()` : `var ${local} struct{}`;
		const supposed = fileWith(facts.path, `${facts.file.text}\n${above}${declaration}\n`);
		const files = index.files.map((one) => (one.path === facts.path ? supposed : one));
		return { facts: supposed, index: indexPackage(index, files), as };
	});
}

/** The findings with what declares their names. `views` are those of the supposed file; empty while they are not known. */
export function withDeclarations(
	findings: readonly Finding[],
	facts: FileFacts,
	answers: readonly (readonly [Hypothesis, readonly TargetView[]])[],
): Finding[] {
	return findings.map((finding) => {
		const more = answers.flatMap(([supposition, views]) => {
			if (supposition.finding !== finding) return [];
			const view = views.find(({ bound }) => bound.linkname.local.text === supposition.local);
			return view ? declareLocal(view, supposition, facts) : [];
		});
		if (more.length === 0) return finding;
		// Something without a body is waiting for this directive, after a rename for example.
		if (finding.fixes.some((fix) => namesWithoutBody(fix, facts)))
			return { ...finding, fixes: [...finding.fixes, ...more.map((fix) => ({ ...fix, preferred: false }))] };
		return { ...finding, fixes: [...more, ...finding.fixes.map((fix) => ({ ...fix, preferred: false }))] };
	});
}

/** The fix writes the name of a variable, or of a function that lacks its body. */
function namesWithoutBody({ edits }: Fix, { declared }: FileFacts): boolean {
	const names = edits.flatMap((edit) => (edit.kind === 'change' ? edit.edits.map(({ newText }) => newText) : []));
	const named = names.flatMap((name) => declared.get(name) ?? []);
	return named.some((item) => item.kind === 'var' || (item.kind === 'func' && !item.body));
}

function declareLocal(
	{ comparison, printed, definition, symbol }: TargetView,
	supposed: Hypothesis,
	facts: FileFacts,
): Fix[] {
	const { local, as, finding } = supposed;
	const linkname = linknameAt(finding, facts);
	if (!linkname || !comparison || (definition?.kind === 'var') !== (as === 'var')) return [];
	const { text } = facts.file;
	const newline = lineEnd(text);
	const same = comparison.verdict === 'identical';
	const type = same ? (as === 'func' ? '()' : ' struct{}') : printed && formattedType(printed.text, newline);
	if (type === undefined) return [];
	const declaration = as === 'func' ? `func ${local}${type}` : `var ${local} ${type.trim()}`;
	const imports = (printed?.imports ?? []).map((path) => ({
		path,
		name: path.split('/').at(-1) ?? path,
		imported: false,
	}));
	const after = withImports(edited(facts, [below(facts, linkname, `${newline}${declaration}`)]), imports);
	return [
		{
			title: `Declare ${local} with the ${as === 'func' ? 'signature' : 'type'} of ${symbol}`,
			safety: 'choice',
			preferred: true,
			edits: changes([[facts, after]]),
		},
	];
}

/** Behind the line of the directive, and an empty line before whatever follows. */
function below({ file }: FileFacts, { directive }: Linkname, added: string): TextEdit {
	const { text } = file;
	const line = lineAt(text, directive.comment.span.end);
	const next = lineAfter(text, line);
	const parting = next === undefined || lineKind(text, next) === 'blank' ? '' : lineEnd(text);
	const atEnd = next === undefined ? lineEnd(text) : '';
	return { span: { start: line.end, end: line.end }, newText: `${added}${parting}${atEnd}` };
}

function linknameAt({ span }: Finding, { linknames }: FileFacts): Linkname | undefined {
	return linknames.find(({ local }) => local.span.start === span.start);
}
