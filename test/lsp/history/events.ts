/** What may happen to a workspace that is open in an editor, in any order. */
import fc from 'fast-check';
import { files } from './smallModules.ts';

/** A part of a file that becomes another one of its variants: the one so many steps on, around the end. */
export interface Rewrite {
	readonly file: string;
	readonly part: number;
	readonly steps: number;
}

export type Happening =
	| { readonly kind: 'open' | 'close' | 'remove' | 'make'; readonly file: string }
	/** In the editor, which opens the file for it; `atOnce`: the whole text is sent, and not what differs. */
	| { readonly kind: 'edit'; readonly rewrite: Rewrite; readonly atOnce: boolean }
	/** This file, or else another one that has unsaved changes. `watched`: the client also reports the file as changed on disk, as VS Code does. */
	| { readonly kind: 'save'; readonly file: string; readonly watched: boolean }
	/** By other programs; `apart`: one notification for each file. */
	| { readonly kind: 'disk'; readonly rewrites: readonly Rewrite[]; readonly apart: boolean }
	/** Another branch is checked out: files change, and what HEAD is. */
	| { readonly kind: 'branch'; readonly rewrites: readonly Rewrite[] }
	/** What is on disk is committed; some seconds pass. */
	| { readonly kind: 'commit' }
	| { readonly kind: 'trust'; readonly trusted: boolean }
	| { readonly kind: 'tags'; readonly tags: string }
	| { readonly kind: 'platform'; readonly goarch: string }
	| { readonly kind: 'settings'; readonly name: SettingName; readonly value: boolean }
	| { readonly kind: 'filter'; readonly onlyChanges: boolean };

export type SettingName = 'checkDisabled' | 'escapes' | 'diagnostics' | 'coldPaths';

export interface Event {
	readonly what: Happening;
	/** Answers are compared after it; else the next event follows at once. */
	readonly looked: boolean;
}

const names = Object.keys(files).filter((name) => files[name]?.parts.some((variants) => variants.length > 1));
const goFiles = names.filter((name) => name.endsWith('.go'));
const anyFile = fc.constantFrom(...names);
const editable = fc.constantFrom(...goFiles, 'app/go.mod', 'app/a/a.go', 'app/a/a.go', 'dep/dep.go', 'app/b/b.go');

function rewriteOf(file: fc.Arbitrary<string>): fc.Arbitrary<Rewrite> {
	return file.chain((name) => {
		const ways = (files[name]?.parts ?? []).flatMap((variants, part) =>
			variants.slice(1).map((_, steps): Rewrite => ({ file: name, part, steps: steps + 1 })),
		);
		return fc.constantFrom(...ways);
	});
}

const happening: fc.Arbitrary<Happening> = fc.oneof(
	{ weight: 3, arbitrary: fc.record({ kind: fc.constant('open' as const), file: editable }) },
	{ weight: 1, arbitrary: fc.record({ kind: fc.constant('close' as const), file: editable }) },
	{
		weight: 6,
		arbitrary: fc.record({ kind: fc.constant('edit' as const), rewrite: rewriteOf(editable), atOnce: fc.boolean() }),
	},
	{ weight: 4, arbitrary: fc.record({ kind: fc.constant('save' as const), file: editable, watched: fc.boolean() }) },
	{
		weight: 6,
		arbitrary: fc.record({
			kind: fc.constant('disk' as const),
			rewrites: fc.array(rewriteOf(anyFile), { minLength: 1, maxLength: 2 }),
			apart: fc.boolean(),
		}),
	},
	{
		weight: 1,
		arbitrary: fc.record({
			kind: fc.constant('remove' as const),
			file: fc.constantFrom('go.work', 'app/a/a.s', 'app/a/local.go', 'dep/extra.go'),
		}),
	},
	{
		weight: 2,
		arbitrary: fc.record({
			kind: fc.constant('make' as const),
			file: fc.constantFrom('go.work', 'app/a/a.s', 'app/a/local.go'),
		}),
	},
	{
		weight: 2,
		arbitrary: fc.record({
			kind: fc.constant('branch' as const),
			rewrites: fc.array(rewriteOf(anyFile), { minLength: 2, maxLength: 6 }),
		}),
	},
	{ weight: 1, arbitrary: fc.record({ kind: fc.constant('commit' as const) }) },
	{ weight: 1, arbitrary: fc.record({ kind: fc.constant('trust' as const), trusted: fc.boolean() }) },
	{ weight: 1, arbitrary: fc.record({ kind: fc.constant('tags' as const), tags: fc.constantFrom('', 'extra') }) },
	{
		weight: 1,
		arbitrary: fc.record({ kind: fc.constant('platform' as const), goarch: fc.constantFrom('amd64', 'arm') }),
	},
	{
		weight: 2,
		arbitrary: fc.record({
			kind: fc.constant('settings' as const),
			name: fc.constantFrom<SettingName>('checkDisabled', 'escapes', 'diagnostics', 'coldPaths'),
			value: fc.boolean(),
		}),
	},
	{ weight: 1, arbitrary: fc.record({ kind: fc.constant('filter' as const), onlyChanges: fc.boolean() }) },
);

export const history: fc.Arbitrary<readonly Event[]> = fc.array(fc.record({ what: happening, looked: fc.boolean() }), {
	minLength: 3,
	maxLength: 7,
});
