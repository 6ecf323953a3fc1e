/** What an LSP feature is: `features/` has one per file, `allFeatures.ts` lists them, and the server knows no more of them. */
import type { ServerCapabilities } from 'vscode-languageserver';
import type { Session } from './session.ts';

export interface Feature {
	/** What the client is told at the start; undefined for requests of our own, which nobody announces. */
	readonly capabilities?: (session: Session) => ServerCapabilities;
	/** Answers its requests from now on. Called once, before the client is answered. */
	readonly register: (session: Session) => void;
}
