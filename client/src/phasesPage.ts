/** The passes over a function as a page: columns of text beside the source, without anything that is loaded from elsewhere. */
import type { PhasesAnswer } from '../../server/src/protocol/requests.ts';

/** Characters of one phase that a column shows. */
const mostText = 400_000;

/** @param nonce allows the page's own style and script, and nothing else */
export function phasesPage(answer: PhasesAnswer, nonce: string): string {
	const { name, build, phases, unchanged, checks, source, firstLine, tree } = answer;
	const columns = [...phases.map(({ pass, text }) => ({ pass, text })), { pass: 'syntax tree', text: tree }];
	const last = phases.length - 1;
	const shown = new Set([0, last]);
	const buttons = columns.map(({ pass }, index) => {
		const phase = phases[index];
		const size = phase ? `: ${phase.blocks} blocks, ${phase.values} values` : '';
		return `<button type="button" data-phase="${index}" aria-pressed="${shown.has(index)}" title="${escaped(pass + size)}">${escaped(pass)}</button>`;
	});
	const data = columns.map(({ pass, text }) => ({
		pass,
		text: text.length > mostText ? `${text.slice(0, mostText)}\n…` : text || 'Too long to show.',
	}));
	const lines = source.map((text, index) => {
		const number = firstLine + index + 1;
		const said = checks.filter(({ line }) => line === number);
		const words = said.map(({ value, message }) => `<li>${escaped(value)}: ${escaped(message)}</li>`).join('');
		return `<li><button type="button" class="line" data-line="${number}"><span class="number">${number}</span> ${escaped(text) || ' '}</button>${words === '' ? '' : `<ul class="checks">${words}</ul>`}</li>`;
	});
	return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'">
<meta name="viewport" content="width=device-width">
<title>${escaped(name)}</title>
<style nonce="${nonce}">${style}</style>
</head>
<body>
<header>
<h1>${escaped(name)}</h1>
<p>${escaped(build)}; ${phases.length - 1} passes changed something, ${unchanged} did not.</p>
<div class="choices" role="group" aria-label="Passes to show">${buttons.join('')}</div>
<label>Value <input type="text" id="value" placeholder="v33" size="8" spellcheck="false"></label>
<span id="said" role="status"></span>
</header>
<main>
<section class="source" aria-label="Source"><h2>Source</h2><ol>${lines.join('')}</ol></section>
<div id="columns"></div>
</main>
<script type="application/json" id="data" nonce="${nonce}">${JSON.stringify(data).replaceAll('<', '\\u003c')}</script>
<script nonce="${nonce}">${script}</script>
</body>
</html>
`;
}

function escaped(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

const style = `
body { margin: 0; padding: 0; height: 100vh; display: flex; flex-direction: column; overflow: hidden; }
header { padding: 8px 12px; border-bottom: 1px solid var(--vscode-panel-border, var(--vscode-contrastBorder, transparent)); }
h1 { font-size: 1.2em; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 1em; margin: 0; padding: 6px 8px; position: sticky; top: 0; background: var(--vscode-editor-background); }
p { margin: 4px 0; }
.choices { display: flex; flex-wrap: wrap; gap: 4px; margin: 4px 0; max-height: 6.5em; overflow-y: auto; padding: 2px; }
button { font: inherit; color: inherit; background: transparent; border: 1px solid var(--vscode-button-border, var(--vscode-contrastBorder, var(--vscode-panel-border))); border-radius: 2px; padding: 1px 6px; cursor: pointer; }
button[aria-pressed="true"] { background: var(--vscode-button-background); color: var(--vscode-button-foreground); border-color: var(--vscode-contrastActiveBorder, var(--vscode-button-background)); }
button:focus-visible, input:focus-visible, pre:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 1px; }
input { font: inherit; color: var(--vscode-input-foreground); background: var(--vscode-input-background); border: 1px solid var(--vscode-input-border, var(--vscode-contrastBorder, var(--vscode-panel-border))); padding: 1px 4px; }
main { flex: 1; display: flex; min-height: 0; overflow-x: auto; }
#columns { display: flex; flex: 1; min-width: 0; }
.source, .column { flex: 1 0 300px; overflow: auto; border-right: 1px solid var(--vscode-panel-border, var(--vscode-contrastBorder, transparent)); }
.source { flex: 0 0 300px; }
ol, .checks { list-style: none; margin: 0; padding: 0; }
.checks { padding: 0 8px 2px 44px; color: var(--vscode-descriptionForeground); }
.line { display: block; width: 100%; text-align: left; border-color: transparent; border-radius: 0; font-family: var(--vscode-editor-font-family); font-size: var(--vscode-editor-font-size); white-space: pre; tab-size: 4; }
.number { display: inline-block; width: 32px; text-align: right; color: var(--vscode-editorLineNumber-foreground); }
pre { margin: 0; padding: 0 8px; font-family: var(--vscode-editor-font-family); font-size: var(--vscode-editor-font-size); tab-size: 4; }
.lit { background: var(--vscode-editor-rangeHighlightBackground, var(--vscode-editor-selectionBackground)); outline: 1px solid var(--vscode-contrastActiveBorder, transparent); outline-offset: -1px; }
.row { min-height: 1.2em; }
.row b { font-weight: normal; cursor: pointer; text-decoration: underline dotted; }
`;

const script = `
'use strict';
const data = JSON.parse(document.getElementById('data').textContent);
const columns = document.getElementById('columns');
const input = document.getElementById('value');
const said = document.getElementById('said');
let line = 0;

