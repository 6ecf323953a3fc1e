/** Fixes of findings and of escape hints as quick fixes, and all the safe ones together as `source.fixAll.linkscape`. */
import {
	type CodeAction,
	CodeActionKind,
	type CodeActionParams,
	CodeActionTriggerKind,
	type Command,
	MessageType,
	ShowMessageNotification,
} from 'vscode-languageserver';
import { ignoreFix } from '../../analysis/annotation/ignoreFix.ts';
import type { EscapeHint } from '../../analysis/escape/escapeHint.ts';
import type { FileEdit, Finding, Fix } from '../../analysis/finding.ts';
import { isGenerated } from '../../analysis/source/generatedFile.ts';
import { type Span, touches } from '../../analysis/text/span.ts';
import type { TextEdit } from '../../analysis/text/textEdit.ts';
import { clientCommands, type FlowQuestionParams } from '../../protocol/requests.ts';
import { announcedParts, toDiagnostic, toWorkspaceEdit } from '../convert.ts';
import type { OpenDocument } from '../documents.ts';
import { toSpan } from '../encoding.ts';
import type { Feature } from '../feature.ts';
import { send, withSignal } from '../requestScope.ts';
import type { Session } from '../session.ts';
import { linesIn } from './diagnostics.ts';

/** Questions about the place, which change nothing. */
const flowKind = `${CodeActionKind.Source}.linkscape.flow`;
const fixAllKind = `${CodeActionKind.SourceFixAll}.linkscape`;

export const codeActionFeature: Feature = {
	capabilities: ({ client }) => ({
		codeActionProvider: {
			codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite, fixAllKind, flowKind],
			...(client.resolvesCodeActions && { resolveProvider: true }),
		},
	}),
	register: registerCodeActions,
};

function registerCodeActions(session: Session): void {
	const { connection, documents, workspace, logger, encoding } = session;
	connection.onCodeAction((params, token) =>
		withSignal(token, logger, [], async (signal): Promise<CodeAction[]> => {
			const document = documents.get(params.textDocument.uri);
			if (!document) return [];
			const wanted = toSpan(document.lines, params.range, encoding);
			const before = versionsOf(documents);
			const only = params.context.only;
			const asks = (kind: string) => !only || only.some((one) => kind === one || kind.startsWith(`${one}.`));
			const findings = session.settings().linkname.enabled ? await workspace.findings(document.path) : [];
			const escapeFixes = asks(CodeActionKind.QuickFix)
				? await fixesOfEscapes(session, document, wanted, params.context, signal)
				: [];
			// It compiles: only for somebody who asks, with the cursor on the name of a struct.
			const mayCompile = params.context.triggerKind === CodeActionTriggerKind.Invoked;
			const reorderedFix =
				mayCompile && asks(CodeActionKind.RefactorRewrite)
					? await workspace.reorderFields(document.path, wanted.start, signal)
					: undefined;
			// A fix may touch any file of the package: spans of an older text fit none that has changed meanwhile.
			if (versionsOf(documents) !== before) return [];

			const actions: CodeAction[] = [];
			let ignoring: readonly CodeAction[] = [];
			if (asks(CodeActionKind.QuickFix)) {
				const lines = { start: lineStart(document, wanted.start), end: lineEnd(document, wanted.end) };
				const near = findings.filter(({ span }) => span.start <= lines.end && span.end >= lines.start);
				const preferred = preferredFix(near, wanted);
				for (const finding of near) {
					for (const fix of finding.fixes)
						actions.push(...quickFix(session, document, finding, { ...fix, preferred: fix === preferred }));
				}
				ignoring = near.flatMap((finding) => ignoreAction(session, document, finding));
			}
			for (const { title, edits } of escapeFixes) {
				const edit = editOf(session, edits, title);
				if (edit) actions.push({ title, kind: CodeActionKind.QuickFix, edit });
			}
			if (asks(CodeActionKind.QuickFix) && params.context.triggerKind === CodeActionTriggerKind.Automatic)
				actions.push(...(await unprovenActions(session, document, wanted, signal)));
			const reordered = reorderedFix && editOf(session, reorderedFix.edits, reorderedFix.title);
			if (reorderedFix && reordered) {
				actions.push({ title: reorderedFix.title, kind: CodeActionKind.RefactorRewrite, edit: reordered });
			}
			if (only && session.client.ownCommands && asks(flowKind))
				actions.push(...flowActions(document, params.range.start));
			// Below all that mends something.
			actions.push(...ignoring);
			if (only && asks(fixAllKind)) {
				const edit = editOf(session, safeEdits(findings, documents), 'Fix all');
				if (edit) actions.push({ title: 'Fix all Linkscape findings that have one safe fix', kind: fixAllKind, edit });
			}
			return actions;
		}),
	);
	if (!session.client.resolvesCodeActions) return;
	connection.onCodeActionResolve((action, token) =>
		withSignal(token, logger, action, (signal) => resolved(session, action, signal)),
	);
}

