/** Two files instead of one: the pull for the Go versions that take it, the public API for those that have it. */
import type { FileEdit, Fix } from '../../finding.ts';
import type { FileFacts } from '../fileFacts.ts';
import { goMinor } from '../goMinor.ts';
import { alternativeName } from '../targets/alternative.ts';
import { statusOf, fits } from '../targets/versionStatus.ts';
import type { TargetView } from '../targets/targetView.ts';
import { changes } from './editedFile.ts';
import { withoutIdleImports } from './fileImports.ts';
import { constrained } from './fileConstraint.ts';
import { gatedNames } from './gatedNames.ts';
import { oldestBuilding } from './hasPublicApi.ts';
import { pullAlone } from './pullAlone.ts';
import { type PulledFunction, pulledFunction } from './pulledFunction.ts';
import { withoutPull } from './removePull.ts';
import { remarks, replaced } from './replacePull.ts';

export function gateByVersion(view: TargetView): Fix[] {
	const { alternative, index } = view;
	const pulled = pulledFunction(view);
	const minor = pulled && gate(view, pulled);
	if (!pulled || !alternative || minor === undefined || pulled.directed !== pulled.declared) return [];
	const facts = pulled.declared;
	// The C code in front of its import would be compiled twice.
	if (facts.importsC) return [];
	const single = isAlone(facts, pulled);
	const pull = single ? facts : pullAlone(facts, pulled);
	const declaration = pull.declared.get(pulled.local)?.[0];
	if (declaration?.kind !== 'func') return [];
	const [both] = replaced({ ...pulled, directed: pull, declared: pull, declaration }, alternative) ?? [];
	const old = constrained(pull, `!go1.${minor}`);
	const fresh = both && constrained(both[1], `go1.${minor}`);
	if (!old || !fresh) return [];

	const names = gatedNames(facts.path, minor, index.files);
	const taken = (path: string) => index.files.some((one) => one.path === path);
	if (taken(names.fresh) || (!single && taken(names.old))) return [];
	const edits: FileEdit[] = single
		? [...changes([[facts, old]]), { kind: 'create', file: names.fresh, text: fresh.file.text }]
		: [
				...changes([[facts, withoutIdleImports(facts, withoutPull(facts, pulled.local))]]),
				{ kind: 'create', file: names.old, text: old.file.text },
				{ kind: 'create', file: names.fresh, text: fresh.file.text },
			];
	return [
		{
			title: `Split by Go version: keep the pull before go1.${minor}, use ${alternativeName(alternative)} since go1.${minor}${remarks({ ...alternative, since: '1.0' })}`,
			safety: 'choice',
			edits,
		},
	];
}

/** Go 1.17; older ones pass over `//go:build`, and would build both files. */
const firstReaderOfConstraints = 17;

/** The first version that has the public API, and takes the pull no more where that is later; undefined where a gate is no help. */
function gate(view: TargetView, { declared }: PulledFunction): number | undefined {
	const { alternative, reachable, index, exactPlatform, context } = view;
	if (!alternative?.expr) return undefined;
	const since = goMinor(alternative.since) ?? 0;
	const oldest = Math.max(goMinor(index.goVersion ?? `1.${context.minor}`) ?? 0, oldestBuilding(declared) ?? 0);
	const states = reachable.map((cell) => ({ minor: cell.minor, fate: statusOf(cell, view) }));
	const broken = states.filter(({ fate }) => !fits(fate) && (exactPlatform || fate === 'refused'));
	const minor = since > oldest ? since : broken[0]?.minor;
	if (
		minor === undefined ||
		minor <= Math.max(oldest, firstReaderOfConstraints) ||
		broken.some((one) => one.minor < minor)
	)
		return undefined;
	return states.some((one) => one.minor < minor && fits(one.fate)) || (states[0]?.minor ?? 0) >= minor
		? minor
		: undefined;
}

/** The file holds nothing else than this pull. */
function isAlone({ file, linknames }: FileFacts, { local }: PulledFunction): boolean {
	return file.declarations.length === 1 && linknames.every((one) => one.local.text === local);
}
