// The browser that shows VS Code to the editor tests.
import { chromium } from 'playwright-core';
import { findBrowser } from './findBrowser.mjs';

/** Starts it without a window. End it with `close`. */
export function openBrowser() {
	return chromium.launch({
		executablePath: findBrowser(),
		headless: true,
		args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
	});
}

/** A fresh page, with storage of its own, that reaches this machine only. Drawn finely enough for pictures. */
export async function newPage(browser) {
	const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, deviceScaleFactor: 2 });
	await context.route(
		(url) => url.hostname !== '127.0.0.1',
		(route) => route.abort(),
	);
	return context.newPage();
}
