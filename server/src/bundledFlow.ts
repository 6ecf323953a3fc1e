/** Flow queries with the parser of the bundle. */
import { bundledParser } from './bundledParser.ts';
import { createFlowQueries, type FlowQueries } from './flow/flowQueries.ts';
import type { GoModules } from './world/go/goModules.ts';

export function bundledFlow(modules: GoModules): FlowQueries {
	return createFlowQueries({ modules, parser: bundledParser });
}
