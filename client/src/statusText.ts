/** The words of the status item. Pure, so that they are tested without an editor. */
import type { ModuleStatus, StatusAction } from '../../server/src/protocol/requests.ts';

export interface StatusText {
	/** A few words, in the language status: `Linkscape: no Go found`. */
	readonly text: string;
	/** The line beside the text when the language status is opened. VS Code neither wraps nor cuts it, so it is short. */
	readonly detail: string;
	/** All that is known, a sentence each, for where there is room. */
	readonly details: readonly string[];
	readonly busy: boolean;
	readonly severity: 'information' | 'warning' | 'error';
	/** An icon of VS Code's, by its name. */
	readonly icon: 'check' | 'sync~spin' | 'warning' | 'error' | 'shield' | 'debug-pause' | 'filter-filled';
	/** What can be done about it. */
	readonly actions: readonly StatusAction[];
	/** Why there are no hints, for the `when` of the empty view; see `ModuleStatus.cause`. */
	readonly cause: string;
}

const fine = { details: [], busy: false, severity: 'information', icon: 'check', actions: [], cause: '' } as const;

export const serverStarting: StatusText = {
	...fine,
	text: 'Linkscape …',
	detail: 'starting',
	busy: true,
	icon: 'sync~spin',
	cause: 'starting',
};

const stopped = 'The server has stopped.';

export const serverStopped: StatusText = {
	...fine,
	text: 'Linkscape: server stopped',
	detail: 'restart it from the menu',
	details: [stopped],
	severity: 'error',
	icon: 'error',
	actions: [
		{ title: 'Restart Server', command: 'linkscape.restartServer', arguments: [] },
		{ title: 'Show Output', command: 'linkscape.showOutput', arguments: [] },
	],
	cause: 'stopped',
};

/** What is said of one module; of a file that belongs to none when `module` is undefined. */
export function statusText(module: ModuleStatus | undefined): StatusText {
	if (!module) return { ...fine, text: 'Linkscape', detail: '' };
	const { go, goSource, detail, summary, actions, cause } = module;
	const named = go ? `Linkscape ${go}` : 'Linkscape';
	const details = [detail, goSource].filter((part) => part !== '');
	const own = { ...fine, details, actions, cause, text: `Linkscape: ${summary}` };
	const source = clipped(goSource);
	switch (module.state) {
		case 'ready': {
			if (detail === '') return { ...own, text: named, detail: source };
			return { ...own, text: named, detail: clipped(detail), severity: 'warning', icon: 'warning' };
		}
		case 'analysing':
			return { ...own, text: `${named} …`, detail: clipped(detail) || 'analysing', busy: true, icon: 'sync~spin' };
		case 'paused': {
			if (cause === 'off') return { ...own, detail: source, icon: 'debug-pause' };
			return { ...own, detail: 'hints paused', severity: 'warning', icon: 'debug-pause' };
		}
		case 'no-go':
			return { ...own, detail: 'linkname checks only', severity: 'warning', icon: 'warning' };
		case 'restricted':
			return { ...own, detail: 'nothing is run', icon: 'shield' };
	}
}

/** The same, for a workspace that shows only some of its hints: `filter` says which, empty for all. */
export function withFilter(status: StatusText, filter: string): StatusText {
	if (filter === '') return status;
	return {
		...status,
		text: `${status.text} (filtered)`,
		detail: clipped(`only ${filter}`),
		details: [...status.details, `Only ${filter}`],
		icon: status.icon === 'check' ? 'filter-filled' : status.icon,
		actions: [...status.actions, { title: 'Clear Filters', command: 'linkscape.clearFilter', arguments: [] }],
	};
}

/** The same, where the profile cannot be read: `problem` says why, empty when all is well. */
export function withProfile(status: StatusText, problem: string): StatusText {
	if (problem === '') return status;
	return {
		...status,
		detail: 'the profile cannot be read',
		details: [problem, ...status.details],
		severity: status.severity === 'error' ? 'error' : 'warning',
		icon: status.icon === 'check' ? 'warning' : status.icon,
	};
}

const room = 44;

/** At most 44 characters: the end of a path says more than its beginning, the beginning of a sentence more than its end. */
function clipped(text: string): string {
	if (text.length <= room) return text;
	return /^(?:\/|[A-Za-z]:[\\/])/.test(text) ? `…${text.slice(1 - room)}` : `${text.slice(0, room - 1).trimEnd()}…`;
}

/** The module that holds the file: the one with the longest directory URI that the file's URI starts with. */
export function moduleOf(fileUri: string, modules: readonly ModuleStatus[]): ModuleStatus | undefined {
	let best: ModuleStatus | undefined;
	for (const module of modules) {
		const directory = module.uri.endsWith('/') ? module.uri : `${module.uri}/`;
		if (fileUri.startsWith(directory) && module.uri.length > (best?.uri.length ?? -1)) best = module;
	}
	return best;
}

/**
 * A text in parts: those to be escaped are the characters without which VS Code makes no links of bare addresses (`https://…`, `www.…`,
 * `name@host`).
 */
export function withoutAddresses(text: string): readonly { readonly part: string; readonly escaped: boolean }[] {
	const parts = text.split(/(:(?=\/\/)|(?<=www)\.|@)/i).map((part, index) => ({ part, escaped: index % 2 === 1 }));
	return parts.filter(({ part }) => part !== '');
}
