/** Everything that is known about one symbol of the standard library, whoever pulls it. */
import type { AlternativeEntry } from '../../analysis/linkname/targets/alternative.ts';
import { goMinor } from '../../analysis/linkname/goMinor.ts';
import { commentAbove, knownUsers } from '../../analysis/linkname/targets/knownUsers.ts';
import type { VersionRow } from '../../analysis/linker/versionTable.ts';
import type { GorootVerdict } from '../../world/goroot/gorootIndex.ts';
import type { TargetContext, TargetSources } from '../../world/build/targetSources.ts';

export interface TargetExplanation {
	readonly symbol: string;
	/** What the linker of the Go in use says to a pull; undefined without a Go tree. */
	readonly verdict: Exclude<GorootVerdict, { state: 'unknown' }> | undefined;
	/** The recorded platforms. */
	readonly platforms: readonly string[];
	/** The recorded releases on each of these platforms that ever had the symbol. */
	readonly rows: readonly VersionRow[];
	readonly knownUsers: readonly string[];
	/** Packages of the standard library that pull it, by import path. */
	readonly stdPullers: readonly string[];
	readonly alternative: AlternativeEntry | undefined;
	/** Symbols with a similar name, for one that does not exist. */
	readonly suggestions: readonly string[];
}

export async function explainTarget(
	symbol: string,
	context: TargetContext,
	sources: TargetSources,
): Promise<TargetExplanation> {
	const table = await sources.data.versions();
	const platforms = table?.platforms ?? [];
	const rows = platforms.flatMap((platform) => table?.row(symbol, platform) ?? []);
	const alternative = (await sources.data.alternatives()).get(symbol);
	const common = { symbol, platforms, rows, alternative };
	const minor = goMinor(context.go);
	if (context.goroot === undefined || minor === undefined) {
		const suggestions = rows.length === 0 ? (table?.closeNames(symbol) ?? []) : [];
		return { ...common, verdict: undefined, knownUsers: [], stdPullers: [], suggestions };
	}
	const { index } = sources.tree(context.goroot, { ...context, minor });
	const known = await index.symbol(symbol);
	const as = (known?.definition?.kind ?? lastKind(rows)) === 'var' ? 'var' : 'func';
	const verdict = await index.judge({ symbol, as });
	const declared = known?.definition && (await index.declarationAt(known.definition));
	return {
		...common,
		verdict: verdict.state === 'unknown' ? undefined : verdict,
		knownUsers: declared ? knownUsers(commentAbove(declared.file, declared.declaration)) : [],
		stdPullers: await index.stdPullers(symbol),
		suggestions: known?.definition || rows.length > 0 ? [] : await index.closeSymbols(symbol),
	};
}

function lastKind(rows: readonly VersionRow[]): string | undefined {
	const cells = rows.flatMap(({ versions }) => versions);
	const last = cells.findLast((cell) => 'kind' in cell);
	return last && 'kind' in last ? last.kind : undefined;
}
