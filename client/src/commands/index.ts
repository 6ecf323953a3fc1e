/** The commands, one a file: each is a function of the parts it needs. The titles are in package.json. */
import { commands, Disposable } from 'vscode';
import {
	type BenchmarkParams,
	clientCommands,
	type ExplainParams,
	type FlowQuestionParams,
	type FunctionParams,
	type TestParams,
} from '../../../server/src/protocol/requests.ts';
import { benchmarkCommand } from './benchmarkCommand.ts';
import { moduleCommand } from './moduleCommand.ts';
import { createReports } from './benchmarkReports.ts';
import { copyText } from './copyText.ts';
import { explainEscape } from './explainEscape.ts';
import { openRule } from './openRule.ts';
import { openUri } from './openUri.ts';
import { aboutClass, copyHint, showOnlyClass, showOnlyFunction } from './hintMenu.ts';
import type { GroupNode, HintNode, PackageNode } from '../escapesViewModel.ts';
import type { Parts } from './parts.ts';
import { onlyHot, unloadProfile } from './profile.ts';
import { quickFix } from './quickFix.ts';
import { reanalysePackage } from './reanalysePackage.ts';
import { allowDownloads, chooseGo, fixStatus, manageTrust } from './remedies.ts';
import { restartServer } from './restartServer.ts';
import { runWith } from './runWith.ts';
import { compareAssembly, explainLine, showAssembly, showAssemblyFor, showPhases } from './showAssembly.ts';
import { createAssemblyView } from '../assemblyView.ts';
import { createPhasesView } from '../phasesView.ts';
import { runSanitizer } from './runSanitizer.ts';
import { showDetails } from './showDetails.ts';
import { askAtCursor, showFlow } from './showFlow.ts';
import { showInventory } from './showInventory.ts';
import { showFunction } from './showFunction.ts';
import { showMenu } from './showMenu.ts';
import { showEscapes } from './showEscapes.ts';
import { toggleHints } from './toggleHints.ts';

export function registerCommands(parts: Parts): Disposable {
	const { client, log, filter, view, profile, memory } = parts;
	const reports = createReports();
	const assembly = createAssemblyView();
	const phases = createPhasesView();
	const handlers: Record<string, (...args: never[]) => unknown> = {
		'linkscape.toggleHints': toggleHints,
		'linkscape.reanalysePackage': () => reanalysePackage(client),
		'linkscape.restartServer': () => restartServer(client),
		'linkscape.showOutput': () => log.show(true),
		'linkscape.openRule': openRule,
		'linkscape.showMenu': () => showMenu(parts),
		'linkscape.showDetails': () => showDetails(client),
		'linkscape.showAssembly': (choice?: { goarch?: string }) => showAssembly(client, assembly, choice),
		'linkscape.compareAssembly': () => compareAssembly(client, assembly),
		'linkscape.showPhases': () => showPhases(client, assembly, phases),
		'linkscape.showAssemblyFor': () => showAssemblyFor(client, assembly),
		'linkscape.explainLine': () => explainLine(client),
		'linkscape.sanitize': (sanitizer?: string) => runSanitizer(client, sanitizer),
		[clientCommands.benchmark]: (which?: BenchmarkParams) => benchmarkCommand({ client, reports, memory }, which),
		[clientCommands.showFlow]: (which: FlowQuestionParams) => showFlow(parts, which),
		'linkscape.whereItGoes': () => askAtCursor(parts, 'to'),
		'linkscape.whereItComesFrom': () => askAtCursor(parts, 'from'),
		'linkscape.whatItAllocates': () => askAtCursor(parts, 'allocations'),
		[clientCommands.runWith]: (which: TestParams) => runWith(parts, which),
		[clientCommands.chooseGo]: chooseGo,
		[clientCommands.allowDownloads]: allowDownloads,
		[clientCommands.manageTrust]: manageTrust,
		'linkscape.fixStatus': () => fixStatus(parts),
		'linkscape.showEscapes': () => showEscapes(),
		'linkscape.showInventory': () => showInventory(parts),
		[clientCommands.clearFilter]: () => filter.clear(),
		'linkscape.onlyChanges': () => filter.change({ onlyChanges: !filter.value.onlyChanges }),
		'linkscape.onlyHot': () => onlyHot(parts),
		'linkscape.loadProfile': () => profile.load(),
		'linkscape.loadCapture': () => profile.loadCapture(),
		'linkscape.unloadProfile': () => unloadProfile(parts),
		'linkscape.sortByCost': () => view.sort('cost'),
		'linkscape.sortByCount': () => view.sort('count'),
		'linkscape.sortByName': () => view.sort('name'),
		[clientCommands.explain]: (which?: ExplainParams | HintNode) => explainEscape(parts, which),
		[clientCommands.quickFix]: quickFix,
		[clientCommands.showFunction]: (which: FunctionParams) => showFunction(client, which),
		[clientCommands.showOnlyClass]: (which: string | GroupNode | HintNode) => showOnlyClass(filter, which),
		'linkscape.showOnlyFunction': (which: GroupNode | HintNode) => showOnlyFunction(filter, which),
		'linkscape.aboutClass': aboutClass,
		'linkscape.copyHint': (which: HintNode) => copyHint(client, which),
		'linkscape.analyseModule': (which?: PackageNode) => moduleCommand(client, which),
		'linkscape.groupByFunction': () => view.group('function'),
		'linkscape.groupByClass': () => view.group('class'),
		[clientCommands.copy]: copyText,
		[clientCommands.open]: openUri,
	};
	return Disposable.from(
		reports,
		assembly,
		phases,
		...Object.entries(handlers).map(([id, run]) => commands.registerCommand(id, run)),
	);
}
