import type { ModuleId } from '../../module/goMod.ts';
import type { Finding } from '../../finding.ts';
import type { Span } from '../../text/span.ts';
import { type RuleId, rules } from '../rules.ts';
import type { OtherSide } from './moduleView.ts';
import { related } from './sideReport.ts';

/** An import that brings a package into the program whose pull the linker refuses. */
export interface RefusedImport {
	/** The importing file, and where the import stands in it. */
	readonly file: string;
	readonly span: Span;
	/** The import path that is written there. */
	readonly imported: string;
	/** The pull, in whatever package that import leads to. */
	readonly side: OtherSide;
	readonly symbol: string;
	readonly module: ModuleId;
	/** Releases of the module in the module cache that do not pull the symbol, the newest first. */
	readonly freeVersions: readonly string[];
}

/** `link: example.com/dep: invalid reference to runtime.gcStart`: names neither a file nor who brought the package in. */
export function dependencyRefused(one: RefusedImport, go: string, checkDisabledBy: string | undefined): Finding {
	const rule: RuleId = 'linkname-dependency-refused';
	const brings = one.imported === one.side.importPath ? '' : ` brings in ${one.side.importPath}, which`;
	const [free] = one.freeVersions;
	const wayOut = free === undefined ? '' : ` ${one.module.path} ${free} does not.`;
	const message =
		checkDisabledBy === undefined
			? `${one.imported}${brings} pulls ${one.symbol}: the ${go} linker refuses that.${wayOut}`
			: `${one.imported}${brings} pulls ${one.symbol}, which links only with -checklinkname=0 (set by ${checkDisabledBy}).${wayOut}`;
	return {
		rule,
		severity: checkDisabledBy === undefined ? rules[rule].severity : 'information',
		file: one.file,
		span: one.span,
		message,
		target: one.symbol,
		related: related(
			one.side,
			`The pull in ${one.module.path}${one.module.version === '' ? '' : ` ${one.module.version}`}.`,
		),
		fixes: [],
	};
}
