/** Generic functions that nothing in their package instantiates, compiled for chosen types. */
import { join } from 'node:path';
import { expect } from 'vitest';
import type { EscapeHint, FunctionReport } from '../../../server/src/analysis/escape/escapeHint.ts';
import { createExplain } from '../../../server/src/escape/hints/outputReader.ts';
import { analysePatterns } from '../../../server/src/escape/runs/analysePatterns.ts';
import { createToolchain } from '../../../server/src/toolchain/toolchain.ts';
import { createGoModules } from '../../../server/src/world/go/goModules.ts';
import { createBench, plainSettings } from '../../support/escapes.ts';
import { goTest, temporaryModule } from '../../support/go.ts';
import { goParser } from '../../support/goParser.ts';

const never = new AbortController().signal;
const explain = createExplain(goParser);

const library = `package lib

import "example.com/m/odd"

type cell[T any] struct {
	value T
	next  *cell[T]
}

type Stack[T any] struct{ top *cell[T] }

func (s *Stack[T]) Push(v T) { s.top = &cell[T]{v, s.top} }

func Box[T any](v T) any { return v }

func Table[T ~int8 | ~[9000]int64]() int {
	t := make([]T, 1)
	return len(t)
}

func Odd[T odd.Odd](v T) *T { return &v }

func Sum[T int | float64](list []T) (sum T) {
	for _, v := range list {
		sum += v
	}
	return sum
}

func used[T any](v T) *T { return &v }

var Number = used(3)
`;

const files = {
	'go.mod': 'module example.com/m\n\ngo 1.22\n',
	'lib/lib.go': library,
	'odd/odd.go': 'package odd\n\ntype Odd interface{ ~[3]int }\n',
};

/** `Push heap &cell[T]{…}`, for hints that are no leaks; of parameters and receivers nothing is said here. */
function spell({ function: name, verdict, subject, instances = [], assumed }: EscapeHint): string {
	const whom = `${assumed ? 'assumed ' : ''}${instances.join(' and ')}`;
	return `${name}: ${verdict} ${subject.replace(/\[.*\]/s, '[]')} for ${whom}`;
}

function spellFunction({ name, inline, instances = [], assumed }: FunctionReport): string {
	return `${name}: ${inline.reason?.startsWith('generic') ? inline.reason : instances.join(' and ')}${assumed ? ', assumed' : ''}`;
}

const allocating = (hints: readonly EscapeHint[]) =>
	hints.filter(({ verdict }) => verdict === 'heap' || verdict === 'maybe-heap').map(spell);

const allHints = [
	'(*Stack).Push: heap &cell[]{...} for assumed int and string',
	'Box: maybe-heap v for assumed int and string',
	'Table: maybe-heap make([]int64, 1) for assumed [9000]int64',
	'used: heap v for int',
	': maybe-heap v for ',
];

goTest('on the command line', async () => {
	const root = temporaryModule(files);
	const modules = createGoModules({ settings: () => plainSettings, toolchain: createToolchain });
	const request = { directory: root, patterns: ['./...'], tests: false };
	const { packages, problems } = await analysePatterns(request, { modules, explain }, never);
	expect(problems).toEqual([]);
	const lib = packages.find(({ importPath }) => importPath === 'example.com/m/lib');
	expect(allocating(lib?.escapes.hints ?? [])).toEqual(allHints);
	expect(lib?.escapes.functions.map(spellFunction)).toEqual([
		'(*Stack).Push: int and string, assumed',
		'Box: int and string, assumed',
		'Table: [9000]int64 and int8, assumed',
		'Odd: generic, not instantiated here',
		'Sum: float64 and int, assumed',
		'used: int',
	]);
});

goTest('in an editor, after edits as well', async () => {
	const root = temporaryModule(files);
	const path = join(root, 'lib/lib.go');
	const { analysis, started, log } = createBench({ explain });
	const hints = () => allocating(analysis.escapes(path).hints);
	analysis.opened(path, library);
	await analysis.settled();
	expect(hints(), log.join('\n')).toEqual(allHints);
	expect(started.slice(0, 3)).toEqual(['env', 'list', 'compile']);

	// Types that do not fit were tried before; now it is known which do.
	const before = started.length;
	const edited = `${library}\nfunc Plain() *int { return new(int) }\n`;
	analysis.changed(path, edited);
	await analysis.settled();
	expect(hints()).toEqual([...allHints, 'Plain: heap new(int) for ']);
	expect(started.slice(before)).toEqual(['compile']);

	const renamed = edited.replace('func Box[T any]', 'func Wrap[T any]').replace('package lib\n', 'package lib\n\n');
	analysis.changed(path, renamed);
	await analysis.settled();
	expect(hints()).toContain('Wrap: maybe-heap v for assumed int and string');
});
