/** Answers about single hints that a list shows, whether or not their files are open: how many bytes, and what the hover says. */
import { URI } from 'vscode-uri';
import type { EscapeHint } from '../../analysis/escape/escapeHint.ts';
import { LineIndex } from '../../analysis/text/lineIndex.ts';
import {
	type AllocationSizesParams,
	allocationSizesRequest,
	type DescribeHintParams,
	describeHintRequest,
	type HintPlace,
} from '../../protocol/requests.ts';
import { toRange } from '../encoding.ts';
import type { Feature } from '../feature.ts';
import { withSignal } from '../requestScope.ts';
import type { Session } from '../session.ts';
import { describeHints } from './hover.ts';

export const hintPlaceFeature: Feature = {
	register: registerHintPlaces,
};

function registerHintPlaces(session: Session): void {
	const { connection, workspace, logger } = session;
	connection.onRequest(allocationSizesRequest, ({ hints }: AllocationSizesParams, token) =>
		withSignal(token, logger, [], async (signal): Promise<readonly string[]> => {
			const find = hintFinder(session);
			const sizes: string[] = [];
			for (const place of hints) {
				signal.throwIfAborted();
				const hint = find(place);
				sizes.push(hint ? await workspace.allocationSize(hint) : '');
			}
			return sizes;
		}),
	);
	connection.onRequest(describeHintRequest, ({ commands, ...place }: DescribeHintParams, token) =>
		withSignal(token, logger, '', async (signal): Promise<string> => {
			const hint = hintFinder(session)(place);
			if (!hint) return '';
			const explain =
				commands && session.client.ownCommands ? { uri: place.uri, position: place.range.start } : undefined;
			return describeHints(session, hint.file, [hint], { explain, signal });
		}),
	);
}

/** Finds hints by their place; the lines of a file are counted once. */
function hintFinder({ workspace, documents, encoding }: Session): (place: HintPlace) => EscapeHint | undefined {
	const files = new Map<string, ReadonlyMap<string, EscapeHint>>();
	const key = (range: HintPlace['range'], name: string) => JSON.stringify([range.start, range.end, name]);
	return ({ uri, range, class: name }) => {
		const path = URI.parse(uri).fsPath;
		let hints = files.get(path);
		if (!hints) {
			const lines = documents.byPath(path)?.lines ?? new LineIndex(workspace.escapesText(path) ?? '');
			const all = workspace.escapes(path).hints;
			hints = new Map(all.map((hint) => [key(toRange(lines, hint.span, encoding), hint.class), hint]));
			files.set(path, hints);
		}
		return hints.get(key(range, name));
	};
}
