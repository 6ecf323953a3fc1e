import { type QuickPickItem, window } from 'vscode';
import type { TestParams } from '../../../server/src/protocol/requests.ts';
import { captureTestCommand } from './captureTestCommand.ts';
import { checkHintsCommand } from './checkHintsCommand.ts';
import type { Parts } from './parts.ts';
import { runSanitizer, sanitizerChoices } from './runSanitizer.ts';

interface Way extends QuickPickItem {
	readonly run: () => Promise<void>;
}

/** Lets the user choose what a test or benchmark is run with, and runs it. */
export async function runWith(parts: Parts, which: TestParams): Promise<void> {
	const ways: Way[] = [
		{
			label: 'Check escape hints',
			detail: 'The hovers of escape hints then say how often each was seen allocating.',
			run: () => checkHintsCommand(parts.client, which),
		},
		{
			label: 'Capture',
			detail: 'Profiles, heap snapshots and a trace: hints then say what they cost.',
			run: () => captureTestCommand(parts, which),
		},
		...sanitizerChoices.map(({ sanitizer, label, description }) => ({
			label,
			detail: `Reports ${description}.`,
			run: () => runSanitizer(parts.client, sanitizer, which),
		})),
	];
	const picked = await window.showQuickPick(ways, { title: `Run ${which.name} with` });
	await picked?.run();
}
