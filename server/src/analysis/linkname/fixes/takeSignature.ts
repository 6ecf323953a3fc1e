import type { Fix } from '../../finding.ts';
import { fix } from '../report.ts';
import type { TargetView } from '../targets/targetView.ts';
import { changes, edited } from './editedFile.ts';
import { withImports, withoutIdleImports } from './fileImports.ts';

/** The declaration with the parameters, results or type of the target; whoever calls it may have to follow. */
export function takeSignature({ bound, printed, symbol }: TargetView): Fix[] {
	const { declaration } = bound;
	const item = declaration?.item;
	if (!printed || !declaration || !item) return [];
	const place = item.kind === 'func' ? item.signature : item.kind === 'var' && item.count === 1 ? item.type : undefined;
	if (!place) return [];
	const { facts } = declaration;
	const imports = printed.imports.map((path) => ({ path, name: path.split('/').at(-1) ?? path, imported: false }));
	const written = edited(facts, [{ span: place, newText: printed.text }]);
	const after = withoutIdleImports(facts, withImports(written, imports));
	const edits = changes([[facts, after]]);
	if (edits.length === 0) return [];
	return [{ ...fix(facts, `Take over the signature of ${symbol}`, 'choice', [], true), edits }];
}
