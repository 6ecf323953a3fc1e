/** Which profile is loaded, and whether a file could be. */
import { amountOf, profileName } from '../../analysis/profile/costWords.ts';
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

function toStatus({ path, profile, problem }: ProfileState): ProfileStatus {
	const total = profile && amountOf(profile.total);
	return { path, summary: profile ? `${profileName(profile)}, ${total || 'empty'}` : '', problem };
}
