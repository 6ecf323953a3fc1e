/** Which profile is loaded, and whether a file could be. */
import { recordingSummary } from '../../analysis/recording/recording.ts';
import { profileNotification, type ProfileStatus, readProfileRequest } from '../../protocol/requests.ts';
import type { ProfileState } from '../../session/goWorkspace.ts';
import { send, withSignal } from '../requestScope.ts';
import type { Session } from '../session.ts';

/** Answers who tells the client. */
export function registerProfile({ connection, workspace, logger, client }: Session): { tell(): void } {
	connection.onRequest(readProfileRequest, ({ path }: { path: string }, token) =>
		withSignal(token, logger, { path, summary: '', problem: `${path} cannot be read.` }, async () => {
			return toStatus(await workspace.readProfile(path));
		}),
	);
	return {
		tell() {
			const status = toStatus(workspace.profile());
			if (status.problem !== '') logger.warn(status.problem);
			if (client.ownNotifications) send(logger, connection.sendNotification(profileNotification, status));
		},
	};
}

function toStatus({ path, recording, problem }: ProfileState): ProfileStatus {
	return { path, summary: recording ? recordingSummary(recording) : '', problem };
}
