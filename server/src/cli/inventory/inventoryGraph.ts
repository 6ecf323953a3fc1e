/** The inventory as a picture: packages, and arrows from who relies on a symbol to who defines it. */
import { type InventoryEntry, isBroken } from '../../audit/inventory/inventoryEntry.ts';
import { parseSymbol } from '../../analysis/linker/symbolName.ts';
import { withoutControls } from '../terminal.ts';
import { moduleText } from '../../audit/inventory/inventoryWords.ts';
import type { InventoryReport } from './inventoryReport.ts';

interface Arrow {
	readonly from: string;
	readonly to: string;
	readonly symbols: Set<string>;
	broken: boolean;
}

interface Picture {
	/** Import path → what stands below it in its box. */
	readonly packages: ReadonlyMap<string, string>;
	readonly arrows: readonly Arrow[];
}

/** For Graphviz. */
export function inventoryDot(report: InventoryReport): string {
	const { packages, arrows } = pictureOf(report);
	const quoted = (text: string) =>
		`"${withoutControls(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
	const lines = ['digraph inventory {', '\trankdir=LR;', '\tnode [shape=box];'];
	for (const [importPath, below] of packages) {
		const label = below === '' ? importPath : `${importPath}\n${below}`;
		lines.push(`\t${quoted(importPath)} [label=${quoted(label)}];`);
	}
	for (const arrow of arrows) {
		const look = arrow.broken ? ', color=red, fontcolor=red' : '';
		const label = quoted(labelOf(arrow).join('\n'));
		lines.push(`\t${quoted(arrow.from)} -> ${quoted(arrow.to)} [label=${label}${look}];`);
	}
	return `${[...lines, '}'].join('\n')}\n`;
}

/** For Markdown that draws Mermaid, such as GitHub's. */
export function inventoryMermaid(report: InventoryReport): string {
	const { packages, arrows } = pictureOf(report);
	const ids = new Map([...packages.keys()].map((importPath, at) => [importPath, `p${at}`]));
	const quoted = (parts: readonly string[]) => `"${parts.map(escapeMermaid).join('<br/>')}"`;
	const lines = ['flowchart LR'];
	for (const [importPath, below] of packages) {
		lines.push(`\t${ids.get(importPath)}[${quoted([importPath, below].filter((part) => part !== ''))}]`);
	}
	const broken: number[] = [];
	arrows.forEach((arrow, at) => {
		lines.push(`\t${ids.get(arrow.from)} -->|${quoted(labelOf(arrow))}| ${ids.get(arrow.to)}`);
		if (arrow.broken) broken.push(at);
	});
	if (broken.length > 0) lines.push(`\tlinkStyle ${broken.join(',')} stroke:red,color:red`);
	return `${lines.join('\n')}\n`;
}

/** Character references, which Mermaid writes with `#` in place of `&`. */
function escapeMermaid(text: string): string {
	return withoutControls(text).replace(/[#"&<>`\n]/g, (character) => `#${character.charCodeAt(0)};`);
}

const mostSymbols = 5;

function labelOf({ symbols }: Arrow): string[] {
	const names = [...symbols].map((symbol) => parseSymbol(symbol)?.name ?? symbol);
	if (names.length <= mostSymbols) return names;
	return [...names.slice(0, mostSymbols), `and ${names.length - mostSymbols} more`];
}

function pictureOf({ inventory, all }: InventoryReport): Picture {
	const packages = new Map<string, string>();
	const arrows = new Map<string, Arrow>();
	for (const entry of inventory.entries) {
		if (entry.kind === 'directive' || (!entry.built && !all)) continue;
		const to = targetOf(entry);
		const from = entry.owner.importPath;
		if (to === undefined || to.importPath === from) continue;
		packages.set(from, moduleText(entry.owner.module));
		if (!packages.has(to.importPath)) packages.set(to.importPath, to.module);
		const key = JSON.stringify([from, to.importPath]);
		const arrow = arrows.get(key) ?? { from, to: to.importPath, symbols: new Set(), broken: false };
		arrow.symbols.add(entry.symbol);
		arrow.broken ||= isBroken(entry);
		arrows.set(key, arrow);
	}
	return { packages, arrows: [...arrows.values()] };
}

/** The package that the symbol belongs to; that of the first provider where the name tells none. */
function targetOf(entry: Exclude<InventoryEntry, { kind: 'directive' }>) {
	const importPath = parseSymbol(entry.symbol)?.importPath;
	const own = importPath === undefined || importPath === entry.owner.importPath || importPath === 'main';
	const [first] = entry.providers;
	const provider = entry.providers.find((one) => one.importPath === importPath) ?? (own ? first : undefined);
	if (provider) return { importPath: provider.importPath, module: moduleText(provider.module) };
	return own ? undefined : { importPath: importPath ?? '', module: '' };
}
