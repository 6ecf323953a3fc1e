/** Questions about functions of a module on the disk, asked as the command line asks them. */
import type { GoChoice } from '../../server/src/world/go/chosenGo.ts';
import type { Asker } from '../../server/src/behind/packageUnit.ts';
import { BehindProblem } from '../../server/src/behind/problem.ts';
import { createToolchain } from '../../server/src/toolchain/toolchain.ts';
import { plainSettings } from './escapes.ts';

export function askerIn(directory: string, choice: GoChoice = {}, buffers: Asker['buffers'] = new Map()): Asker {
	return { directory, settings: plainSettings, toolchain: createToolchain(), choice, buffers };
}

/** The sentence that a question is answered with. */
export async function problemOf(asking: Promise<unknown>): Promise<string> {
	try {
		await asking;
		return 'There was an answer.';
	} catch (error) {
		if (error instanceof BehindProblem) return error.message;
		throw error;
	}
}