/** Offered only to who asks for source actions: they say nothing about the code at hand. */
function flowActions({ uri }: OpenDocument, position: FlowQuestionParams['position']): CodeAction[] {
	const action = (title: string, ask: FlowQuestionParams['ask']): CodeAction => {
		const params: FlowQuestionParams = { uri, position, ask };
		return { title, kind: flowKind, command: { title, command: clientCommands.showFlow, arguments: [params] } };
	};
	return [
		action('Where does this argument go?', 'to'),
		action('Where does this value come from?', 'from'),
		action('What can this call allocate?', 'allocations'),
	];
}

/** Keeps a finding, with a comment that says why. */
function ignoreAction(session: Session, document: OpenDocument, finding: Finding): CodeAction[] {
	const fix = ignoreFix(finding, document.lines.text);
	return fix ? quickFix(session, document, finding, fix) : [];
}

/** One at most, as editors apply it without a list: of what the cursor touches, else of its line. */
function preferredFix(findings: readonly Finding[], wanted: Span): Fix | undefined {
	const touched = findings.filter(({ span }) => span.start <= wanted.end && span.end >= wanted.start);
	return [...touched, ...findings].flatMap(({ fixes }) => fixes).find(({ preferred }) => preferred);
}

/** The compiler runs only for a user who asks; to an editor that asks by itself, wherever the cursor rests, what is known is said. */
function fixesOfEscapes(
	{ settings, workspace }: Session,
	document: OpenDocument,
	wanted: Span,
	{ triggerKind }: CodeActionParams['context'],
	signal: AbortSignal,
): Promise<readonly Fix[]> | readonly Fix[] {
	if (!settings().escape.enabled) return [];
	const hints = hintsAt(workspace.escapes(document.path).hints, document, wanted);
	const mayRun = triggerKind !== CodeActionTriggerKind.Automatic;
	return hints.length === 0 ? [] : workspace.escapeFixes({ path: document.path, hints, mayRun }, signal);
}

/** Where a fix is that the compiler has not confirmed yet: it does so when the fix is chosen. */
interface UnprovenFix {
	readonly uri: string;
	readonly version: number;
	readonly title: string;
	/** Of the hint. */
	readonly span: Span;
}

/** What makes an editor show its light bulb: nothing was compiled for it. */
async function unprovenActions(
	{ client, settings, workspace }: Session,
	document: OpenDocument,
	wanted: Span,
	signal: AbortSignal,
): Promise<CodeAction[]> {
	if (!client.resolvesCodeActions || !settings().escape.enabled) return [];
	const { path, uri, version } = document;
	const hints = hintsAt(workspace.escapes(path).hints, document, wanted);
	if (hints.length === 0) return [];
	const possible = await workspace.possibleFixes({ path, hints }, signal);
	const isFirst = (title: string, index: number) => possible.findIndex((one) => one.title === title) === index;
	return possible
		.filter(({ isProven, title }, index) => !isProven && isFirst(title, index))
		.map(({ hint, title }) => {
			const data: UnprovenFix = { uri, version, title, span: hint.span };
			return { title: `${title} (if the compiler confirms it)`, kind: CodeActionKind.QuickFix, data };
		});
}

/** The edit of a fix that was offered without one, once the compiler has confirmed it; else its user is told why there is none. */
async function resolved(session: Session, action: CodeAction, signal: AbortSignal): Promise<CodeAction> {
	const { connection, documents, logger, workspace } = session;
	const wanted = action.data as UnprovenFix | undefined;
	if (action.edit ?? action.command ?? wanted === undefined) return action;
	const { uri, version, title, span } = wanted;
	const document = documents.get(uri);
	const hints = workspace
		.escapes(document?.path ?? '')
		.hints.filter((hint) => hint.span.start === span.start && hint.span.end === span.end);
	const isSame = () => document !== undefined && document === documents.get(uri) && document.version === version;
	const fixes =
		document && isSame() ? await workspace.escapeFixes({ path: document.path, hints, mayRun: true }, signal) : [];
	const fix = fixes.find((one) => one.title === title);
	const edit = fix && isSame() ? editOf(session, fix.edits, title) : undefined;
	if (edit) return { ...action, edit };
	const isCompiled = isSame() && workspace.escapes(document?.path ?? '').state === 'fresh';
	const reason = isCompiled ? 'the compiler still allocates with it' : 'the package has changed since';
	const message = `"${title}" was not applied: ${reason}.`;
	send(logger, connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Info, message }));
	return action;
}

