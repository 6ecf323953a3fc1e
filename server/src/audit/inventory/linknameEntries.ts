/** The linknames of one file: what each binds, to whom, and what the linker says to it. */
import { shortGo, type TargetView } from '../../analysis/linkname/targets/targetView.ts';
import { erasOf, fits } from '../../analysis/linkname/targets/versionStatus.ts';
import { linksReasons, refusedReason, undefinedReason } from '../../analysis/linkname/targets/phrases.ts';
import { escapeImportPath, parseSymbol } from '../../analysis/linker/symbolName.ts';
import type { Linkname } from '../../analysis/linkname/directive.ts';
import type { FileFacts } from '../../analysis/linkname/fileFacts.ts';
import { bindLinkname, type BoundLinkname } from '../../analysis/linkname/linknameForm.ts';
import type { ModuleView } from '../../analysis/linkname/modules/moduleView.ts';
import { packagePath } from '../../analysis/linkname/packagePath.ts';
import { LineIndex } from '../../analysis/text/lineIndex.ts';
import type { HistoryRange, InventoryVerdict, LinknameEntry, SymbolPlace } from './inventoryEntry.ts';
import {
	directivePlace,
	ownerOf,
	type InventoryBuild,
	type InventoryPackage,
	providersOf,
	regionIn,
	stdModule,
} from './inventoryBuild.ts';

/** @param built the build in use compiles the file */
export async function linknameEntries(
	facts: FileFacts,
	{ owner, index }: InventoryPackage,
	built: boolean,
	inventory: InventoryBuild,
	signal: AbortSignal,
): Promise<LinknameEntry[]> {
	if (facts.linknames.length === 0) return [];
	const lines = new LineIndex(facts.file.text);
	const views = await inventory.checker.allViews(facts, index, signal);
	const entries: LinknameEntry[] = [];
	for (const linkname of facts.linknames) {
		const bound = bindLinkname(linkname, facts, index);
		const symbol = symbolOf(linkname, facts, owner.importPath);
		const view = views.find((one) => one.bound.linkname === linkname);
		const side = index.std ? undefined : await inventory.counterparts.view(linkname, facts, index);
		const opens = bound.form === 'push' || bound.form === 'export';
		entries.push({
			kind: 'linkname',
			path: facts.path,
			region: regionIn(lines, linkname.directive.comment.span),
			owner,
			built,
			form: bound.form,
			name: linkname.local.text,
			symbol,
			...judged(bound, view, side),
			providers: opens ? [] : await providers(symbol, view, inventory),
			users: opens ? await usersOf(symbol, inventory) : [],
			pushed: isPushed(view),
			...history(view),
		});
	}
	return entries;
}

/** That of the target; in the one-argument forms that of the local name. */
function symbolOf({ target, local }: Linkname, facts: FileFacts, importPath: string): string {
	return target?.text ?? `${escapeImportPath(packagePath(facts, importPath))}.${local.text}`;
}

interface Judged {
	readonly verdict: InventoryVerdict;
	readonly note: string;
}

function judged(bound: BoundLinkname, view: TargetView | undefined, side: ModuleView | undefined): Judged {
	const ofStd = view && ofTarget(view);
	if (ofStd && ofStd.verdict !== 'unknown') return ofStd;
	const ofModule = side && ofSide(side);
	if (ofModule && ofModule.verdict !== 'unknown') return ofModule;
	if (bound.form === 'export') return { verdict: 'links', note: 'opens the name to other packages' };
	return ofStd ?? { verdict: 'unknown', note: '' };
}

function ofTarget(view: TargetView): Judged {
	const { verdict, symbol, checkDisabledBy } = view;
	switch (verdict.state) {
		case 'links':
			return { verdict: 'links', note: linksReasons[verdict.why] };
		case 'refused': {
			if (!verdict.sure) return { verdict: 'unknown', note: 'refused in some programs' };
			const note = refusedReason(verdict.why, verdict.allowed);
			if (checkDisabledBy === undefined) return { verdict: 'refused', note };
			return { verdict: 'links', note: `only since ${checkDisabledBy} turns the linker's check off: ${note}` };
		}
		case 'undefined':
			if (!verdict.sure) return { verdict: 'unknown', note: '' };
			return { verdict: 'undefined', note: undefinedReason(verdict.why, symbol, view.declaredAs) };
		case 'zero-variable':
			return { verdict: verdict.sure ? 'zero-variable' : 'unknown', note: 'a new variable that is always zero' };
		case 'left-out':
			return { verdict: 'left-out', note: `no program of this build holds ${verdict.importPath}` };
		case 'clash':
			return { verdict: 'clash', note: 'something else defines the symbol as well' };
		case 'free':
			return { verdict: 'links', note: '' };
		case 'unknown':
			return { verdict: 'unknown', note: '' };
	}
}

