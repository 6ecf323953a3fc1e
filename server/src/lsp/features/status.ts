/** The state of a module as the status item shows it. */
import type { ModuleStatus } from '../../protocol/requests.ts';
import type { ModuleState } from '../../workspace/goWorkspace.ts';
import { toUri } from '../convert.ts';

export function toModuleStatus({ directory, state, go, goSource, detail }: ModuleState): ModuleStatus {
	return { uri: toUri(directory), state, go, goSource, detail };
}
