import fc from 'fast-check';
import { expect, test } from 'vitest';
import { closeNames } from '../../../server/src/analysis/linker/closeNames.ts';
import { escapeImportPath, parseSymbol, unescapeImportPath } from '../../../server/src/analysis/linker/symbolName.ts';

test.each([
	['runtime', 'runtime'],
	['gopkg.in/yaml.v2', 'gopkg.in/yaml%2ev2'],
	['example.com', 'example%2ecom'],
	['example.com/m/a%b"c', 'example.com/m/a%25b%22c'],
	['example.com/m/zürich', 'example.com/m/z%c3%bcrich'],
])('import path %s is %s in symbols', (importPath, prefix) => {
	expect(escapeImportPath(importPath)).toBe(prefix);
	expect(unescapeImportPath(prefix)).toBe(importPath);
});

test('escaping can be undone, and leaves no dot to take for the end of the path', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (importPath) => {
			const prefix = escapeImportPath(importPath);
			expect(unescapeImportPath(prefix)).toBe(importPath);
			expect(prefix.slice(prefix.lastIndexOf('/') + 1)).not.toContain('.');
		}),
	);
});

test.each([
	['runtime.nanotime', 'runtime', 'nanotime', undefined],
	['net/http.(*Server).Serve', 'net/http', '(*Server).Serve', '*Server Serve'],
	['reflect.Value.Len', 'reflect', 'Value.Len', 'Value Len'],
	['gopkg.in/yaml%2ev2.unmarshal', 'gopkg.in/yaml.v2', 'unmarshal', undefined],
	['gopkg.in/yaml.v2.unmarshal', 'gopkg.in/yaml', 'v2.unmarshal', 'v2 unmarshal'],
	['p.G[a/b.T]', 'p', 'G[a/b.T]', undefined],
])('%s', (symbol, importPath, name, receiver) => {
	const parts = parseSymbol(symbol);
	expect(parts).toMatchObject({ importPath, name });
	const { type, pointer, method } = parts?.receiver ?? {};
	expect(parts?.receiver && `${pointer ? '*' : ''}${type} ${method}`).toBe(receiver);
});

test.each(['crosscall2', '', '.x', 'runtime.'])('%o has no package', (symbol) => {
	expect(parseSymbol(symbol)).toBeUndefined();
});

test('close names', () => {
	const known = [
		'sync.(*Once).doSlow',
		'sync.(*Once).Do',
		'sync.runtime_Semacquire',
		'sync.runtime_SemacquireMutex',
		'sync.x',
	];
	expect(closeNames('sync.Once.doSlow', known)).toEqual(['sync.(*Once).doSlow']);
	expect(closeNames('sync.runtime_semaquire', known)).toEqual(['sync.runtime_Semacquire']);
	expect(closeNames('sync.nothingLikeIt', known)).toEqual([]);
	expect(closeNames('sync.y', known)).toEqual(['sync.x']);
});
