/** The port of the register ABI against the compiler: random signatures, compiled, and called through linkname. */
import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { compareSignatures, frameOf } from '../../../server/src/analysis/signature/compareSignatures.ts';
import { machineOf } from '../../../server/src/analysis/signature/machine.ts';
import { measuring } from '../../../server/src/analysis/signature/measuring.ts';
import type { FuncSignature } from '../../../server/src/analysis/signature/signature.ts';
import { goTest } from '../../support/go.ts';
import { declared, goPackages } from './support/goFixture.ts';
import { goType, randomPair, type RandomSignature } from './support/randomSignatures.ts';
import { argumentAreas, runPairs } from './support/runPairs.ts';

/** Another seed or number by hand: `ABI_SEED=7 ABI_PAIRS=400`. */
const seed = Number(process.env['ABI_SEED'] ?? 1);
const pairs = fc.sample(randomPair, { seed, numRuns: Number(process.env['ABI_PAIRS'] ?? 60) });
// The machine of the Go on PATH, which is 1.22 or newer: no port it knows changed its registers since.
const minor = 26;

function parsed({ parameters, results }: RandomSignature): FuncSignature {
	const list = (types: RandomSignature['results']) => types.map(goType).join(', ');
	const packages = goPackages(`-- p --\npackage p\nfunc f(${list(parameters)}) (${list(results)})\n`);
	const { signature } = declared(packages, 'p', 'f');
	if (signature.kind !== 'func') throw new Error('not a function');
	return signature;
}

const sorted = (words: readonly string[]) => words.toSorted().join(' ');

describe('random signatures', () => {
	goTest.each(['amd64', 'arm64', '386', 'riscv64'])('take as much stack as the compiler reserves on %s', (goarch) => {
		const signatures = pairs.flatMap(({ local, target }) => [local, target]);
		const reserved = argumentAreas(signatures, { ...process.env, GOARCH: goarch, GOOS: 'linux' });
		const computed = signatures.map(
			(signature) => frameOf(parsed(signature), measuring(machineOf(goarch, minor)))?.size,
		);
		expect(computed).toEqual(reserved);
	});

	goTest('that fit pass every word, and those that break do not', () => {
		const calls = runPairs(pairs, process.env);
		const wrong = calls.flatMap((call, index) => {
			const pair = pairs[index];
			if (!pair) return [];
			const said = compareSignatures(
				parsed(pair.local),
				parsed(pair.target),
				machineOf(process.arch === 'arm64' ? 'arm64' : 'amd64', minor),
			);
			// Words may arrive in another order when they travel in other kinds of registers.
			const right = sorted(call.passed) === sorted(call.taken) && sorted(call.returned) === sorted(call.read);
			const fits = said.verdict === 'identical' || said.verdict === 'compatible';
			// Too little room to spill shows only when the target happens to spill.
			const mayRunRight = said.verdict === 'different' && said.difference.startsWith('leaves ');
			return right === fits || mayRunRight ? [] : [{ ...said, ...call }];
		});
		expect(wrong).toEqual([]);
	});
});
