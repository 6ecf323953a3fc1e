/** The state of a module as the status item shows it, with what can be done about it. */
import { clientCommands, type ModuleStatus, type StatusAction, type StatusCause } from '../../protocol/requests.ts';
import type { ModuleState } from '../../session/goWorkspace.ts';
import { toUri } from '../convert.ts';

export function toModuleStatus(module: ModuleState): ModuleStatus {
	const { directory, state, go, goSource, detail } = module;
	return { uri: toUri(directory), state, go, goSource, detail, ...troubleOf(module) };
}

type Trouble = Pick<ModuleStatus, 'summary' | 'cause' | 'actions'>;

function troubleOf({ state, obstacle }: ModuleState): Trouble {
	if (obstacle === undefined) {
		return state === 'paused' ? trouble('off', 'escape hints are off') : trouble('', '');
	}
	if (obstacle.kind === 'broken') {
		const { cause, file, line, at, message } = obstacle.failure;
		const open = file === undefined ? [] : [action(`Open ${at}`, clientCommands.open, placeUri(file, line))];
		switch (cause) {
			case 'missing-module':
				return trouble(cause, 'a module is not downloaded', [allowDownloads, ...open]);
			case 'missing-requirement': {
				const wanted = /package (\S+?)[;:,]?(?:\s|$)/.exec(message)?.[1];
				const get = `go get ${wanted}`;
				const copy = wanted === undefined ? [] : [action(`Copy “${get}”`, clientCommands.copy, get)];
				return trouble(cause, 'a package is in no module of go.mod', [...copy, ...open]);
			}
			case 'module-file':
				return trouble(cause, `${file === undefined ? 'go.mod' : fileName(file)} is broken`, open);
			case 'source':
				return trouble(cause, `does not compile (${short(at)})`, open);
		}
	}
	const { reason, version } = obstacle;
	switch (reason) {
		case 'restricted':
			return trouble('restricted', 'restricted mode', [action('Manage Workspace Trust', clientCommands.manageTrust)]);
		case 'missing':
			return trouble('go-missing', 'no Go found', [chooseGo]);
		case 'too-old':
			return trouble('go-too-old', `${version || 'this Go'} is too old (needs 1.21)`, [chooseGo]);
		case 'newer-wanted':
			return trouble('go-too-old', `${version || 'this Go'} is older than go.mod asks`, [allowDownloads, chooseGo]);
		case 'unusable':
			return trouble('go-unusable', 'Go cannot be run', [chooseGo]);
		case 'unanswered':
			return trouble('go-unusable', 'Go does not answer', [chooseGo]);
	}
}

function trouble(cause: StatusCause, summary: string, actions: readonly StatusAction[] = []): Trouble {
	return { cause, summary, actions };
}

function action(title: string, command: string, ...args: readonly string[]): StatusAction {
	return { title, command, arguments: args };
}

const chooseGo = action('Choose Go…', clientCommands.chooseGo);
const allowDownloads = action('Allow Downloads', clientCommands.allowDownloads);

function placeUri(file: string, line: number): string {
	return line === 0 ? toUri(file) : `${toUri(file)}#L${line}`;
}

/** `lib/a.go:5` without its folders. */
function short(at: string): string {
	return at.slice(at.lastIndexOf('/') + 1);
}

function fileName(path: string): string {
	return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
