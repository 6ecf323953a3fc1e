/** A history in which every kind of thing happens, each in a way that changes some answer: what random ones meet only after many. */
import type { Event, Happening, Rewrite } from './events.ts';

const looked = (what: Happening): Event => ({ what, looked: true });
const rewrite = (file: string, part: number, steps = 1): Rewrite => ({ file, part, steps });
const disk = (...rewrites: readonly Rewrite[]) => looked({ kind: 'disk', rewrites, apart: false });
const edit = (file: string, part: number, steps = 1) =>
	looked({ kind: 'edit', rewrite: rewrite(file, part, steps), atOnce: false });
const save = (file: string) => looked({ kind: 'save', file, watched: false });

/** As much of that as a short test run has time for. */
export const oneHour: readonly Event[] = [
	{ what: { kind: 'edit', rewrite: rewrite('app/a/a.go', 7), atOnce: true }, looked: false },
	disk(rewrite('dep/dep.go', 3), rewrite('lib/lib.go', 1)),
	edit('app/b/b.go', 2),
	save('app/b/b.go'),
	{ what: { kind: 'filter', onlyChanges: true }, looked: false },
	looked({ kind: 'branch', rewrites: [rewrite('dep/dep.go', 2), rewrite('app/b/b.go', 5), rewrite('app/a/a.go', 6)] }),
	{ what: { kind: 'tags', tags: 'extra' }, looked: false },
	looked({ kind: 'make', file: 'go.work' }),
];

export const oneDay: readonly Event[] = [
	// Sizes, what a callee keeps, and where: in a dependency, and in a package of the module.
	edit('app/a/a.go', 7),
	disk(rewrite('dep/dep.go', 3, 1)),
	disk(rewrite('dep/dep.go', 3, 1)),
	disk(rewrite('dep/dep.go', 2)),
	disk(rewrite('app/b/b.go', 2), rewrite('app/b/b.go', 5)),
	disk(rewrite('app/b/b.go', 1), rewrite('lib/lib.go', 1)),
	disk(rewrite('app/a/local.go', 2)),
	// Who else defines what the linker looks for: assembly beside it, or another package.
	edit('app/a/a.go', 17),
	looked({ kind: 'make', file: 'app/a/a.s' }),
	edit('app/a/a.go', 17),
	disk(rewrite('app/a/a.s', 1, 2)),
	disk(rewrite('app/a/a.s', 1)),
	disk(rewrite('app/a/a.s', 2)),
	disk(rewrite('dep/dep.go', 5)),
	disk(rewrite('dep/dep.go', 1)),
	disk(rewrite('dep/dep.go', 5)),
	disk(rewrite('dep/dep.go', 5)),
	disk(rewrite('app/linkscape.json', 0)),
	disk(rewrite('app/b/b.go', 6)),
	// Another copy of the dependency; another list of modules; another Go.
	disk(rewrite('app/go.mod', 1)),
	disk(rewrite('app/go.mod', 0)),
	disk(rewrite('app/go.mod', 0)),
	disk(rewrite('app/go.mod', 3)),
	looked({ kind: 'make', file: 'go.work' }),
	disk(rewrite('go.work', 1)),
	looked({ kind: 'remove', file: 'go.work' }),
	// An editor that does not watch files.
	edit('app/b/b.go', 2),
	save('app/b/b.go'),
	edit('app/b/b.go', 3, 2),
	save('app/b/b.go'),
	edit('app/b/b.go', 5),
	looked({ kind: 'close', file: 'app/b/b.go' }),
	edit('app/a/local.go', 4),
	looked({ kind: 'close', file: 'app/a/local.go' }),
	edit('app/go.mod', 3),
	save('app/go.mod'),
	// What the user sets.
	looked({ kind: 'settings', name: 'checkDisabled', value: true }),
	edit('app/a/a.go', 7),
	looked({ kind: 'tags', tags: 'extra' }),
	looked({ kind: 'platform', goarch: 'arm' }),
	looked({ kind: 'filter', onlyChanges: true }),
	looked({ kind: 'branch', rewrites: [rewrite('app/a/a.go', 6), rewrite('app/b/b.go', 3)] }),
	looked({ kind: 'trust', trusted: false }),
	disk(rewrite('dep/dep.go', 2)),
	looked({ kind: 'trust', trusted: true }),
	// A fix that helps as long as a callee lets it.
	edit('app/a/a.go', 7),
	disk(rewrite('app/b/b.go', 3)),
	disk(rewrite('app/b/b.go', 3)),
	// A callee that is saved, by an editor that does not watch files, keeps nothing any more.
	edit('app/a/a.go', 7),
	edit('app/b/b.go', 3),
	save('app/b/b.go'),
];
