/** One short line above each directive, and above functions whose allocations add up. */
import type { CodeLens, Command } from 'vscode-languageserver';
import { type BenchmarkParams, clientCommands, type FunctionParams } from '../../protocol/requests.ts';
import { toRange } from '../encoding.ts';
import type { Feature } from '../feature.ts';
import { withSignal } from '../requestScope.ts';
import { hintsByFunction } from '../hintsByFunction.ts';
import type { Session } from '../session.ts';
import { folding, hiddenByFilter, hasFilter, shownHints } from '../shownHints.ts';
import { allocationSummary, fewFunctions, functionSummary, shareOfHints, withShare } from './functionSummary.ts';
import { testLenses } from './testLenses.ts';
import { benchmarkTooltip, directiveTooltip, filterTooltip, functionTooltip } from './lensTooltips.ts';

export const codeLensFeature: Feature = {
	capabilities: ({ client }) => (client.lateLenses ? {} : { codeLensProvider: {} }),
	register: registerCodeLenses,
};

function registerCodeLenses(session: Session): void {
	const { connection, documents, workspace, logger, client, encoding } = session;
	connection.onCodeLens((params, token) =>
		withSignal(token, logger, [], async () => {
			const document = documents.get(params.textDocument.uri);
			if (!document) return [];
			const settings = session.settings();
			const { lines, path, uri } = document;
			const lenses: CodeLens[] = [];
			if (settings.linkname.enabled && settings.linkname.codeLens) {
				for (const { span, title, measurable } of await workspace.directiveSummaries(path)) {
					const range = toRange(lines, span, encoding);
					if (title !== '') lenses.push({ range, command: { title, tooltip: directiveTooltip, command: '' } });
					if (measurable && client.ownCommands)
						lenses.push({ range, command: benchmark({ uri, position: range.start }) });
				}
			}
			if (settings.escape.enabled && settings.escape.codeLens) {
				if (settings.escape.testCodeLens) lenses.push(...testLenses(session, uri));
				const { functions, hints } = workspace.escapes(path);
				// Sorted out once: a file has hundreds of functions and thousands of hints.
				const shown = hintsByFunction(shownHints(session, path, hints));
				const all = hintsByFunction(hints);
				const isFolded = folding(session, path);
				const profiled = workspace.profiledHints(path);
				const isHot = profiled?.isHot;
				const hidden = client.ownCommands ? hiddenByFilter(session, path, hints) : 0;
				if (hidden > 0) lenses.push({ range: topOfFile, command: clearFilter(hidden) });
				const onlyShown = hasFilter(session);
				for (const report of functions) {
					const of = { shown: shown.get(report.name) ?? [], all: all.get(report.name) ?? [], isFolded };
					const summary =
						settings.escape.codeLensScope === 'all'
							? functionSummary(report, of, onlyShown)
							: allocationSummary(report, of, functions.length > fewFunctions, isHot);
					if (summary === '') continue;
					const title = withShare(summary, shareOfHints(of.shown, profiled));
					const command = client.ownCommands ? showFunction(title, { uri, name: report.name }) : { title, command: '' };
					lenses.push({ range: toRange(lines, report.span, encoding), command });
				}
			}
			return lenses;
		}),
	);
}

const topOfFile = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** Where somebody misses hints, a filter of last week may be the reason. */
function clearFilter(hidden: number): Command {
	const title = `${hidden} escape ${hidden === 1 ? 'hint is' : 'hints are'} hidden by the filters of this workspace: clear them`;
	return { title, tooltip: filterTooltip, command: clientCommands.clearFilter };
}

function benchmark(which: BenchmarkParams): Command {
	const title = 'Benchmark against the public API';
	return { title, tooltip: benchmarkTooltip, command: clientCommands.benchmark, arguments: [which] };
}

function showFunction(title: string, which: FunctionParams): Command {
	return { title, tooltip: functionTooltip(title), command: clientCommands.showFunction, arguments: [which] };
}
