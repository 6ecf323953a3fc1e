/** What `linkscape flow` is asked. */

export const flowFormats = ['human', 'json', 'dot', 'mermaid'] as const;
export type FlowFormat = (typeof flowFormats)[number];

export interface FlowOptions {
	/** `./store.(*Cache).Put:value`. */
	readonly target: string;
	/** What the call may allocate, instead of where a value goes. */
	readonly allocations: boolean;
	readonly format: FlowFormat;
	/** All sites in the human format; without it the nearest. */
	readonly all: boolean;
	/** With allocations: exit with 1 when the function allocates, or when it may. */
	readonly failOn: FlowFailLevel;
}

export const flowFailLevels = ['allocates', 'may-allocate', 'none'] as const;
export type FlowFailLevel = (typeof flowFailLevels)[number];
