/** Work-done progress while a compiler runs, one for each module. */
import type { WorkDoneProgressServerReporter } from 'vscode-languageserver';
import type { ModuleState } from '../../session/goWorkspace.ts';
import type { Session } from '../session.ts';

export interface ProgressFeature {
	follow(states: readonly ModuleState[]): void;
}

/** A run this short needs no progress: it would only flicker. Milliseconds. */
const patience = 500;

export function registerProgress({ connection, client, logger }: Session): ProgressFeature {
	const running = new Map<string, Running>();
	if (!client.workDoneProgress) return { follow: () => {} };
	return {
		follow(states) {
			const busy = new Set(states.filter((state) => state.state === 'analysing').map((state) => state.directory));
			for (const directory of busy) {
				if (running.has(directory)) continue;
				running.set(directory, begin());
			}
			for (const [directory, one] of running) {
				if (busy.has(directory)) continue;
				running.delete(directory);
				one.done();
			}
		},
	};

	function begin(): Running {
		let over = false;
		let reporter: WorkDoneProgressServerReporter | undefined;
		const timer = setTimeout(() => {
			connection.window.createWorkDoneProgress().then(
				(created) => {
					if (over) return;
					reporter = created;
					created.begin('Linkscape', undefined, 'compiling for escape hints', false);
				},
				(error: unknown) => logger.debug(`no progress: ${String(error)}`),
			);
		}, patience);
		return {
			done: () => {
				over = true;
				clearTimeout(timer);
				reporter?.done();
			},
		};
	}
}

interface Running {
	done(): void;
}
