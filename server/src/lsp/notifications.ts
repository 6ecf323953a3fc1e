/** What clients tell in notifications of our own. One that is malformed is refused as a whole: half of it would be a state that nobody chose. */
import * as v from 'valibot';
import type { ChosenProfile, EnvironmentParams, EscapeFilter } from '../protocol/requests.ts';

const goExtension = v.looseObject({
	go: v.optional(v.string()),
	goroot: v.optional(v.string()),
	alternateTools: v.optional(v.record(v.string(), v.string())),
	toolsEnvVars: v.optional(v.record(v.string(), v.string())),
	buildTags: v.optional(v.string()),
	buildFlags: v.optional(v.array(v.string())),
	goplsEnv: v.optional(v.record(v.string(), v.string())),
	goplsBuildFlags: v.optional(v.array(v.string())),
});

const environment = v.looseObject({
	trusted: v.boolean(),
	goExtension,
	folders: v.optional(v.array(v.looseObject({ uri: v.string(), goExtension }))),
	gopls: v.optional(v.boolean()),
});

const filter = v.looseObject({
	verdicts: v.optional(v.array(v.string())),
	classes: v.optional(v.array(v.string())),
	functions: v.optional(v.array(v.string())),
	onlyChanges: v.optional(v.boolean()),
	onlyHot: v.optional(v.boolean()),
});

/** The params of `linkscape/environment`; `undefined` when they are malformed. */
export function readEnvironment(params: unknown): EnvironmentParams | undefined {
	return v.is(environment, params) ? (params as EnvironmentParams) : undefined;
}

/** The params of `linkscape/filter`, of which any may be left out; `undefined` when they are malformed. */
export function readFilter(params: unknown): Partial<EscapeFilter> | undefined {
	return v.is(filter, params) ? (params as Partial<EscapeFilter>) : undefined;
}

const chosenProfile = v.looseObject({ path: v.nullable(v.string()) });

/** The params of `linkscape/chosenProfile`; `undefined` when they are malformed. */
export function readChosenProfile(params: unknown): ChosenProfile | undefined {
	return v.is(chosenProfile, params) ? params : undefined;
}
