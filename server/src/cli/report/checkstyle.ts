/** Checkstyle's XML, which many tools of CI systems read. */
import type { Severity } from '../../analysis/severity.ts';
import { itemsOfCheck, itemsOfEscapes, type ReportItem } from './items.ts';
import type { Reporter } from './reporter.ts';
import { attributes } from './xml.ts';

export const checkstyle: Reporter = {
	check: (report) => spellFiles(itemsOfCheck(report)),
	escapes: (report) => spellFiles(itemsOfEscapes(report)),
};

const levels: Readonly<Record<Severity, string>> = {
	error: 'error',
	warning: 'warning',
	information: 'info',
	hint: 'info',
};

function spellFiles(items: readonly ReportItem[]): string {
	const byFile = new Map<string, ReportItem[]>();
	for (const item of items) {
		const known = byFile.get(item.file);
		if (known) known.push(item);
		else byFile.set(item.file, [item]);
	}
	const files = [...byFile].map(([name, all]) => {
		const errors = all.map(({ line, column, rule, severity, message }) => {
			const values = { line, column, severity: levels[severity], message, source: `linkscape.${rule}` };
			return `\t\t<error${attributes(values)}/>\n`;
		});
		return `\t<file${attributes({ name })}>\n${errors.join('')}\t</file>\n`;
	});
	return `<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="4.3">\n${files.join('')}</checkstyle>\n`;
}
