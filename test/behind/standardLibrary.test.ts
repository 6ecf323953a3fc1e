/**
 * Every function of packages of the standard library: where its operands travel beside the bytes that the compiler reserves for them, and
 * what its calls of the run-time are. `LONG=1` takes more packages, more releases and more ports.
 */
import { tmpdir } from 'node:os';
import { describe, expect } from 'vitest';
import { declaredFunctions } from '../../server/src/analysis/listing/findFunction.ts';
import { instructionCalls } from '../../server/src/analysis/machine/instructionCalls.ts';
import { readRuntimeCalls } from '../../server/src/analysis/machine/runtimeCalls.ts';
import { abiOf, agreesWithListing } from '../../server/src/behind/functionAbi.ts';
import { BehindProblem } from '../../server/src/behind/problem.ts';
import { readFileSync } from 'node:fs';
import { askerIn } from '../support/behind.ts';
import { goTest } from '../support/go.ts';
import { long } from '../support/long.ts';
import { listedUnit } from '../support/listedPackage.ts';

const never = new AbortController().signal;
const packages = long
	? [
			'strconv',
			'fmt',
			'encoding/json',
			'net/http',
			'reflect',
			'go/types',
			'math/big',
			'text/template',
			'os',
			'time',
			'crypto/tls',
		]
	: ['strconv', 'text/tabwriter'];
const builds = long
	? [
			{},
			{ goarch: 'arm64' },
			{ goarch: '386' },
			{ go: '1.21' },
			{ go: '1.24' },
			{ go: '1.27' },
			{ go: '1.27', goarch: 'arm64' },
		]
	: [{}];

const table = readRuntimeCalls(readFileSync('server/data/runtime-calls.json', 'utf8'));

describe.each(builds)('%o', (choice) => {
	goTest.each(packages)(
		'%s',
		async (name) => {
			const asker = askerIn(tmpdir(), choice);
			const { unit, functions, read } = await listedUnit(name, asker);
			const wrong: string[] = [];
			let compared = 0;
			for (const found of declaredFunctions(unit.files)) {
				if (found.generic || !found.declaration.body || found.name === '_' || found.name === 'init') continue;
				const abi = await abiOf({ unit, found, written: found.name }, asker, never, read).catch((error: unknown) => {
					if (error instanceof BehindProblem) return error.message;
					throw error;
				});
				if (typeof abi === 'string') wrong.push(`${found.name}: ${abi}`);
				else if (agreesWithListing(abi) === false) {
					wrong.push(`${found.name}: ${abi.places.size} bytes, listed ${abi.listed?.argumentBytes}`);
				} else if (abi.listed) compared++;
			}
			expect(wrong).toEqual([]);
			expect(compared).toBeGreaterThan(10);

			// What is not in the table was called by the source: by its exported name, by a directive, or in an inlined function of package runtime.
			const texts = [...unit.files.values()].map(({ text }) => text).join('\n');
			const unknown = new Set<string>();
			for (const listed of functions) {
				// Instances of generic functions of package runtime (AddCleanup) are compiled with who uses them.
				if (!table || listed.symbol.startsWith('runtime.')) continue;
				instructionCalls(listed, table).forEach((call, index) => {
					if (call?.kind !== 'direct' || !/^runtime\.[a-z]/.test(call.symbol)) return;
					const { inlined } = listed.instructions[index] ?? { inlined: [] };
					if (inlined.some((one) => /^(?:runtime|internal\/runtime\/\w+)\./.test(one.function))) return;
					if (!texts.includes(` ${call.symbol}`)) unknown.add(call.symbol);
				});
			}
			expect([...unknown]).toEqual([]);
		},
		600_000,
	);
});
