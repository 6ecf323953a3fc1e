import { type InventoryEntry, isBroken } from '../../audit/inventory/inventoryEntry.ts';
import { exitCode } from '../exitCode.ts';
import { moduleText, outlook } from '../../audit/inventory/inventoryWords.ts';
import type { InventoryReport } from './inventoryReport.ts';

const kinds = {
	linkname: 'a //go:linkname directive',
	'body-less': 'a function without a body',
	assembly: 'assembly that names a symbol of another package',
	directive: 'an unsafe compiler directive',
} as const satisfies Record<InventoryEntry['kind'], string>;

const kindNames = Object.keys(kinds) as InventoryEntry['kind'][];

/** SARIF 2.1.0: the kinds are the rules, the modules a taxonomy. What is in order is `informational`, and no alert. */
export function inventorySarif(report: InventoryReport): string {
	const { inventory, run, toolVersion } = report;
	const modules = [...new Set(inventory.entries.map(({ owner }) => moduleText(owner.module)))].sort();
	const versions = new Map(inventory.entries.map(({ owner: { module } }) => [moduleText(module), module.version]));
	const log = {
		$schema: 'https://json.schemastore.org/sarif-2.1.0.json',
		version: '2.1.0',
		runs: [
			{
				tool: {
					driver: {
						name: 'linkscape',
						version: toolVersion,
						informationUri: 'https://github.com/linkscape/linkscape',
						rules: kindNames.map((id) => ({
							id: `inventory-${id}`,
							shortDescription: { text: kinds[id] },
							defaultConfiguration: { level: 'note' },
						})),
					},
				},
				taxonomies: [
					{
						name: 'modules',
						shortDescription: { text: 'The modules that the entries stand in.' },
						taxa: modules.map((id) => ({ id, ...(versions.get(id) && { properties: { version: versions.get(id) } }) })),
					},
				],
				invocations: [{ executionSuccessful: run.exitCode !== exitCode.cannotRun, exitCode: run.exitCode }],
				columnKind: 'utf16CodeUnits',
				results: inventory.entries.map((entry) => toResult(entry, modules, report)),
			},
		],
	};
	return `${JSON.stringify(log, null, '\t')}\n`;
}

function toResult(entry: InventoryEntry, modules: readonly string[], { nameOf }: InventoryReport) {
	const module = moduleText(entry.owner.module);
	const { line, column, endLine, endColumn } = entry.region;
	const uri = nameOf(entry.path).split('/').map(encodeURIComponent).join('/');
	return {
		ruleId: `inventory-${entry.kind}`,
		ruleIndex: kindNames.indexOf(entry.kind),
		...(isBroken(entry) ? { kind: 'fail', level: 'error' } : { kind: 'informational', level: 'none' }),
		message: { text: sentenceOf(entry) },
		locations: [
			{
				physicalLocation: {
					artifactLocation: { uri, uriBaseId: 'SRCROOT' },
					region: { startLine: line, startColumn: column, endLine, endColumn },
				},
				logicalLocations: [{ fullyQualifiedName: entry.owner.importPath, kind: 'package' }],
			},
		],
		taxa: [{ id: module, index: modules.indexOf(module), toolComponent: { name: 'modules', index: 0 } }],
		properties: { built: entry.built },
	};
}

function sentenceOf(entry: InventoryEntry): string {
	const note = entry.note === '' ? '' : `: ${entry.note}`;
	switch (entry.kind) {
		case 'linkname':
			return `${entry.name} is a ${entry.form} of ${entry.symbol}, ${outlook(entry)}${note}.`;
		case 'body-less':
			return `${entry.name} has no body; ${entry.body === 'nobody' ? 'nothing known provides one' : `it comes by ${entry.body}`}.`;
		case 'assembly':
			return `Assembly ${entry.called ? 'calls' : 'uses'} ${entry.symbol}, ${outlook(entry)}${note}.`;
		case 'directive':
			return `//go:${entry.verb}${entry.name === '' ? '' : ` above ${entry.name}`}.`;
	}
}
