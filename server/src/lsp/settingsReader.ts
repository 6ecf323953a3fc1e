/** `linkscape.*` with its defaults. A value of the wrong type counts as not set: a slip in one setting must not cost the others. */
import type { LinkscapeSettings } from '../protocol/settings.ts';
import * as v from 'valibot';

const flag = (value: boolean) => v.fallback(v.optional(v.boolean(), value), value);
const text = (value: string) => v.fallback(v.optional(v.string(), value), value);

const verdicts = ['heap', 'maybe-heap', 'static'] as const;

const scopes = ['allocating', 'all'] as const;

const schema = v.object({
	profile: text(''),
	savingWeight: v.fallback(v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 0.6), 0.6),
	go: section({ path: text(''), allowDownloads: flag(false) }),
	linkname: section({ enabled: flag(true), codeLens: flag(true), checkDisabled: flag(false) }),
	escape: section({
		enabled: flag(true),
		inlayHints: flag(true),
		codeLens: flag(true),
		codeLensScope: v.fallback(v.optional(v.picklist(scopes), 'allocating'), 'allocating'),
		testCodeLens: flag(true),
		coldPaths: flag(false),
		diagnostics: flag(false),
		verdicts: v.fallback(v.optional(v.array(v.picklist(verdicts)), ['heap', 'maybe-heap']), ['heap', 'maybe-heap']),
		hiddenClasses: v.fallback(v.optional(v.array(v.string()), []), []),
		longLines: v.fallback(v.optional(v.pipe(v.number(), v.minValue(0)), 80), 80),
		delay: v.fallback(v.optional(v.pipe(v.number(), v.minValue(0)), 300), 300),
	}),
});

function section<T extends v.ObjectEntries>(entries: T) {
	return v.pipe(
		v.optional(v.fallback(v.looseObject({}), {}), {}),
		v.transform((value) => ({ ...value })),
		v.object(entries),
	);
}

/** Never fails: what is missing or malformed becomes the default. */
export function readSettings(value: unknown): LinkscapeSettings {
	return v.parse(schema, typeof value === 'object' && value !== null ? value : {});
}
