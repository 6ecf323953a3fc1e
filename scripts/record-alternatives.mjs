// Writes the page about private targets and what to use instead (docs/alternatives.md) from server/data/alternatives.json.
//
//   node scripts/record-alternatives.mjs           writes it
//   node scripts/record-alternatives.mjs --check   fails when it is not up to date
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { root } from './repository.mjs';

const pageFile = join(root, 'docs/alternatives.md');

/** @type {{ target: string, note: string, alternative: null | { imports: string[], expr?: string, text?: string, signature?: string, helper?: string, since: string, differs?: string, identical?: boolean, once?: boolean } }[]} */
const entries = JSON.parse(readFileSync(join(root, 'server/data/alternatives.json'), 'utf8'));

const introduction = `# What to use instead

Private symbols of the standard library that programs pull with \`//go:linkname\`, and what Go offers to everybody in their place. This page is
made by \`scripts/record-alternatives.mjs\` from the data that the quick fixes use.
`;

/**
 * As server/src/analysis/linkname/fixes/explainAlternative.ts has it: the anchors of time.now and time.Now have to differ.
 * @param {string} target
 */
function heading(target) {
	return /\.[A-Z]\w*$/.test(target) ? `${target} (exported)` : target;
}

/** @param {typeof entries[number]} entry */
function section({ target, alternative, note }) {
	const lines = [`## ${heading(target)}`, ''];
	if (!alternative) lines.push('Go has no public counterpart.');
	else if (alternative.expr === undefined) lines.push(`Use ${alternative.text} (go${alternative.since}).`);
	else {
		const imports = alternative.imports.map((path) => `\`${path}\``).join(', ');
		const since = `Since go${alternative.since}${imports ? `, with ${imports}` : ''}:`;
		const body = alternative.expr.split('\n').map((line) => `\t${line}`);
		const code = [`func name${alternative.signature} {`, ...body, '}'].join('\n');
		lines.push(since, '', '```go');
		lines.push(
			...(alternative.helper ? [alternative.helper, ''] : []).concat(code).map((text) => text.replaceAll('%', '')),
		);
		lines.push('```');
	}
	if (note) lines.push('', `${note.charAt(0).toUpperCase()}${note.slice(1)}.`);
	return lines.join('\n');
}

const sorted = entries.toSorted((a, b) => (a.target < b.target ? -1 : 1));
const page = `${[introduction, ...sorted.map(section)].join('\n')}\n`
	.replaceAll('\n## ', '\n\n## ')
	.replace(/\n{3,}/g, '\n\n');
if (!process.argv.includes('--check')) writeFileSync(pageFile, page);
else if (readFileSync(pageFile, 'utf8') !== page) {
	console.error('docs/alternatives.md is not up to date: run node scripts/record-alternatives.mjs');
	process.exitCode = 1;
}
