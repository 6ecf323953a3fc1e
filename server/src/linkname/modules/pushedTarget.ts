/** Who receives a push outside the standard library, and who pushes to a declaration that waits for one. */
import type { Definition } from '../../analysis/linker/packageFacts.ts';
import type { SymbolParts } from '../../analysis/linker/symbolName.ts';
import type { FileFacts } from '../../analysis/linkname/fileFacts.ts';
import type { Counterpart, ModuleTarget } from '../../analysis/linkname/modules/moduleView.ts';
import { localUse } from '../../analysis/linkname/targets/localUse.ts';
import { mentionsType } from '../../analysis/linkname/targets/mentionsType.ts';
import { readFileFacts } from '../../analysis/linkname/fileFacts.ts';
import type { Signature } from '../../analysis/signature/signature.ts';
import type { Build } from '../../world/modules/build.ts';
import { binaryWithout } from './binaryWithout.ts';
import { findMissingImport, linkedTogether } from './missingImport.ts';
import { declarationAt, type PackageSymbols } from '../../world/modules/packageSymbols.ts';
import { isCertain } from './pulledTarget.ts';
import { usersOf } from '../../world/modules/users.ts';
import { ownValue } from '../../world/goroot/symbolFacts.ts';
import { compareTypes, sideOf, signatureAt } from './compareTypes.ts';

export interface PushQuestion {
	readonly symbol: string;
	readonly parts: SymbolParts;
	readonly from: string;
	readonly inTest: boolean;
	/** What is pushed. */
	readonly local: Signature | undefined;
	/** The files of the pushing package. */
	readonly built: readonly FileFacts[];
}

const unknown: ModuleTarget = { kind: 'unknown' };

export async function pushedTarget(question: PushQuestion, build: Build): Promise<ModuleTarget> {
	const { symbol, parts, from, local, inTest } = question;
	const place = await build.places.place(parts.importPath);
	if (place.kind !== 'found') return unknown;
	const symbols = await build.symbols(place);
	const definition = ownValue(symbols.facts.definitions, symbol);
	if (definition && !isEmptyVariable(symbols, definition)) return clash(question, symbols, definition, build);

	const linknames = await build.linknames(symbol);
	const reference = definition ?? ownValue(symbols.facts.pulls, symbol);
	const receiver = reference && { symbols, item: reference, importPath: place.importPath };
	const [puller] = linknames.pullers.filter((one) => one.from.importPath !== from);
	const waiting = receiver ?? (puller && { ...puller, importPath: puller.from.importPath });
	if (!waiting) return unknown;

	const graph = await build.graph();
	const rivals = linknames.definers.filter((one) => one.from.importPath !== from);
	const rival = rivals.find((one) => linkedTogether([from], [one.from.importPath], graph));
	const providers = [from, ...rivals.map((one) => one.from.importPath)];
	const users = inTest ? [] : await usersOfName(parts, waiting.importPath, build);
	return {
		kind: 'received',
		side: sideOf(waiting.symbols, waiting.importPath, waiting.item),
		comparison: await compareTypes(signatureAt(waiting.symbols, waiting.item, 'declared', build), local, build),
		missing: users.length === 0 ? undefined : await findMissingImport(users, providers, build),
		rival: rival && sideOf(rival.symbols, rival.from.importPath, rival.item),
	};
}

async function clash(
	{ symbol, parts, from, built }: PushQuestion,
	symbols: PackageSymbols,
	definition: Definition,
	build: Build,
): Promise<ModuleTarget> {
	const graph = await build.graph();
	if (!linkedTogether([from], [parts.importPath], graph)) return unknown;
	const side: Counterpart = sideOf(symbols, parts.importPath, definition);
	if (definition.kind === 'var') return { kind: 'clash', side, as: 'variable' };
	const { packages } = graph.reach(from);
	const mentioned =
		parts.receiver && mentionsType(parts.importPath, parts.receiver.type, built, packages) === 'yes' && symbol !== '';
	return { kind: 'clash', side, as: mentioned ? 'method' : 'function' };
}

/** A variable without a value makes way for a pushed one that has one. */
function isEmptyVariable(symbols: PackageSymbols, definition: Definition): boolean {
	if (definition.kind !== 'var') return false;
	const declaration = declarationAt(symbols, definition, definition.local)?.declaration;
	return declaration?.kind === 'var' && declaration.value === undefined;
}

/** The packages whose code uses the name that waits for a body: its own, or else those that import it. */
async function usersOfName({ name }: SymbolParts, importPath: string, build: Build): Promise<string[]> {
	const own = (await build.graph()).packages.get(importPath);
	if (!own) return [];
	const { files } = await build.symbols(own);
	if (localUse(name, files.map(readFileFacts)) === 'used') return [importPath];
	return usersOf(importPath, name, build);
}

/** What is pushed to a declaration with a directive of one argument. */
export async function receivedTarget(
	question: PushQuestion & {
		readonly own: PackageSymbols;
		/** The name of the declaration. */
		readonly name: string;
		readonly used: boolean;
	},
	build: Build,
): Promise<ModuleTarget> {
	const { symbol, from, local, own, used, inTest } = question;
	if (ownValue(own.facts.definitions, symbol)) return unknown;
	const [definer, ...others] = (await build.linknames(symbol)).definers;
	if (definer) {
		// A push in the user's own sources is judged where it stands.
		const judged = definer.from.module.kind === 'main';
		const providers = [definer, ...others].map((one) => one.from.importPath);
		const isReported = judged && !linkedTogether([from], providers, await build.graph());
		const stub = { importPath: from, name: question.name };
		const missing = judged || inTest || !used ? undefined : await findMissingImport([from], providers, build);
		return {
			kind: 'defined',
			side: sideOf(definer.symbols, definer.from.importPath, definer.item),
			comparison: judged
				? undefined
				: await compareTypes(local, signatureAt(definer.symbols, definer.item, 'declared', build), build),
			privateOf: undefined,
			missing,
			lacking: inTest || missing || isReported ? undefined : await binaryWithout(providers, stub, build),
		};
	}
	if (inTest || own.uncertain || own.elsewhere.has(symbol) || !(await isCertain(symbol, build))) return unknown;
	const graph = await build.graph();
	const reaches = graph.programs.map((program) => ({ program, reach: graph.reach(program.importPath) }));
	const needing = reaches.find(({ reach }) => reach.packages.has(from));
	if (!needing || reaches.some(({ reach }) => !reach.complete)) return unknown;
	return { kind: 'undefined', why: { kind: 'not-pushed', program: needing.program.importPath }, suggestions: [] };
}
