/** The words of the status item. Pure, so that they are tested without an editor. */
import type { ModuleStatus } from '../../server/src/protocol/requests.ts';

export interface StatusText {
	readonly text: string;
	/** The line beside the text when the status item is opened. */
	readonly detail: string;
	readonly busy: boolean;
	readonly severity: 'information' | 'warning' | 'error';
}

export const serverStarting: StatusText = {
	text: 'Linkscape …',
	detail: 'starting',
	busy: true,
	severity: 'information',
};

export const serverStopped: StatusText = {
	text: 'Linkscape: server stopped',
	detail: 'one click for output and restart',
	busy: false,
	severity: 'error',
};

/** What is said of one module; of a file that belongs to none when `module` is undefined. */
export function statusText(module: ModuleStatus | undefined): StatusText {
	if (!module) return { text: 'Linkscape', detail: '', busy: false, severity: 'information' };
	const { go, goSource, detail } = module;
	const named = go ? `Linkscape ${go}` : 'Linkscape';
	switch (module.state) {
		case 'ready':
			return { text: named, detail: detail || goSource, busy: false, severity: detail ? 'warning' : 'information' };
		case 'analysing':
			return { text: `${named} …`, detail: detail || 'analysing', busy: true, severity: 'information' };
		case 'paused':
			return {
				text: `${named}: hints paused${detail ? ` (${detail})` : ''}`,
				detail: goSource,
				busy: false,
				severity: 'warning',
			};
		case 'no-go':
			return { text: 'Linkscape: no Go found, linkname checks only', detail, busy: false, severity: 'warning' };
		case 'restricted':
			return {
				text: 'Linkscape: restricted mode',
				detail: detail || 'linkname checks by parsing only, nothing is run',
				busy: false,
				severity: 'information',
			};
	}
}

/** The same, for a workspace that shows only some of its hints: `filter` says which, empty for all. */
export function withFilter(status: StatusText, filter: string): StatusText {
	if (filter === '') return status;
	const detail = [`only ${filter}`, status.detail].filter((part) => part !== '').join('; ');
	return { ...status, text: `${status.text} (filtered)`, detail };
}

/** The same, where the profile cannot be read: `problem` says why, empty when all is well. */
export function withProfile(status: StatusText, problem: string): StatusText {
	if (problem === '') return status;
	const detail = [problem, status.detail].filter((part) => part !== '').join('; ');
	return { ...status, detail, severity: status.severity === 'error' ? 'error' : 'warning' };
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