function column(index) {
	const section = document.createElement('section');
	section.className = 'column';
	section.dataset.phase = index;
	section.setAttribute('aria-label', data[index].pass);
	const heading = document.createElement('h2');
	heading.textContent = data[index].pass;
	const pre = document.createElement('pre');
	pre.tabIndex = 0;
	for (const text of data[index].text.split('\\n')) {
		const row = document.createElement('div');
		row.className = 'row';
		const at = /^ +\\([-+]?(\\d+)/.exec(text);
		if (at) row.dataset.line = at[1];
		for (const part of text.split(/\\b(v\\d+)\\b/)) {
			if (/^v\\d+$/.test(part)) {
				const value = document.createElement('b');
				value.textContent = part;
				value.dataset.value = part;
				row.append(value);
			} else row.append(part);
		}
		pre.append(row);
	}
	section.append(heading, pre);
	return section;
}

function show() {
	const wanted = [...document.querySelectorAll('[data-phase][aria-pressed="true"]')].map((one) => one.dataset.phase);
	const present = new Map([...columns.children].map((one) => [one.dataset.phase, one]));
	columns.replaceChildren(...wanted.map((index) => present.get(index) ?? column(index)));
	light();
}

function light() {
	const value = input.value.trim();
	let count = 0;
	for (const section of columns.children) {
		let top;
		for (const row of section.querySelectorAll('.row')) {
			const has = value !== '' && [...row.querySelectorAll('b')].some((one) => one.dataset.value === value);
			const lit = value === '' ? line !== 0 && row.dataset.line === String(line) : has;
			row.classList.toggle('lit', lit);
			if (lit) { count++; top ??= row; }
		}
		if (top) section.scrollTop = Math.max(0, top.offsetTop - section.offsetTop - 60);
	}
	for (const one of document.querySelectorAll('.line')) one.classList.toggle('lit', value === '' && one.dataset.line === String(line));
	said.textContent = value !== '' ? value + ': ' + count + ' lines' : line !== 0 ? 'line ' + line + ': ' + count + ' values' : '';
}

document.addEventListener('click', (event) => {
	const target = event.target.closest('[data-value], [data-line].line, button[data-phase]');
	if (!target) return;
	if (target.dataset.value) { input.value = target.dataset.value; light(); }
	else if (target.dataset.phase !== undefined) {
		target.setAttribute('aria-pressed', String(target.getAttribute('aria-pressed') !== 'true'));
		show();
	} else { input.value = ''; line = line === Number(target.dataset.line) ? 0 : Number(target.dataset.line); light(); }
});
input.addEventListener('input', light);
show();
`;
