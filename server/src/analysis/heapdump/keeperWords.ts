/** Who keeps a value, in words. */
import { readableSymbol } from '../allocations/symbolPackage.ts';
import type { Keeper, KeptThrough } from './keptBy.ts';

/** In one word, for lists and filters. */
export type KeeperKind = 'package variable' | 'map' | 'channel' | 'pool' | 'goroutine' | 'closure' | 'timer' | 'other';

/** What is on the way counts more than the variable at its beginning: what a pool keeps is in the pool, whoever has that. */
export function keeperKind({ root, through }: Keeper): KeeperKind {
	if (root === 'goroutine' || root === 'timer') return root;
	const kinds = through.map(({ kind }) => kind);
	for (const kind of ['pool', 'closure', 'channel', 'map'] as const) if (kinds.includes(kind)) return kind;
	return root === 'package variable' ? root : 'other';
}

/**
 * `package variable p.cache (map)`; `goroutine p.worker (chan receive), started in p.Start at p.go:12`; `timer set at p.go:30, through closure
 * p.later.func1`.
 *
 * @param nameOf how a file is named
 */
export function keeperWords(keeper: Keeper, nameOf: (file: string) => string): string {
	const place = ({ file, line }: Omit<KeptThrough, 'kind'>) =>
		file === undefined ? '' : ` at ${nameOf(file)}:${line}`;
	const [first, ...rest] = keeper.through;
	const holds = first && isContainer(first) ? first : undefined;
	const steps = (holds ? rest : keeper.through).map((step) =>
		step.kind === 'closure'
			? `closure ${readableSymbol(step.function ?? '')}`
			: step.kind === 'object'
				? `what is made${place(step)}`
				: `a ${step.kind}${place(step) === '' ? '' : ` made${place(step)}`}`,
	);
	// The ends of a long way say most.
	const told = steps.length > mostSteps ? [...steps.slice(0, 1), '…', ...steps.slice(1 - mostSteps)] : steps;
	return [rootWords(keeper, holds?.kind, place), ...(told.length === 0 ? [] : [`through ${told.join(', ')}`])].join(
		', ',
	);
}

const mostSteps = 3;

function isContainer({ kind }: KeptThrough): boolean {
	return kind !== 'closure' && kind !== 'object';
}

function rootWords(
	{ root, name, waits, started }: Keeper,
	holds: string | undefined,
	place: (at: Omit<KeptThrough, 'kind'>) => string,
): string {
	const held = holds === undefined ? '' : ` (${holds})`;
	switch (root) {
		case 'package variable':
			return `package variable ${readableSymbol(name)}${held}`;
		case 'goroutine': {
			const how = [waits, holds === undefined ? undefined : `in a ${holds}`].filter((each) => each !== undefined);
			const by = started && `, started in ${readableSymbol(started.function)}${place(started)}`;
			return `goroutine ${readableSymbol(name)}${how.length === 0 ? '' : ` (${how.join(', ')})`}${by ?? ''}`;
		}
		case 'timer':
			return `timer${started === undefined ? '' : ` set${place(started)}`}${held}`;
		case 'finalizer':
			return `a finalizer${held}`;
		case 'runtime':
			return `the run-time${name === '' ? '' : ` (${name})`}`;
		case 'unknown':
			return 'nothing that the heap dump shows';
	}
}
