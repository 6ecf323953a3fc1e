/** `linkscape.json`: what a team wants of linknames and allocations. One file, understood; several, merged. */
import schema from '../../../../schemas/linkscape.schema.json' with { type: 'json' };
import type { RuleId } from '../linkname/rules.ts';
import type { Severity } from '../severity.ts';
import { JsonError, jsonValue, parseJson } from '../text/jsonTree.ts';
import { checkAgainstSchema, type Schema, type SchemaProblem } from './checkAgainstSchema.ts';

export const policyFileName = 'linkscape.json';

export interface PolicyFile {
	readonly root: boolean;
	readonly rules: Readonly<Partial<Record<RuleId, Severity | 'off'>>>;
	readonly allow: readonly Allowance[];
	readonly go: readonly string[];
	readonly platforms: readonly string[];
	readonly budgets: readonly Budget[];
}

export interface Allowance {
	/** A symbol; `*` stands for any characters. */
	readonly target: string;
	readonly rule?: RuleId;
	readonly reason: string;
	/** The last day, as YYYY-MM-DD. */
	readonly until?: string;
}

export interface Budget {
	/** An import path, or with `/...` behind it all below. */
	readonly package: string;
	readonly function?: string;
	readonly heap: number;
}

/** A policy with which nothing changes. */
export const noPolicy: PolicyFile = { root: false, rules: {}, allow: [], go: [], platforms: [], budgets: [] };

export type PolicyReading =
	| { readonly kind: 'policy'; readonly policy: PolicyFile }
	/** At least one. */
	| { readonly kind: 'damaged'; readonly problems: readonly SchemaProblem[] };

/** Never fails. */
export function readPolicy(text: string): PolicyReading {
	try {
		const tree = parseJson(text);
		const problems = [...checkAgainstSchema(tree, schema as Schema)];
		if (problems.length > 0) return { kind: 'damaged', problems };
		return { kind: 'policy', policy: policyOf(jsonValue(tree) as WrittenPolicy) };
	} catch (error) {
		if (!(error instanceof JsonError)) throw error;
		const span = { start: error.offset, end: Math.min(text.length, error.offset + 1) };
		return { kind: 'damaged', problems: [{ span, message: `${error.message}.` }] };
	}
}

/** What the schema lets through. */
type WrittenPolicy = Partial<Omit<PolicyFile, 'budgets'>> & {
	readonly escapes?: { readonly budgets?: readonly Budget[] };
};

function policyOf({ root, rules, allow, go, platforms, escapes }: WrittenPolicy): PolicyFile {
	return {
		root: root ?? false,
		rules: rules ?? {},
		allow: allow ?? [],
		go: go ?? [],
		platforms: platforms ?? [],
		budgets: escapes?.budgets ?? [],
	};
}

/** @param files the outermost first */
export function mergePolicies(files: readonly PolicyFile[]): PolicyFile {
	const from = files.findLastIndex(({ root }) => root);
	return files.slice(Math.max(0, from)).reduce(
		(outer, inner): PolicyFile => ({
			root: outer.root || inner.root,
			rules: { ...outer.rules, ...inner.rules },
			allow: [...inner.allow, ...outer.allow],
			go: inner.go.length > 0 ? inner.go : outer.go,
			platforms: inner.platforms.length > 0 ? inner.platforms : outer.platforms,
			budgets: [
				...inner.budgets,
				...outer.budgets.filter((budget) => !inner.budgets.some((one) => isSame(one, budget))),
			],
		}),
		noPolicy,
	);
}

function isSame(a: Budget, b: Budget): boolean {
	return a.package === b.package && a.function === b.function;
}
