/** Which escape hints this workspace shows: kept by VS Code for the workspace, told to the server. */
import { commands, Disposable, EventEmitter, type Memento } from 'vscode';
import { type LanguageClient, State } from 'vscode-languageclient/node';
import { type EscapeFilter, filterNotification, noFilter } from '../../server/src/protocol/requests.ts';
import { isFiltering } from './filterText.ts';

const key = 'escapeFilter';

export class WorkspaceFilter {
	readonly #state: Memento;
	readonly #changed = new EventEmitter<EscapeFilter>();
	readonly onDidChange = this.#changed.event;

	constructor(state: Memento) {
		this.#state = state;
		this.#show();
	}

	get value(): EscapeFilter {
		return { ...noFilter, ...this.#state.get<Partial<EscapeFilter>>(key) };
	}

	async change(part: Partial<EscapeFilter>): Promise<void> {
		await this.#state.update(key, { ...this.value, ...part });
		this.#show();
		this.#changed.fire(this.value);
	}

	clear(): Promise<void> {
		return this.change(noFilter);
	}

	/** For the `when` of what clears the filter. */
	#show(): void {
		void commands.executeCommand('setContext', 'linkscape.filtered', isFiltering(this.value));
	}
}

/** A client that is not running yet is told when it starts, see `initializationOptions`. */
export function followFilter(client: LanguageClient, filter: WorkspaceFilter): Disposable {
	return filter.onDidChange((value) => {
		if (client.state === State.Running) void client.sendNotification(filterNotification, value);
	});
}
