/** The quick fix that writes an ignore comment. */
import type { Finding, Fix } from '../finding.ts';
import { rules } from '../linkname/rules.ts';
import { LineIndex } from '../text/lineIndex.ts';

/** What stands for the reason until somebody gives one. */
const reasonToGive = 'TODO: say why';

/** @param text of the file that the finding stands in, which has `//` comments; undefined for findings that no comment silences */
export function ignoreFix({ rule, file, span }: Finding, text: string): Fix | undefined {
	const { decidedBy } = rules[rule];
	if (decidedBy === 'findings' || decidedBy === 'policy' || decidedBy === 'compiler') return undefined;
	const lines = new LineIndex(text);
	const { start, end } = lines.lineSpan(lines.position(span.start).line);
	const indent = /^[ \t]*/.exec(text.slice(start, end))?.[0] ?? '';
	const lineEnd = text.startsWith('\r\n', end) ? '\r\n' : '\n';
	const newText = `${indent}//linkscape:ignore ${rule} ${reasonToGive}${lineEnd}`;
	return {
		title: `Ignore ${rule} here`,
		safety: 'choice',
		preferred: false,
		edits: [{ kind: 'change', file, edits: [{ span: { start, end: start }, newText }] }],
	};
}
