/** Answers what the function at a position becomes: its assembly with the source line of each of its lines, on request. */
import { checkWords } from '../../analysis/ssa/checkWords.ts';
import {
	type AssemblyAnswer,
	type AssemblyParams,
	assemblyRequest,
	type PhasesAnswer,
	phasesRequest,
} from '../../protocol/requests.ts';
import { toOffset } from '../encoding.ts';
import type { Feature } from '../feature.ts';
import { withSignal } from '../requestScope.ts';
import type { Session } from '../session.ts';

export const assemblyFeature: Feature = {
	register({ connection, logger, ...session }) {
		connection.onRequest(assemblyRequest, (params: AssemblyParams, token) =>
			withSignal(token, logger, noAssembly('The assembly could not be made; the output says why.'), (signal) =>
				answerAssembly(session, params, signal),
			),
		);
		connection.onRequest(phasesRequest, (params: AssemblyParams, token) =>
			withSignal(token, logger, noPhases('The passes could not be read; the output says why.'), (signal) =>
				answerPhases(session, params, signal),
			),
		);
	},
};

/** For clients with a request of their own, and for those that only execute commands. */
export async function answerAssembly(
	{ documents, workspace, encoding }: Pick<Session, 'documents' | 'workspace' | 'encoding'>,
	{ uri, position, goarch, go, head }: AssemblyParams,
	signal: AbortSignal,
): Promise<AssemblyAnswer> {
	const document = documents.get(uri);
	if (!document) return noAssembly('This file is not open.');
	const offset = toOffset(document.lines, position, encoding);
	const choice = { goarch, go };
	const found = head
		? await workspace.assemblyAtHead(document.path, offset, choice, signal)
		: await workspace.assembly(document.path, offset, choice, signal);
	if (typeof found === 'string') return noAssembly(found);
	const { name, build, lines, comparable } = found;
	return {
		problem: '',
		name,
		build,
		text: `${lines.map(({ text }) => text).join('\n')}\n`,
		lines: lines.map(({ source }) => (source?.file === document.path ? source.line - 1 : -1)),
		comparable,
	};
}

async function answerPhases(
	{ documents, workspace, encoding }: Pick<Session, 'documents' | 'workspace' | 'encoding'>,
	{ uri, position, goarch, go }: AssemblyParams,
	signal: AbortSignal,
): Promise<PhasesAnswer> {
	const document = documents.get(uri);
	if (!document) return noPhases('This file is not open.');
	const offset = toOffset(document.lines, position, encoding);
	const found = await workspace.phases(document.path, offset, { goarch, go }, signal);
	if (typeof found === 'string') return noPhases(found);
	const { name, context, phases, checks, source, firstLine, tree } = found;
	const changed = phases.filter((phase) => phase.changed);
	return {
		problem: '',
		name,
		build: `${context.version.text} ${context.goos}/${context.goarch}`,
		phases: changed.map(({ pass, blocks, values, text }) => ({ pass, blocks, values, text })),
		unchanged: phases.length - changed.length,
		checks: checks.map((check) => ({ line: check.line, value: check.value, message: checkWords(check) })),
		firstLine,
		source,
		tree: tree.join('\n'),
	};
}

function noPhases(problem: string): PhasesAnswer {
	const nothing = { name: '', build: '', phases: [], unchanged: 0, checks: [], firstLine: 0, source: [], tree: '' };
	return { problem, ...nothing };
}

function noAssembly(problem: string): AssemblyAnswer {
	return { problem, name: '', build: '', text: '', lines: [], comparable: '' };
}
