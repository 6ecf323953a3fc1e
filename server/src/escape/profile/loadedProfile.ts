import type { Recording } from '../../analysis/recording/recording.ts';
import { fileStatus } from '../../toolchain/files.ts';
import { isAbsolute, join } from '../../toolchain/paths.ts';
import { expandVariables, type GoSettings } from '../../world/go/goSettings.ts';
import { readRecording } from './readRecording.ts';

/** The profile that costs are taken from. */
export interface LoadedProfile {
	/** What is known now; asking reads nothing. */
	state(): ProfileState;
	/** Looks whether setting or file changed since the last look, and reads the file again if so. */
	look(): void;
}

export interface ProfileState {
	/** Absolute; empty when none is wanted. */
	readonly path: string;
	/** The last one that could be read at that path. */
	readonly recording: Recording | undefined;
	/** Why it is not the one on disk, as one sentence; empty when all is well. */
	readonly problem: string;
}

export interface LoadedProfileDeps {
	/** `linkscape.profile`, asked each time. */
	readonly setting: () => string;
	readonly settings: () => GoSettings;
	readonly onChange: () => void;
}

const none: ProfileState = { path: '', recording: undefined, problem: '' };

export function createLoadedProfile({ setting, settings, onChange }: LoadedProfileDeps): LoadedProfile {
	let state = none;
	let stamp = '';
	let looking = false;
	let again = false;

	async function refresh(): Promise<void> {
		const path = await profilePath(setting(), settings());
		const status = path === '' ? undefined : await fileStatus(path);
		const now = `${path} ${status?.modified} ${status?.size}`;
		if (now === stamp) return;
		stamp = now;
		const read = path === '' ? undefined : await readRecording([path]);
		const before = state.path === path ? state.recording : undefined;
		const next = typeof read === 'string' ? { recording: before, problem: read } : { recording: read, problem: '' };
		if (path === '' && state.path === '') return;
		state = { path, ...next };
		onChange();
	}

	function look(): void {
		again = looking;
		if (looking) return;
		looking = true;
		void refresh().finally(() => {
			looking = false;
			if (again) look();
		});
	}

	return { state: () => state, look };
}

/** A path that is not absolute is meant in a workspace folder: in the first that has such a file. */
async function profilePath(setting: string, settings: GoSettings): Promise<string> {
	const path = expandVariables(setting.trim(), settings) ?? setting.trim();
	if (path === '' || isAbsolute(path)) return path;
	const candidates = settings.folders.map((folder) => join(folder, path));
	for (const candidate of candidates) if (await fileStatus(candidate)) return candidate;
	return candidates[0] ?? '';
}
