/** What every feature is given: the wire, the open documents, and the workspace that knows. */
import type { Connection } from 'vscode-languageserver';
import type { EscapeFilter } from '../protocol/requests.ts';
import type { LinkscapeSettings } from '../protocol/settings.ts';
import type { GoWorkspace } from '../session/goWorkspace.ts';
import type { ClientFeatures } from './clientFeatures.ts';
import type { Documents } from './documents.ts';
import type { Encoding } from './encoding.ts';
import type { Logger } from './logger.ts';

export interface Session {
	readonly connection: Connection;
	readonly documents: Documents;
	readonly workspace: GoWorkspace;
	readonly logger: Logger;
	readonly client: ClientFeatures;
	readonly encoding: Encoding;
	/** The settings as they are now. */
	readonly settings: () => LinkscapeSettings;
	/** The editor asks gopls as well and shows both answers. */
	readonly besideGopls: () => boolean;
	/** What the user wants to see of the escape hints at the moment. */
	readonly filter: () => EscapeFilter;
}
