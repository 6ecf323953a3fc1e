import type { GoContext, NoGo } from '../world/go/goContext.ts';
import type { CompileFailure } from './runs/compileError.ts';
import type { PackageState } from './packageState.ts';

/** What a status line says about a module. */
export interface ModuleState {
	/** The directory of go.mod, or of the file where there is none; of the package as long as nothing is known. */
	readonly directory: string;
	readonly state: 'ready' | 'analysing' | 'paused' | 'no-go' | 'restricted';
	/** `go1.26.8`; empty when unknown. */
	readonly go: string;
	/** `/usr/local/go/bin/go, from PATH`, with ` – for windows/amd64` behind it where that is not this machine's; empty when none was found. */
	readonly goSource: string;
	/** One sentence of what is wrong or missing; empty when all is well. */
	readonly detail: string;
	/** Why there are no new hints; undefined while there are, or when that is the user's own wish. */
	readonly obstacle?: Obstacle | undefined;
}

export type Obstacle =
	| { readonly kind: 'no-go'; readonly reason: NoGo['reason']; readonly version: string }
	| { readonly kind: 'broken'; readonly failure: CompileFailure };

/** One state for each module of some packages; the first thing that is wrong in it is its detail. */
export function moduleStates(packages: readonly PackageState[], enabled: boolean): readonly ModuleState[] {
	const modules = new Map<string, PackageState[]>();
	for (const each of packages) {
		const directory = each.context?.directory ?? each.directory;
		modules.set(directory, [...(modules.get(directory) ?? []), each]);
	}
	return [...modules].map(([directory, members]) => stateOf(directory, members, enabled));
}

function stateOf(directory: string, members: readonly PackageState[], enabled: boolean): ModuleState {
	const context = members.findLast((each) => each.context !== undefined)?.context;
	const go = context?.version?.text ?? '';
	const goSource = context ? sourceOf(context) : '';
	const problem = members.findLast((each) => each.problem !== '')?.problem ?? '';
	if (context?.kind === 'no-go') {
		const state = context.reason === 'restricted' ? 'restricted' : 'no-go';
		const obstacle = { kind: 'no-go', reason: context.reason, version: go } as const;
		return { directory, state, go, goSource, detail: context.problem, obstacle };
	}
	const busy = members.some((each) => each.run !== undefined || (each.timer !== undefined && each.outdated));
	const failure = members.findLast((each) => each.failure !== undefined)?.failure;
	if (enabled && !busy && failure !== undefined) {
		const obstacle = { kind: 'broken', failure } as const;
		return { directory, state: 'paused', go, goSource, detail: detailOf(failure), obstacle };
	}
	const state = !enabled ? 'paused' : busy ? 'analysing' : problem === '' ? 'ready' : 'paused';
	return { directory, state, go, goSource, detail: problem || (context?.note ?? '') };
}

function detailOf({ cause, text, at }: CompileFailure): string {
	return cause === 'source' ? `package does not compile: ${at}` : text;
}

function sourceOf(context: GoContext | NoGo): string {
	const platform = context.kind === 'go' ? context.foreignPlatform : '';
	return platform === '' ? context.source : `${context.source} – for ${platform}`;
}
