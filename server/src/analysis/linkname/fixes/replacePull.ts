/** A pulled function becomes an ordinary one whose body is the public way to do the same. */
import type { Fix } from '../../finding.ts';
import type { FuncDeclaration } from '../../source/goFile.ts';
import type { TextEdit } from '../../text/textEdit.ts';
import { attachmentOf } from '../attachment.ts';
import { isEffective } from '../directive.ts';
import type { FileFacts } from '../fileFacts.ts';
import { lineAfter, lineAt, lineEnd, lineKind, removeComment } from '../lineEdits.ts';
import type { Alternative } from '../targets/alternative.ts';
import { alternativeName } from '../targets/alternative.ts';
import type { TargetView } from '../targets/targetView.ts';
import { edited } from './editedFile.ts';
import { withImports, withoutIdleImports } from './fileImports.ts';
import { hasPublicApi } from './hasPublicApi.ts';
import { packageEdits } from './packageEdits.ts';
import { publicBody } from './publicBody.ts';
import { type PulledFunction, pulledFunction } from './pulledFunction.ts';

export function replacePull(view: TargetView): Fix[] {
	const { alternative } = view;
	const pulled = pulledFunction(view);
	if (!pulled || !alternative || !hasPublicApi(alternative, pulled, view)) return [];
	const files = replaced(pulled, alternative);
	if (!files) return [];
	const exact = publicBody(alternative, pulled.declaration, pulled.declared, pulled.files)?.exact;
	return [
		{
			title: `Replace by ${alternativeName(alternative)}${remarks(alternative)}`,
			safety: alternative.identical && exact ? 'safe' : 'choice',
			preferred: true,
			edits: packageEdits(view.index, files),
		},
	];
}

/** ` (go1.22; other numbers)`: since when there is another way, and what is different about it. */
export function remarks({ since, differs }: Alternative): string {
	const minor = Number(since.split('.')[1]);
	const said = [...(minor >= 18 ? [`go${since}`] : []), ...(differs === undefined ? [] : [differs])];
	return said.length === 0 ? '' : ` (${said.join('; ')})`;
}

/** The files before and after: one, or two when directive and declaration stand apart. */
export function replaced(
	pulled: PulledFunction,
	alternative: Alternative,
): (readonly [before: FileFacts, after: FileFacts])[] | undefined {
	const { local, directed, declared, declaration, files } = pulled;
	const body = publicBody(alternative, declaration, declared, files);
	if (!body) return undefined;
	const definition = edited(declared, [...body.signatureEdits, ...insertBody(declared, declaration, body)]);
	const whole = withImports(withoutCompanions(definition, local), body.qualifiers);
	if (declared !== directed) {
		const undirected = withoutDirective(directed, local);
		return [
			[directed, withoutIdleImports(directed, undirected)],
			[declared, withoutIdleImports(declared, whole)],
		];
	}
	return [[declared, withoutIdleImports(declared, withoutDirective(whole, local))]];
}

function insertBody(
	{ file }: FileFacts,
	{ span }: FuncDeclaration,
	{ lines, helper }: { readonly lines: readonly string[]; readonly helper: string | undefined },
): TextEdit[] {
	const { text } = file;
	const newline = lineEnd(text);
	const body = [' {', ...lines.map((line) => `\t${line}`), '}'].join(newline);
	const edits = [{ span: { start: span.end, end: span.end }, newText: body }];
	if (helper === undefined) return edits;
	const line = lineAt(text, span.end);
	const below = lineAfter(text, line);
	const parting = below === undefined || lineKind(text, below) === 'blank' ? '' : newline;
	const after = below === undefined && !text.endsWith('\n') ? '' : parting;
	const added = `${newline}${newline}${helper}${after}`;
	return line.end === span.end
		? [{ span: { start: span.end, end: span.end }, newText: body + added }]
		: [...edits, { span: { start: line.end, end: line.end }, newText: added }];
}

/** Directives that speak of functions without a body, or of the stack of the runtime. */
function withoutCompanions(facts: FileFacts, local: string): FileFacts {
	const found = facts.directives.find((directive) => {
		if (!isEffective(directive) || !['noescape', 'nosplit'].includes(directive.verb.text)) return false;
		const attached = attachmentOf(facts.file, directive);
		return attached.kind === 'declaration' && attached.declaration.name === local;
	});
	if (!found) return facts;
	return withoutCompanions(edited(facts, [removeComment(facts.file, found.comment.span)]), local);
}

function withoutDirective(facts: FileFacts, local: string): FileFacts {
	const found = facts.linknames.find((linkname) => linkname.local.text === local);
	return found ? edited(facts, [removeComment(facts.file, found.directive.comment.span)]) : facts;
}
