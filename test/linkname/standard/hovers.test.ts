/** What the hover on a directive says, and the line above it, for all that can be wrong with a target. */
import { join } from 'node:path';
import { describe, expect, onTestFinished } from 'vitest';
import { bundledTargets } from '../../../server/src/bundledTargets.ts';
import { createGoWorkspace } from '../../../server/src/session/createGoWorkspace.ts';
import { explainNothing } from '../../support/explainNothing.ts';
import { goTest, temporaryModule } from '../../support/go.ts';

interface Case {
	readonly target: string;
	/** The declaration of `f`. */
	readonly local?: string;
	/** Stands in the hover after the name of the Go version, or as a line of its own. */
	readonly hover: string;
	/** The line above the directive, after the Go version; nothing for targets in other modules. */
	readonly lens?: string;
	/** The line of the verdict where the editor shows what is found with the hover. */
	readonly besideFinding?: string;
	readonly checkDisabled?: boolean;
}

const cases: readonly Case[] = [
	{ target: 'runtime.sched', hover: '`runtime.sched` is a variable, not a function.', lens: 'is a variable' },
	{
		target: 'runtime.gcStart',
		local: 'var f int',
		hover: '`runtime.gcStart` is a function; `f` is a new variable that stays zero.',
		lens: 'is a function, stays zero · use runtime.GC()',
	},
	{
		target: 'runtime.noSuchVariable',
		local: 'var f int',
		hover: 'there is no variable `runtime.noSuchVariable`; `f` is a new one that stays zero.',
		lens: 'does not exist, stays zero',
	},
	{
		target: 'runtime.noSuchFunction',
		hover: '`runtime.noSuchFunction` does not exist.',
		lens: 'does not exist',
		besideFinding: 'does not exist.',
	},
	{
		target: 'runtime.gcStart',
		hover: 'the linker refuses it; std does not mark it for use from outside (since go1.23).',
		lens: 'refused · use runtime.GC()',
		besideFinding: 'refused. Public API: `runtime.GC()` (go1.0).',
	},
	{
		target: 'runtime.nanotime',
		hover: 'links; std keeps it linkable for existing users.',
		lens: 'links (kept for known users) · use time.Since',
		besideFinding: 'links; std keeps it linkable for existing users.',
	},
	{ target: 'os.File', hover: '`os.File` is a type, not a function.', lens: 'cannot be pulled' },
	{ target: 'os.O_RDWR', hover: '`os.O_RDWR` is a constant, not a function.', lens: 'cannot be pulled' },
	{
		target: 'slices.Sort',
		hover: '`slices.Sort` is generic, and its instances cannot be pulled.',
		lens: 'cannot be pulled',
	},
	{
		target: 'runtime.getg',
		hover: '`runtime.getg` has no body, and no package provides one.',
		lens: 'cannot be pulled',
	},
	{
		target: 'runtime.gcStart',
		checkDisabled: true,
		hover:
			'links only with `-checklinkname=0`, which the setting linkscape.linkname.checkDisabled sets; std does not mark it for use from outside (since go1.23).',
		lens: 'links only with -checklinkname=0 · use runtime.GC()',
	},
	{
		target: 'example.com/m/p.hidden',
		local: 'func f() int',
		hover: 'Links: `example.com/m/p` defines it. Signature `func() int`, matches yours.',
	},
	{
		target: 'example.com/m/p.hidden',
		local: 'func f(string) int',
		hover: 'Links: `example.com/m/p` defines it. Signature `func() int`, yours is `func(string) int`.',
	},
	{ target: 'example.com/m/p.gone', hover: '`example.com/m/p.gone` does not exist.' },
	{ target: 'example.com/m/p.T', hover: '`example.com/m/p.T` is a type, not a function.' },
	{
		target: 'example.com/m/p.gone',
		local: 'var f int',
		hover: 'There is no variable `example.com/m/p.gone`; `f` is a new one that stays zero.',
	},
	{
		target: 'example.com/m/p.waits',
		local: 'func f() int { return 1 }',
		hover: '`example.com/m/p` waits for it. Signature `func() int`, matches yours.',
	},
	{
		target: 'example.com/m/p.hidden',
		local: 'func f() int { return 1 }',
		hover: '`example.com/m/p` defines `example.com/m/p.hidden` itself.',
	},
];

const other = `package p

import _ "unsafe"

type T int

func hidden() int { return 1 }

//go:linkname waits
func waits() int

func Use() int { return waits() }
`;

// Shared, so that the Go tree is read once.
const targets = bundledTargets({});

const linesOf = (description: { readonly markdown: string } | undefined) =>
	(description?.markdown.split('\n') ?? []).map((line) => line.replace(/^\*\*go1\.\d+\.\d+\*\*: /, ''));

describe('hovers', () => {
	goTest.each(cases)(
		'$target as $local',
		async ({ target, local = 'func f()', hover, lens, besideFinding = '', checkDisabled = false }) => {
			const use = local.startsWith('var') ? 'println(f)' : '_ = f';
			const text = `package m

import (
	_ "os"
	_ "slices"
	_ "unsafe"

	_ "example.com/m/p"
)

//go:linkname f ${target}
${local}

func use() { ${use} }
`;
			const module = temporaryModule({
				'go.mod': 'module example.com/m\n\ngo 1.21\n',
				'm.go': text,
				'p/p.go': other,
				'main/main.go': 'package main\n\nimport _ "example.com/m"\n\nfunc main() {}\n',
			});
			const setup = {
				...{ trusted: true, goPath: '', allowDownloads: false, goExtension: {}, checkDisabled, delay: 300 },
				...{ folders: [{ path: module, goExtension: {} }], escapes: false, profile: '' },
			};
			const environment = { ...process.env, GOFLAGS: '' };
			const workspace = createGoWorkspace({ setup, environment, targets, explain: explainNothing, log: () => {} });
			onTestFinished(() => workspace.dispose());
			const path = join(module, 'm.go');
			workspace.opened(path, text);
			const at = text.indexOf('//go:linkname') + 20;
			const said = linesOf(await workspace.describe(path, at));
			expect(said).toContain(hover);
			if (besideFinding !== '') {
				const shorter = linesOf(await workspace.describe(path, at, true));
				expect(shorter).toContain(besideFinding);
				expect(shorter.includes(hover)).toBe(besideFinding === hover);
			}
			const [above] = await workspace.directiveSummaries(path);
			expect(above?.title.replace(/^go1\.\d+: /, '')).toBe(lens);
		},
	);
});
