/** The sizes of what the hints of open files allocate, for the ends of their lines: measured in the background, kept while the text moves. */
import { allocatedType } from '../../analysis/escape/allocatedType.ts';
import type { EscapeHint } from '../../analysis/escape/escapeHint.ts';
import { contains } from '../../analysis/text/span.ts';
import { createHintSearch, type HintSearchDeps } from '../hints/hintSearch.ts';
import type { ObjectCost } from '../../analysis/escape/sizeClasses.ts';
import type { AllocationSizes } from './allocationSizes.ts';

export interface HintSizes {
	/**
	 * Bytes of the object of a hint of an open file; undefined where they are not known. While hints are stale, or new ones are not
	 * measured yet, those of the same expression in the same function as it was measured last.
	 */
	of(path: string): (hint: EscapeHint) => number | undefined;
	/**
	 * The same, with what the heap takes for such an object and whether it has pointers, as far as it was measured already: asking measures nothing. The
	 * same function as long as nothing new is known.
	 */
	objects(path: string): (hint: EscapeHint) => ObjectCost | undefined;
	dispose(): void;
}

export interface HintSizesDeps extends Pick<HintSearchDeps<ObjectCost>, 'escapes' | 'onError' | 'changes'> {
	readonly sizes: Pick<AllocationSizes, 'measurer'>;
	readonly textOf: (path: string) => string | undefined;
	/** Sizes are known that were not known before, or other ones. */
	readonly onChange: (path: string) => void;
}

/** Milliseconds. What is measured is mostly what was there before. */
const pause = 150;

export function createHintSizes({ sizes, textOf, onChange, ...deps }: HintSizesDeps): HintSizes {
	const measured = new Map<string, ReadonlyMap<string, ObjectCost>>();
	const objects = new Map<string, (hint: EscapeHint) => ObjectCost | undefined>();

	const search = createHintSearch<ObjectCost>({
		...deps,
		async find(path, signal) {
			const text = textOf(path);
			const { functions } = deps.escapes(path);
			const measure = text === undefined ? undefined : await sizes.measurer(path);
			return async (hints) => {
				const found = new Map<EscapeHint, ObjectCost>();
				if (text === undefined || !measure) return found;
				for (const hint of hints) {
					// A size stands only beside what is allocated for sure.
					if (hint.verdict !== 'heap') continue;
					const around = functions.find(({ extent }) => contains(extent, hint.span))?.extent;
					const allocated = allocatedType(hint, text, around);
					const cost = allocated && (await measure(allocated));
					signal.throwIfAborted();
					if (cost !== undefined) found.set(hint, cost);
				}
				return found;
			};
		},
		onFound(path, found) {
			const before = measured.get(path);
			const now = byExpression(found);
			measured.set(path, now);
			const isNew = ([key, { size, takes: block }]: [string, ObjectCost]) =>
				before?.get(key)?.size !== size || before.get(key)?.takes !== block;
			if ((before?.size ?? 0) === now.size && ![...now].some(isNew)) return;
			objects.set(path, (hint) => now.get(keyOf(hint)));
			onChange(path);
		},
		pause,
		// By types of other packages; what was measured before is shown until it is measured again.
		dependsOn: ['files', 'build'],
	});

	return {
		of(path) {
			const found = search.of(path);
			const before = measured.get(path);
			return (hint) => (found ? found.get(hint) : before?.get(keyOf(hint)))?.size;
		},
		objects: (path) => objects.get(path) ?? nothingMeasured,
		dispose: () => search.dispose(),
	};
}

const nothingMeasured = () => undefined;

function keyOf({ function: around, subject, class: escapeClass }: EscapeHint): string {
	return `${around}\n${subject}\n${escapeClass}`;
}

/** Without expressions that have several sizes. */
function byExpression(found: ReadonlyMap<EscapeHint, ObjectCost>): ReadonlyMap<string, ObjectCost> {
	const sizes = new Map<string, ObjectCost>();
	const different = new Set<string>();
	for (const [hint, cost] of found) {
		const key = keyOf(hint);
		if ((sizes.get(key) ?? cost).size !== cost.size) different.add(key);
		sizes.set(key, cost);
	}
	for (const key of different) sizes.delete(key);
	return sizes;
}
