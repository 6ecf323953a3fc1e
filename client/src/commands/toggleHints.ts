import { changeSetting, readSetting } from '../clientSettings.ts';

/** Shows or hides the escape hints at the ends of the lines. The hover and the code lens have switches of their own. */
export async function toggleHints(): Promise<void> {
	await changeSetting('escape.inlayHints', !readSetting('escape.inlayHints', true));
}
