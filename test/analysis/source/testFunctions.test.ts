import { expect, test } from 'vitest';
import { scanGoFile } from '../../../server/src/analysis/source/scanGoFile.ts';
import { testFunctions } from '../../../server/src/analysis/source/testFunctions.ts';

test.each<[declaration: string, found: string[]]>([
	['func TestA(t *testing.T) {}', ['test TestA']],
	['func BenchmarkA(b *testing.B) {}', ['benchmark BenchmarkA']],
	['func Test(*testing.T) {}', ['test Test']],
	['func TestÄ(t *T) {}', ['test TestÄ']],
	['func Testa(t *testing.T) {}', []],
	['func TestMain(m *testing.M) {}', []],
	['func TestA(b *testing.B) {}', []],
	['func BenchmarkA(b *testing.B, n int) {}', []],
	['func (s S) TestA(t *testing.T) {}', []],
	['func TestA[T any](t *testing.T) {}', []],
	['func A(t *testing.T) {}', []],
])('%s', (declaration, found) => {
	const file = scanGoFile(`package p\n\n${declaration}\n`);
	expect(testFunctions(file).map(({ kind, name }) => `${kind} ${name}`)).toEqual(found);
});
