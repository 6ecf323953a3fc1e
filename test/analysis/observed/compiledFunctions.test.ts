import { expect, test } from 'vitest';
import { compiledFunctions } from '../../../server/src/analysis/observed/compiledFunctions.ts';

// As `go tool nm` of Go 1.26.8 prints it.
const table = `  4f2a60 T example.com/m/p.Plain
  4f2a80 T example.com/m/p.(*T).Method
  4f2aa0 T example.com/m/p.WithLiteral.func1
  4f2ac0 T example.com/m/p.Generic[go.shape.int]
  5a1000 R example.com/m/p.Data
         U pthread_create
`;

test.each<[path: string, name: string, has: boolean]>([
	['example.com/m/p', 'Plain', true],
	['example.com/m/p', '(*T).Method', true],
	['example.com/m/p', 'WithLiteral', true],
	['example.com/m/p', 'Generic', true],
	['example.com/m/p', 'Inlined', false],
	['example.com/m/p', 'T.Method', false],
	['example.com/m/p', 'Data', false],
	['example.com/m/q', 'Inlined', true],
])('%s %s', (path, name, has) => {
	expect(compiledFunctions([table]).has(path, name)).toBe(has);
});
