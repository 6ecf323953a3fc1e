import { join } from 'node:path';
import { root } from '../../../scripts/repository.mjs';

/** The server as the extension starts it (client/src/languageClient.ts), but for the wire. */
export const ourServer = [process.execPath, '--max-semi-space-size=4', join(root, 'server/out/lspMain.mjs'), '--stdio'];
