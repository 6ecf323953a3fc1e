/** The passes over a function, for people and for programs. */
import { checkWords } from '../../analysis/ssa/checkWords.ts';
import type { FunctionPhases } from '../../behind/functionPhases.ts';
import { reportHead, shownPath } from './behindReport.ts';

export function ssaJson(found: FunctionPhases, directory: string): string {
	const { context, importPath, name, declared, phases, checks, tree } = found;
	const report = {
		...reportHead(context),
		package: importPath,
		function: name,
		...(declared && { file: shownPath(declared.path, directory), line: declared.line }),
		phases: phases.map(({ pass, nanoseconds, blocks, values, changed, text }) => {
			return { pass, nanoseconds, blocks, values, changed, ...(text !== '' && { text }) };
		}),
		checks: checks.map((check) => ({
			...check,
			state: check.removedBy === undefined ? 'stays' : 'removed',
			message: checkWords(check),
		})),
		tree: tree.join('\n'),
	};
	return `${JSON.stringify(report, undefined, '\t')}\n`;
}

export function ssaText(found: FunctionPhases, directory: string): string {
	const { context, name, declared, phases, checks } = found;
	const at = declared === undefined ? '' : `, ${shownPath(declared.path, directory)}:${declared.line}`;
	const changed = phases.filter((phase) => phase.changed);
	const lines = [
		`${name}${at}`,
		`  ${context.version.text} ${context.goos}/${context.goarch}: ${phases.length - 1} passes, ${changed.length - 1} of them changed something`,
		'',
		'  blocks  values  after',
	];
	for (const { pass, blocks, values } of changed) {
		lines.push(`  ${String(blocks).padStart(6)}  ${String(values).padStart(6)}  ${pass}`);
	}
	lines.push('', checks.length === 0 ? '  no checks of bounds or nil' : '  checks');
	for (const check of checks)
		lines.push(`  ${String(check.line || '?').padStart(6)}  ${check.value}  ${checkWords(check)}`);
	const last = changed.findLast(({ text }) => text !== '');
	if (last) lines.push('', `  after ${last.pass}`, '', ...last.text.split('\n'));
	return `${lines.join('\n')}\n`;
}
