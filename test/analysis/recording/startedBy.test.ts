import { expect, test } from 'vitest';
import { startersIn, startersOf, starterWords } from '../../../server/src/analysis/recording/startedBy.ts';
import { goParser } from '../../support/goParser.ts';

const source = `package p

var atPackage = func() {}

func plain() {
	go func() { // 6
		defer func() { // 7
			go t.Run() // 8
		}()
	}()
	time.AfterFunc(1, func() { // 11
	})
	func() {}() // 13
	kept := func() {} // 14
	defer work(kept) // 15
}

func (s *S[T]) M() {
	go s.loop(func() {}) // 19
	go f[int](1) // 20
}
`;

test.each<[string, number, string]>([
	['plain.func1', 6, 'go statement at line 6 in plain'],
	['plain.func1.1', 7, 'defer statement at line 7 in plain'],
	['plain.func2', 11, 'handed to time.AfterFunc at line 11 in plain'],
	['plain.func3', 13, 'called at line 13 in plain'],
	['plain.func4', 14, 'function literal at line 14 in plain'],
	['plain.deferwrap1', 15, 'defer statement at line 15 in plain'],
	['(*S).M.func1', 19, 'handed to s.loop at line 19 in (*S).M'],
	['(*S).M.gowrap1', 19, 'go statement at line 19 in (*S).M'],
	['glob..func1', 3, 'function literal at line 3 at package level'],
	['(*T).Run', 99, 'go statement at line 8 in plain, in the deferred call of line 7'],
	['(*S).loop', 99, 'go statement at line 19 in (*S).M'],
	['f', 99, 'go statement at line 20 in (*S).M'],
	['work', 99, ''],
	['main', 99, ''],
	['plain.func1', 0, ''],
])('%s from line %i: %s', async (name, startLine, expected) => {
	const tree = (await goParser()).parse(source);
	const starters = startersIn(tree.table);
	tree.dispose();
	expect(startersOf({ name, startLine }, starters, [starters]).map(starterWords).join(' or ')).toBe(expected);
});
