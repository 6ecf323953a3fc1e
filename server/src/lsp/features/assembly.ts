/** Answers what the function at a position becomes: its assembly with the source line of each of its lines, on request. */
import { type AssemblyAnswer, type AssemblyParams, assemblyRequest } from '../../protocol/requests.ts';
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
	},
};

/** For clients with a request of their own, and for those that only execute commands. */
export async function answerAssembly(
	{ documents, workspace, encoding }: Pick<Session, 'documents' | 'workspace' | 'encoding'>,
	{ uri, position, goarch, go }: AssemblyParams,
	signal: AbortSignal,
): Promise<AssemblyAnswer> {
	const document = documents.get(uri);
	if (!document) return noAssembly('This file is not open.');
	const offset = toOffset(document.lines, position, encoding);
	const found = await workspace.assembly(document.path, offset, { goarch, go }, signal);
	if (typeof found === 'string') return noAssembly(found);
	const { name, build, lines } = found;
	return {
		problem: '',
		name,
		build,
		text: `${lines.map(({ text }) => text).join('\n')}\n`,
		lines: lines.map(({ source }) => (source?.file === document.path ? source.line - 1 : -1)),
	};
}

function noAssembly(problem: string): AssemblyAnswer {
	return { problem, name: '', build: '', text: '', lines: [] };
}
