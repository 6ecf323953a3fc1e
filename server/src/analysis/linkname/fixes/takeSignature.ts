import type { Fix } from '../../finding.ts';
import { spanText } from '../../text/span.ts';
import { lineEnd } from '../lineEdits.ts';
import { packageFiles } from '../packageNames.ts';
import { fix } from '../reportFinding.ts';
import type { TargetView } from '../targets/targetView.ts';
import { anySignatureFits, anyTypeFits } from './anySignatureFits.ts';
import { changes, edited } from './editedFile.ts';
import { withImports, withoutIdleImports } from './fileImports.ts';

/** The declaration with the parameters, results or type of the target, where those who use it need not follow. */
export function takeSignature({ bound, index, printed, symbol }: TargetView): Fix[] {
	const { declaration } = bound;
	const item = declaration?.item;
	if (!printed || !declaration || !item) return [];
	const place = item.kind === 'func' ? item.signature : item.kind === 'var' && item.count === 1 ? item.type : undefined;
	if (!place) return [];
	const { facts } = declaration;
	const users = packageFiles(index, facts);
	const fits =
		item.kind === 'func'
			? anySignatureFits(item.name, users, printed.text)
			: anyTypeFits(item.name, users, spanText(facts.file.text, place), printed.text);
	if (!fits) return [];
	const text = formattedType(printed.text, lineEnd(facts.file.text));
	if (text === undefined) return [];
	const imports = printed.imports.map((path) => ({ path, name: path.split('/').at(-1) ?? path, imported: false }));
	const written = edited(facts, [{ span: place, newText: text }]);
	const after = withoutIdleImports(facts, withImports(written, imports));
	const edits = changes([[facts, after]]);
	if (edits.length === 0) return [];
	return [{ ...fix(facts, `Use the signature of ${symbol}`, 'choice', [], true), edits }];
}

/** As gofmt writes it: a struct with its fields on lines of their own. Undefined for structs inside of something. */
export function formattedType(type: string, newline: string): string | undefined {
	const fields = /^struct\{([^{}]+)\}$/.exec(type)?.[1]?.split('; ');
	if (!fields) return /struct\{[^}]/.test(type) ? undefined : type;
	const names = fields.map((field) => field.split(' ', 1)[0] ?? '');
	const width = Math.max(...names.map((name) => name.length));
	const lines = fields.map((field, at) => {
		const name = names[at] ?? '';
		return `\t${name.padEnd(width)} ${field.slice(name.length + 1)}`;
	});
	return ['struct {', ...lines, '}'].join(newline);
}
