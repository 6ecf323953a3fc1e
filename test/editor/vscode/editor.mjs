// The hands and eyes of the editor tests: a workbench in a browser page, in the words of its user.
import assert from 'node:assert/strict';
import { poll } from './poll.mjs';

const squiggles = { error: '.squiggly-error', warning: '.squiggly-warning', information: '.squiggly-info' };

/** VS Code can drop a key or a hover while it is busy; each of them is repeated until its effect shows. */
const attempts = { count: 6, eachMs: 5000 };

export class Editor {
	/** The Playwright page, for what has no word of its own here. */
	page;

	#begin = ['', undefined];

	constructor(page) {
		this.page = page;
	}

	/**
	 * Shows the workbench of `url` and waits until it and the file named in it are there.
	 * @param {string} url
	 * @param {string} [name] the file, when the workbench does not open it by itself
	 */
	async start(url, name) {
		this.#begin = [url, name];
		await this.page.goto(url);
		await this.page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
		if (name !== undefined) await this.#open(name);
		if (new URL(url).searchParams.has('payload')) await this.#lines().first().waitFor({ timeout: 60_000 });
	}

	/** Closes the window and opens it again. */
	async reload() {
		await this.page.goto('about:blank');
		await this.start(...this.#begin);
	}

	/** Ends the workbench as closing the browser's tab does, so that its extension host ends as well. */
	async close() {
		await this.page.goto('about:blank');
		await this.page.context().close();
	}

	/** What the editor shows, hints and all, one string a line from the top. */
	async shownLines() {
		return this.page.evaluate(() =>
			[...document.querySelectorAll('.editor-instance .view-line')]
				.map((line) => ({ top: line.getBoundingClientRect().top, text: line.textContent }))
				.sort((a, b) => a.top - b.top)
				.map((line) => line.text.replaceAll('\u00a0', ' ')),
		);
	}

	/** Waits until some line shows `text` (a string or a pattern): code or an inlay hint. Returns that line. */
	async seeLine(text) {
		return poll(`a line with ${text}`, async () => (await this.shownLines()).find((line) => matches(line, text)));
	}

	/** Waits until no line shows `text`. */
	async seeNoLine(text) {
		await poll(`no line with ${text}`, async () => !(await this.shownLines()).some((line) => matches(line, text)));
	}

	/** Waits for a code lens. Returns its text. */
	async seeLens(text) {
		const lens = this.page.locator('.codelens-decoration');
		return poll(`a code lens with ${text}`, async () =>
			(await lens.allInnerTexts()).map(plain).find((shown) => matches(shown, text)),
		);
	}

	/** Waits for a squiggle of that severity. */
	async seeSquiggle(severity) {
		await this.page.locator(squiggles[severity]).first().waitFor({ state: 'attached', timeout: 60_000 });
	}

	/** Waits until there is no squiggle of that severity. */
	async seeNoSquiggle(severity) {
		await poll(`no ${severity}`, async () => (await this.page.locator(squiggles[severity]).count()) === 0);
	}

	/** Moves the mouse over the first `token` of the line that holds `line` and waits for a hover with `expected`. Returns its text. */
	async hover(line, token, expected) {
		const hover = this.page.locator('.monaco-hover:visible').filter({ hasText: expected });
		await this.#insist(`a hover with ${expected}`, hover, async () => {
			await this.page.mouse.move(5, 700);
			// VS Code keeps a hover, and what it said, while the mouse comes closer.
			const last = this.page.locator('.monaco-hover:visible').first();
			await last.waitFor({ state: 'hidden', timeout: attempts.eachMs }).catch(() => {});
			const { x, y } = await this.#placeOf(line, token);
			await this.page.mouse.move(x - 1, y);
			await this.page.mouse.move(x, y);
		});
		return plain(await hover.first().innerText());
	}

	/** Opens the Problems panel and waits for an entry with `text`. Returns all of its entries. */
	async seeProblem(text) {
		const rows = this.page.locator('.markers-panel .monaco-list-row');
		await this.#insist(`a problem with ${text}`, rows.filter({ hasText: text }), async (attempt) => {
			if (attempt === 0) await this.page.keyboard.press('Control+Shift+M');
		});
		return (await rows.allInnerTexts()).map(plain);
	}

	/** Puts the cursor there, by keyboard. Both count from 1. */
	async goTo(line, column) {
		await this.page.keyboard.press('Control+1');
		const input = this.page.locator('.quick-input-widget:visible input');
		await this.#insist('the line input', input, () => this.page.keyboard.press('Control+G'));
		await this.page.keyboard.type(`${line}:${column}`);
		await this.page.keyboard.press('Enter');
		await input.waitFor({ state: 'hidden' });
		await this.page.locator('#status\\.editor\\.selection', { hasText: `Ln ${line}, Col ${column}` }).waitFor();
	}

	/** Applies the quick fix with that title at the cursor, by keyboard. */
	async quickFix(title) {
		const rows = this.page.locator('.action-widget:visible .monaco-list-row.action');
		await this.#insist(`the quick fix ${title}`, rows.filter({ hasText: title }), async () => {
			await this.page.keyboard.press('Escape');
			await this.page.keyboard.press('Control+.');
		});
		for (let moves = 0; moves < (await rows.count()); moves++) {
			const focused = this.page.locator('.action-widget .monaco-list-row.focused');
			if (matches(plain(await focused.innerText()), title)) return this.page.keyboard.press('Enter');
			await this.page.keyboard.press('ArrowDown');
		}
		assert.fail(`the keyboard does not reach the quick fix ${title}`);
	}

	/** Renames what is at the cursor. */
	async rename(name) {
		const box = this.page.locator('.rename-box:visible input');
		await this.#insist('the box for a new name', box, () => this.page.keyboard.press('F2'));
		await box.fill(name);
		await this.page.keyboard.press('Enter');
		await box.waitFor({ state: 'hidden' });
	}

	/** Applies the preferred quick fix at the cursor, by keyboard and without a list. */
	async autoFix() {
		await this.page.keyboard.press('Alt+Shift+.');
	}

	/** Types into the editor. `whileTyping` is called after each key. */
	async type(text, whileTyping = async () => {}) {
		for (const key of text) {
			await (key === '\n' ? this.page.keyboard.press('Enter') : this.page.keyboard.type(key));
			await whileTyping();
		}
	}

	async save() {
		await this.page.keyboard.press('Control+S');
	}

	/** Runs a command by its exact title in the command palette. */
	async command(title) {
		const name = this.page.locator('.quick-input-widget:visible .label-name').getByText(title, { exact: true });
		await this.#insist(`the command ${title}`, name, async () => {
			await this.page.keyboard.press('Escape');
			await this.page.keyboard.press('F1');
			await this.#fillQuickInput(`>${title}`);
		});
		await name.first().click();
	}

	/** Gives the text to the input box that a command has opened. */
	async answer(text) {
		const input = this.page.locator('.quick-input-widget:visible input');
		await input.fill(text);
		await input.press('Enter');
		await input.waitFor({ state: 'hidden' });
	}

	/** Trusts the open folder, as its user does on the page about trust. */
	async trust() {
		await this.command('Workspaces: Manage Workspace Trust');
		await this.page.locator('.workspace-trust-editor').getByRole('button', { name: 'Trust', exact: true }).click();
		await this.page.locator('.workspace-trust-editor.trusted').waitFor();
		await this.command('View: Close Editor');
	}

	/** Waits until the language status, as the status bar shows it under the mouse, holds `text`. Returns all it says. */
	async seeStatus(text) {
		const hover = this.page.locator('.hover-language-status');
		await this.#insist(`the status ${text}`, hover.filter({ hasText: text }), async () => {
			await this.page.mouse.move(5, 400);
			await this.page.locator('#status\\.languageStatus').hover();
		});
		return plain((await hover.allInnerTexts()).join('\n'));
	}

	/** The part of the page between the line that shows `from` and the one that shows `to`, over the whole editor. */
	async placeOfLines(from, to) {
		const editor = await this.page.locator('.editor-instance .monaco-editor').first().boundingBox();
		const lines = this.#lines();
		const first = await lines.filter({ hasText: from }).first().boundingBox();
		const last = await lines.filter({ hasText: to }).first().boundingBox();
		return { x: editor.x, y: first.y, width: editor.width, height: last.y + last.height - first.y };
	}

	/** By Ctrl+P and a click on the row: an Enter that comes after the box has closed would be typed into the file. */
	async #open(name) {
		const rows = this.page.locator('.quick-input-widget:visible .monaco-list-row');
		const row = rows.filter({ hasText: name.split('/').at(-1) }).first();
		await this.#insist(`the file ${name}`, this.#lines(), async () => {
			await this.page.keyboard.press('Escape');
			await this.page.keyboard.press('Control+P');
			await this.#fillQuickInput(name);
			await row.click({ timeout: attempts.eachMs }).catch(() => {});
		});
	}

	/** Not by keys: those that come before the box is there, or after it is gone, would be typed into the file. */
	async #fillQuickInput(text) {
		const input = this.page.locator('.quick-input-widget:visible input[type="text"]');
		await input.fill(text, { timeout: attempts.eachMs }).catch(() => {});
	}

	#lines() {
		return this.page.locator('.editor-instance .view-line');
	}

	/** The middle of the first `token` in the line that holds `line`, on the page. */
	async #placeOf(line, token) {
		return poll(`${token} in ${line}`, () => this.page.evaluate(middleOf, { line, token }));
	}

	async #insist(what, locator, act) {
		for (let attempt = 0; attempt < attempts.count; attempt++) {
			await act(attempt);
			const shown = locator.first().waitFor({ timeout: attempts.eachMs });
			if (await shown.then(() => true).catch(() => false)) return;
		}
		assert.fail(`VS Code never showed ${what}`);
	}
}

/** Runs in the page. A token may be drawn in several pieces, one for each colour. */
function middleOf({ line, token }) {
	const textNodes = (element) => {
		const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
		const nodes = [];
		while (walker.nextNode()) nodes.push(walker.currentNode);
		return nodes;
	};
	for (const shown of document.querySelectorAll('.editor-instance .view-line')) {
		const text = shown.textContent.replaceAll('\u00a0', ' ');
		if (!text.includes(line)) continue;
		let middle = text.indexOf(token) + Math.floor(token.length / 2);
		for (const node of textNodes(shown)) {
			if (middle < node.data.length) {
				const range = document.createRange();
				range.setStart(node, middle);
				range.setEnd(node, middle + 1);
				const { left, width, top, height } = range.getBoundingClientRect();
				return { x: left + width / 2, y: top + height / 2 };
			}
			middle -= node.data.length;
		}
	}
	return undefined;
}

function matches(shown, wanted) {
	return typeof wanted === 'string' ? shown.includes(wanted) : wanted.test(shown);
}

// VS Code draws spaces as no-break spaces.
function plain(text) {
	return text.replaceAll('\u00a0', ' ');
}
