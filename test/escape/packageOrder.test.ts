/** The order in which packages are handed on while they are compiled. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPackageOrder, type OrderedPackage } from '../../server/src/escape/runs/packageOrder.ts';

const importing = (importPath: string, ...imports: string[]): OrderedPackage => ({ importPath, imports });

test('what is imported stands before who imports it, and comes as soon as all before it are there', () => {
	const packages = [importing('a', 'c'), importing('b'), importing('c', 'fmt'), importing('d', 'a', 'types')];
	const handed: string[] = [];
	const order = createPackageOrder<string>([...packages, importing('types')], (each) => handed.push(each));
	order.add('b', 'b');
	expect(handed).toEqual([]);
	order.add('c', 'c');
	expect(handed).toEqual(['c']);
	order.add('a', 'a');
	expect(handed).toEqual(['c', 'a', 'b']);
	// Nothing was said about types, and nothing will be: who imports it was compiled.
	order.add('d', 'd');
	expect(handed).toEqual(['c', 'a', 'b', 'd']);
});

/** Packages that import some of those before them, an order in which they can be compiled, and how each ends. */
const runs = fc.integer({ min: 1, max: 12 }).chain((count) => {
	const all = Array.from({ length: count }, (_, at) => at);
	return fc.record({
		imports: fc.tuple(...all.map((at) => fc.subarray(all.slice(0, at)))),
		ends: fc.array(fc.constantFrom('result', 'silent', 'passed', 'failed'), { minLength: count, maxLength: count }),
		priority: fc.shuffledSubarray(all, { minLength: count, maxLength: count }),
		other: fc.shuffledSubarray(all, { minLength: count, maxLength: count }),
	});
});

test('the same for any order of compilation, each result once', () => {
	fc.assert(
		fc.property(runs, ({ imports, ends, priority, other }) => {
			const packages = imports.map((some, at) => importing(`p${at}`, ...some.map((one) => `p${one}`), 'fmt'));
			const run = (wanted: readonly number[]): string[] => {
				const handed: string[] = [];
				const order = createPackageOrder<string>(packages, (each) => handed.push(each));
				const done = new Set<number>();
				const broken = new Set<number>();
				while (done.size < packages.length) {
					const next = wanted.find((at) => !done.has(at) && (imports[at] ?? []).every((one) => done.has(one))) ?? 0;
					done.add(next);
					// Nothing is compiled that imports what is broken.
					if (ends[next] === 'failed' || (imports[next] ?? []).some((one) => broken.has(one))) broken.add(next);
					else if (ends[next] === 'result') order.add(`p${next}`, `p${next}`);
					else if (ends[next] === 'passed') order.pass(`p${next}`);
				}
				order.end();
				return handed;
			};
			const handed = run(priority);
			expect(handed).toEqual(run(other));
			expect(new Set(handed).size).toBe(handed.length);
			const isBroken = (at: number): boolean =>
				ends[at] === 'failed' || (imports[at] ?? []).some((one) => isBroken(one));
			const expected = packages.flatMap((_, at) => (ends[at] === 'result' && !isBroken(at) ? [`p${at}`] : []));
			expect([...handed].sort()).toEqual(expected.sort());
		}),
	);
});
