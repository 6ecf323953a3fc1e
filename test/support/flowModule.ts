/** Flow queries on a small module, with the Go on PATH. */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { createFlowQueries, type FlowQueries } from '../../server/src/flow/flowQueries.ts';
import { createToolchain } from '../../server/src/toolchain/toolchain.ts';
import { createGoModules } from '../../server/src/world/go/goModules.ts';
import { plainSettings } from './escapes.ts';
import { writeFiles } from './go.ts';
import { goParser } from './goParser.ts';

export interface FlowBench {
	readonly queries: FlowQueries;
	readonly root: string;
}

/** For all tests of a file; the module is removed after them. `environment`: changes, such as `GOTOOLCHAIN`. */
export function flowModule(
	files: Readonly<Record<string, string>>,
	environment: Readonly<Record<string, string>> = {},
): FlowBench {
	const root = mkdtempSync(join(realpathSync(tmpdir()), 'linkscape-flow-'));
	afterAll(() => rmSync(root, { recursive: true, force: true }));
	writeFiles(root, files);
	return { root, queries: flowQueries(environment) };
}

function flowQueries(environment: Readonly<Record<string, string>> = {}): FlowQueries {
	const settings = { ...plainSettings, environment: { ...plainSettings.environment, ...environment } };
	const modules = createGoModules({ settings: () => settings, toolchain: createToolchain });
	return createFlowQueries({ modules, parser: goParser });
}
