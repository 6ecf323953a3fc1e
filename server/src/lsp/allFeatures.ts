/** Every feature that answers requests. Diagnostics, progress and the profile also hear of changes: the server holds those itself. */
import type { Feature } from './feature.ts';
import { assemblyFeature } from './features/assembly.ts';
import { benchmarkFeature } from './features/benchmark.ts';
import { captureFeature } from './features/captureRequests.ts';
import { checkHintsFeature } from './features/checkHints.ts';
import { codeActionFeature } from './features/codeActions.ts';
import { codeLensFeature } from './features/codeLenses.ts';
import { documentLinkFeature } from './features/documentLinks.ts';
import { escapeTreeFeature } from './features/escapeTree.ts';
import { explainFeature } from './features/explainCommands.ts';
import { flowFeature } from './features/flowQuestions.ts';
import { hintPlaceFeature } from './features/hintPlaces.ts';
import { hoverFeature } from './features/hover.ts';
import { inlayHintFeature } from './features/inlayHints.ts';
import { inventoryFeature } from './features/inventoryRequests.ts';
import { moduleFeature } from './features/moduleRequests.ts';
import { navigationFeature } from './features/navigationRequests.ts';
import { sanitizeFeature } from './features/sanitizeRequests.ts';
import { toolAnswerFeature } from './features/toolAnswers.ts';

export const allFeatures: readonly Feature[] = [
	assemblyFeature,
	benchmarkFeature,
	captureFeature,
	checkHintsFeature,
	codeActionFeature,
	codeLensFeature,
	documentLinkFeature,
	escapeTreeFeature,
	explainFeature,
	flowFeature,
	hintPlaceFeature,
	hoverFeature,
	inlayHintFeature,
	inventoryFeature,
	moduleFeature,
	navigationFeature,
	sanitizeFeature,
	toolAnswerFeature,
];
