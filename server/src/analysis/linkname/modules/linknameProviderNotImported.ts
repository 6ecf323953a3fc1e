import type { Finding, Fix } from '../../finding.ts';
import { importBlank } from '../importUnsafe.ts';
import type { Counterpart, LackingBinary, MissingImport, ModuleView } from './moduleView.ts';
import { onCounterpart, related } from './counterpartReport.ts';

/**
 * The package that defines a function is in none of the programs that need it: `relocation target p.f not defined`. The
 * linker finds a body only in packages that something imports.
 */
export function linknameProviderNotImported(view: ModuleView): Finding[] {
	const { partner, symbol, use } = view;
	if (partner.kind === 'defined' && partner.lacking) return [lacking(view, partner.side, partner.lacking)];
	if ((partner.kind !== 'received' && partner.kind !== 'defined') || !partner.missing) return [];
	if (partner.kind === 'defined' && use !== 'used') return [];
	const { missing, side } = partner;
	const text = `${missing.program} needs ${symbol}, but does not import ${missing.provider}, which defines it.`;
	return [
		onCounterpart('linkname-provider-not-imported', view, text, {
			related: related(side, partner.kind === 'received' ? 'Declared without a body here.' : 'Defined here.'),
			fixes: [addImport(missing)],
		}),
	];
}

/** A test that does not link is no broken build. */
function lacking(view: ModuleView, side: Counterpart, { importPath, test }: LackingBinary): Finding {
	const { symbol } = view;
	const needs = test ? `The test of ${importPath} does not link: it needs ${symbol}` : `${importPath} needs ${symbol}`;
	const text = symbol.startsWith('main.')
		? `${needs}, ${test ? 'but go test compiles package main under its import path' : 'but does not define it'}.`
		: `${needs}, which only ${side.importPath} defines.`;
	const found = onCounterpart('linkname-provider-not-imported', view, text, {
		related: related(side, 'Defined here.'),
	});
	return test ? { ...found, severity: 'warning' } : found;
}

function addImport({ provider, program, file }: MissingImport): Fix {
	return {
		title: `Import ${provider} in ${program}`,
		safety: 'choice',
		preferred: true,
		edits: [{ kind: 'change', file: file.path, edits: [importBlank(file.file, provider)] }],
	};
}
