// The browser that shows VS Code to the editor tests.
import { existsSync } from 'node:fs';
import { findOnPath } from '../../../scripts/run.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome'];
const places = [
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** The path of Chrome or Chromium: the variable CHROMIUM, else the usual names and places; undefined when there is none. */
export function findBrowser() {
	if (process.env.CHROMIUM) return process.env.CHROMIUM;
	return names.map(findOnPath).find(Boolean) ?? places.find((place) => existsSync(place));
}

/** Starts it without a window. End it with `close`. */
export async function openBrowser() {
	const { chromium } = await import('playwright-core');
	return chromium.launch({
		executablePath: findBrowser(),
		headless: true,
		args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
	});
}

/** A fresh page, with storage of its own, that reaches this machine only. */
export async function newPage(browser, viewport = { width: 1280, height: 800 }) {
	const context = await browser.newContext({ viewport });
	await context.route(
		(url) => url.hostname !== '127.0.0.1',
		(route) => route.abort(),
	);
	return context.newPage();
}
