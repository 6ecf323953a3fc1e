/** Types a letter into a large file and takes it back, again and again, through the same rooms as the server does. */
import { performance } from 'node:perf_hooks';
import { checkFile } from '../../../server/src/analysis/linkname/checkDirectives.ts';
import { createGoParser } from '../../../server/src/analysis/syntax/goParser.ts';
import { createLinknameChecks } from '../../../server/src/linkname/linknameChecks.ts';
import { unchanging } from '../../../server/src/world/answers/changes.ts';
import { PackageStore } from '../../../server/src/world/packages/packageStore.ts';

export interface KeystrokeTimes {
	/** Milliseconds, the median over all keystrokes. */
	readonly findings: number;
	readonly reparse: number;
}

const warmUp = 200;
const keystrokes = 400;

/** `path` is where the file would stand; its directory is read once, as a package. */
export async function timeKeystrokes(
	path: string,
	text: string,
	at: number,
	wasm: { readonly runtime: Uint8Array; readonly grammar: Uint8Array },
): Promise<KeystrokeTimes> {
	const typed = `${text.slice(0, at)}x${text.slice(at)}`;
	const insertion = { start: at, oldEnd: at, newEnd: at + 1 };
	const deletion = { start: at, oldEnd: at + 1, newEnd: at };

	const store = new PackageStore(unchanging);
	const checks = createLinknameChecks(unchanging, store, () => undefined);
	const judge = async () => {
		const checked = await checks.file(path);
		return checked ? checkFile(checked.facts, checked.index) : [];
	};
	store.open(path, text);
	await judge();
	const parser = await createGoParser(wasm.runtime, wasm.grammar);
	let tree = parser.parse(text);

	const findings: number[] = [];
	const reparse: number[] = [];
	for (let count = 0; count < warmUp + keystrokes; count++) {
		const [next, change] = count % 2 === 0 ? [typed, insertion] : [text, deletion];
		const began = performance.now();
		store.change(path, next, [change]);
		await judge();
		const found = performance.now();
		const parsed = parser.reparse(tree, next, [change]);
		const over = performance.now();
		tree.dispose();
		tree = parsed;
		if (count < warmUp) continue;
		findings.push(found - began);
		reparse.push(over - found);
	}
	return { findings: median(findings), reparse: median(reparse) };
}

function median(values: number[]): number {
	return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