/** The hints that the cursor touches, or else those of its line: their labels stand at its end. */
function hintsAt(hints: readonly EscapeHint[], document: OpenDocument, { start }: Span): readonly EscapeHint[] {
	const here = hints.filter(({ span }) => touches(span, start));
	const line = { start: lineStart(document, start), end: lineEnd(document, start) };
	return here.length > 0 ? here : hints.filter(({ span }) => touches(line, span.start));
}

function versionsOf(documents: Session['documents']): string {
	return [...documents.all()].map(({ uri, version }) => `${uri} ${version}`).join('\n');
}

function lineStart(document: OpenDocument, offset: number): number {
	return document.lines.lineSpan(document.lines.position(offset).line).start;
}

function lineEnd(document: OpenDocument, offset: number): number {
	return document.lines.lineSpan(document.lines.position(offset).line).end;
}

function quickFix(session: Session, document: OpenDocument, finding: Finding, fix: Fix): CodeAction[] {
	const diagnostic = toDiagnostic(finding, document.lines, linesIn(session), session.encoding);
	const diagnostics = [announcedParts(diagnostic, session.client.diagnostics)];
	const base = {
		title: fix.title,
		kind: CodeActionKind.QuickFix,
		diagnostics,
		...(fix.preferred && { isPreferred: true }),
	};
	if (fix.action) {
		if (!session.client.ownCommands) return [];
		return [{ ...base, command: commandOf(fix.title, fix.action) }];
	}
	const edit = editOf(session, fix.edits, fix.title);
	return edit ? [{ ...base, edit }] : [];
}

function commandOf(title: string, action: NonNullable<Fix['action']>): Command {
	return action.kind === 'copy'
		? { title, command: clientCommands.copy, arguments: [action.text] }
		: { title, command: clientCommands.open, arguments: [action.target] };
}

/** Undefined when the client cannot do what the edits ask for, or there are none. Only files that are idle afterwards are deleted. */
function editOf(session: Session, wanted: readonly FileEdit[], title: string) {
	const { client, documents, encoding } = session;
	const edits = client.deleteFiles
		? withoutLostChanges(wanted, documents)
		: wanted.filter((edit) => edit.kind !== 'delete');
	if (edits.length === 0) return undefined;
	if (edits.some((edit) => edit.kind === 'create') && !client.createFiles) return undefined;
	return toWorkspaceEdit(edits, {
		linesOf: linesIn(session),
		versionOf: (path) => documents.byPath(path)?.version ?? null,
		encoding,
		versioned: client.versionedEdits,
		...(client.changeAnnotations && { annotation: title }),
	});
}

/** What is deleted need not be changed before, unless it is open: then the change tells for which version the fix was made. */
function withoutLostChanges(edits: readonly FileEdit[], documents: Session['documents']): FileEdit[] {
	const deleted = new Set(edits.flatMap(({ kind, file }) => (kind === 'delete' ? [file] : [])));
	return edits.filter(({ kind, file }) => kind === 'delete' || !deleted.has(file) || documents.byPath(file));
}

/** The edits of all findings whose one fix is safe; those that would overlap an earlier one wait for the next time. */
function safeEdits(findings: readonly Finding[], documents: Session['documents']): FileEdit[] {
	const byFile = new Map<string, TextEdit[]>();
	const deleted = new Set<string>();
	for (const finding of findings) {
		const fix = finding.fixes.find((one) => one.safety === 'safe' && one.edits.length > 0);
		if (
			!fix ||
			fix.edits.some(({ kind, file }) => kind === 'create' || isGenerated(documents.byPath(file)?.text ?? ''))
		)
			continue;
		const fits = fix.edits.every(
			(edit) =>
				edit.kind !== 'change' ||
				edit.edits.every((one) => !(byFile.get(edit.file) ?? []).some((other) => overlap(one, other))),
		);
		if (!fits) continue;
		for (const edit of fix.edits) {
			if (edit.kind === 'change') byFile.set(edit.file, [...(byFile.get(edit.file) ?? []), ...edit.edits]);
			else deleted.add(edit.file);
		}
	}
	return [
		...[...byFile].map(([file, edits]): FileEdit => ({ kind: 'change', file, edits })),
		...[...deleted].map((file): FileEdit => ({ kind: 'delete', file })),
	];
}

function overlap(a: TextEdit, b: TextEdit): boolean {
	return a.span.start <= b.span.end && b.span.start <= a.span.end;
}
