/** Methods of the standard library, pulled by a package that brings none of their types: what the linker said to each is recorded. */
import { expect, test } from 'vitest';
import { parseSymbol } from '../../../server/src/analysis/linker/symbolName.ts';
import { temporaryModule } from '../../support/go.ts';
import { readLinkerTruth } from '../../support/linkerTruth.ts';
import { check, haveGo } from '../modules/support.ts';

/** Of those that are refused, one in so many: another part of them than the round number would give. */
const step = 97;

test.skipIf(!haveGo).each(['1.22.12', '1.26.8'] as const)('no method is left open (Go %s)', async (release) => {
	const methods = readLinkerTruth(`go${release}-linux-amd64.tsv.gz`).filter(({ symbol, asFunction }) => {
		const parts = parseSymbol(symbol);
		return (
			parts?.receiver && asFunction !== 'undefined' && !/(?:^|\/)(?:internal|vendor)(?:\/|$)/.test(parts.importPath)
		);
	});
	const some = methods.filter(({ asFunction }, index) => asFunction !== 'refused' || index % step === 0);
	const pulled = some.filter((_, index) => release !== '1.22.12' || index % step === 0);
	expect(pulled.length).toBeGreaterThan(50);
	const packages = new Set(pulled.map(({ symbol }) => parseSymbol(symbol)?.importPath ?? ''));
	const imports = [...packages, 'unsafe'].map((path) => `\t_ "${path}"\n`).join('');
	const pulls = pulled.map(({ symbol }, at) => `//go:linkname pull${at} ${symbol}\nfunc pull${at}()\n\n`).join('');
	const calls = pulled.map((_, at) => `\tpull${at}()\n`).join('');
	const text = `package main\n\nimport (\n${imports})\n\n${pulls}func main() {\n${calls}}\n`;
	const { findings } = await check(temporaryModule({ 'go.mod': 'module m\n\ngo 1.21\n', 'main.go': text }), {
		release,
	});
	const said = findings.filter(({ rule }) => rule === 'linkname-refused' || rule === 'linkname-undefined');
	expect(said.map(({ message }) => / refuses (\S+):/.exec(message)?.[1])).toEqual(
		pulled.filter(({ asFunction }) => asFunction === 'refused').map(({ symbol }) => symbol),
	);
});