function ofSide({ partner }: ModuleView): Judged {
	switch (partner.kind) {
		case 'defined':
		case 'received': {
			if (partner.missing) {
				return { verdict: 'undefined', note: `nothing imports ${partner.missing.provider}, which defines it` };
			}
			if (partner.kind === 'received' && partner.rival) {
				return { verdict: 'clash', note: `${partner.rival.importPath} pushes it as well` };
			}
			return { verdict: 'links', note: '' };
		}
		case 'undefined':
			return { verdict: 'undefined', note: 'nothing in this build defines it' };
		case 'zero-variable':
			return { verdict: 'zero-variable', note: 'a new variable that is always zero' };
		case 'clash':
			return { verdict: 'clash', note: `${partner.side.importPath} defines it itself` };
		case 'unknown':
			return { verdict: 'unknown', note: '' };
	}
}

async function providers(
	symbol: string,
	view: TargetView | undefined,
	{ build }: InventoryBuild,
): Promise<readonly SymbolPlace[]> {
	const found = await providersOf(symbol, build);
	if (found.length > 0 || view === undefined) return found;
	const importPath = parseSymbol(symbol)?.importPath;
	const isThere = view.verdict.state === 'links' || view.verdict.state === 'refused';
	if (importPath === undefined || !isThere || view.context.source !== 'table') return [];
	return [{ importPath, module: stdModule(build), path: undefined, line: 0 }];
}

/** Who pulls what a package pushes or opens. */
async function usersOf(symbol: string, { build }: InventoryBuild): Promise<readonly SymbolPlace[]> {
	const pullers = (await build.linknames(symbol)).pullers.map(directivePlace);
	const facts = await build.options.index?.symbol(symbol);
	const reference = facts?.reference;
	const standard = (await build.options.index?.stdPullers(symbol)) ?? [];
	return [
		...pullers,
		...(await waitingFor(symbol, build)),
		...standard.map((importPath): SymbolPlace => {
			const here = reference?.importPath === importPath ? reference : undefined;
			return { importPath, module: stdModule(build), path: here?.path, line: here?.line ?? 0 };
		}),
	];
}

/** The package that the symbol belongs to by its name, when it declares it without a body or value. */
async function waitingFor(symbol: string, build: InventoryBuild['build']): Promise<SymbolPlace[]> {
	const parts = parseSymbol(symbol);
	const place = parts && (await build.places.place(parts.importPath));
	if (place?.kind !== 'found') return [];
	const symbols = await build.symbols(place);
	const { pulls } = symbols.facts;
	const reference = Object.hasOwn(pulls, symbol) ? pulls[symbol] : undefined;
	if (!reference) return [];
	const { importPath, directory, module } = place;
	const path = symbols.files[reference.file]?.path ?? directory;
	return [{ importPath, module: ownerOf(module), path, line: reference.line }];
}

function isPushed(view: TargetView | undefined): boolean {
	if (view === undefined) return false;
	const { verdict, definition } = view;
	return definition?.push === 'all' || (verdict.state === 'links' && verdict.why === 'pushed');
}

function history(view: TargetView | undefined): Pick<LinknameEntry, 'history' | 'breaksSince'> {
	if (view?.bound.form !== 'pull') return { history: [], breaksSince: undefined };
	const eras = erasOf(view.history, view);
	const ranges = eras.flatMap(({ fate, cells }): HistoryRange[] => {
		const [first, last] = [cells[0], cells.at(-1)];
		return first && last ? [{ from: shortGo(first), to: shortGo(last), status: fate }] : [];
	});
	const lastGood = eras.findLastIndex(({ fate }) => fits(fate));
	const broken = eras[lastGood + 1]?.cells[0];
	return { history: ranges, breaksSince: broken && shortGo(broken) };
}
