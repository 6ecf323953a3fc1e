import type { Severity } from '../../analysis/severity.ts';
import type { CheckReport } from './report.ts';

/** Workflow commands: annotations in a pull request on GitHub. */
export function githubReport({ findings }: CheckReport): string {
	return findings
		.map(({ finding, file, region }) => {
			const place = {
				file,
				line: region.line,
				endLine: region.endLine,
				col: region.column,
				endColumn: region.endColumn,
				title: finding.rule,
			};
			const properties = Object.entries(place).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
			return `::${command[finding.severity]} ${properties.join(',')}::${escapeMessage(finding.message)}\n`;
		})
		.join('');
}

const command: Readonly<Record<Severity, string>> = {
	error: 'error',
	warning: 'warning',
	information: 'notice',
	hint: 'notice',
};

// The escapes of @actions/core (toolkit, command.ts).
function escapeMessage(text: string): string {
	return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
	return escapeMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
