/** What an assistant asks that has no cursor: the words of the hovers, by the name of a target or by a line. */
import type { EscapeHint } from '../../analysis/escape/escapeHint.ts';
import {
	type DescribeLineParams,
	type DescribeTargetParams,
	describeLineRequest,
	describeTargetRequest,
} from '../../protocol/requests.ts';
import type { Feature } from '../feature.ts';
import { withSignal } from '../requestScope.ts';
import type { Session } from '../session.ts';
import { describeHints } from './hover.ts';
import { isLeak } from './functionSummary.ts';

/** Milliseconds between two looks at whether the package was compiled meanwhile. */
const eachLook = 100;

export const toolAnswerFeature: Feature = {
	register: registerToolAnswers,
};

function registerToolAnswers(session: Session): void {
	const { connection, documents, workspace, logger } = session;
	connection.onRequest(describeTargetRequest, ({ uri, target }: DescribeTargetParams, token) =>
		withSignal(token, logger, '', async () => {
			const document = documents.get(uri);
			if (!document) return 'The file is not open.';
			return (await workspace.describeSymbol(document.path, target)) ?? `${target} is not the name of a symbol.`;
		}),
	);
	connection.onRequest(describeLineRequest, ({ uri, line }: DescribeLineParams, token) =>
		withSignal(token, logger, '', async (signal) => {
			const known = await firstEscapes(session, uri, signal);
			if (typeof known === 'string') return known;
			const { document, hints, problem } = known;
			const here = hints.filter((hint) => !isSilent(hint) && document.lines.position(hint.span.start).line === line);
			if (here.length === 0) return `Nothing on line ${line + 1} goes to the heap. ${problem}`.trim();
			return describeHints(session, document.path, here, { explain: undefined, signal });
		}),
	);
}

/** Neither a value that stays on the stack, nor a parameter whose argument stays where it is. */
function isSilent(hint: EscapeHint): boolean {
	return hint.verdict === 'stack' || (hint.verdict === 'leak' && !isLeak(hint));
}

/** What is known of a file, once its package was compiled; one sentence when it is known that it will not be. */
async function firstEscapes({ documents, workspace, settings }: Session, uri: string, signal: AbortSignal) {
	for (;;) {
		// Both may change while somebody waits.
		const document = documents.get(uri);
		if (!document) return 'The file is not open.';
		if (!settings().escape.enabled) return 'Escape hints are turned off (linkscape.escape.enabled).';
		const { state, problem, hints } = workspace.escapes(document.path);
		if (state !== 'none') return { document, hints, problem };
		if (problem !== '') return problem;
		await new Promise((resolve) => setTimeout(resolve, eachLook));
		signal.throwIfAborted();
	}
}
