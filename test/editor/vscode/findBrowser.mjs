// Which Chrome or Chromium the editor tests use.
import { existsSync } from 'node:fs';
import { findOnPath } from '../../../scripts/run.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome'];

const places = [
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Its path: the variable CHROMIUM, else the usual names on PATH and the usual places; undefined when there is none. */
export function findBrowser() {
	if (process.env.CHROMIUM) return process.env.CHROMIUM;
	return names.map(findOnPath).find(Boolean) ?? places.find((place) => existsSync(place));
}
