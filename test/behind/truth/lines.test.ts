/**
 * The line of each instruction beside `go tool objdump` of a linked program, and the registers and slots of each parameter beside what
 * the compiler saves before it asks for more stack: `npm run behind-truth -- lines registers`.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { declaredFunctions, type FoundFunction } from '../../../server/src/analysis/listing/findFunction.ts';
import type { ListedFunction } from '../../../server/src/analysis/listing/listedFunction.ts';
import { escapeImportPath } from '../../../server/src/analysis/linker/symbolName.ts';
import { parseType } from '../../../server/src/analysis/signature/parseType.ts';
import { isExported } from '../../../server/src/analysis/source/exportedName.ts';
import { spanText } from '../../../server/src/analysis/text/span.ts';
import { abiOf, agreesWithListing } from '../../../server/src/behind/functionAbi.ts';
import { BehindProblem } from '../../../server/src/behind/problem.ts';
import { goPath, goTest, temporaryModule, writeFiles } from '../../support/go.ts';
import { type ListedUnit, listedUnit } from '../../support/listedPackage.ts';
import { askerOf, builds, compared, goEnvironmentOf, goMod, packages, type TruthBuild } from './builds.ts';
import { type LinkedPlace, readObjdump } from './linkedCode.ts';
import { computedSpills, listedSpills } from './spilledRegisters.ts';

const never = new AbortController().signal;
const hour = 3_600_000;

describe.runIf(compared.includes('lines')).each(builds)('lines of $go $goarch', (build) => {
	goTest(
		'are those of objdump',
		async () => {
			const root = temporaryModule({ 'go.mod': goMod, 'main.go': '' });
			const asker = askerOf(root, build);
			writeFiles(root, { 'main.go': importing(packages) });
			// Linkscape itself downloads nothing.
			go(build, root, 'list', '-deps', '.');
			const units: ListedUnit[] = [];
			for (const path of packages) units.push(await listedUnit(path, asker));
			writeFiles(root, { 'main.go': keeping(units) });
			const program = join(root, 'program');
			go(build, root, 'build', '-o', program, '.');
			const wrong: string[] = [];
			let functions = 0;
			let instructions = 0;
			for (const { unit, functions: listed } of units) {
				const own = escapeImportPath(unit.importPath);
				const pattern = `^${own.replace(/[.%]/g, '\\$&')}\\.`;
				const linked = readObjdump(go(build, root, 'tool', 'objdump', '-s', pattern, program));
				for (const one of listed) {
					const codes = linked.get(one.symbol);
					// Not in the program, or an instance of which the linker took another package's copy.
					if (!codes || one.symbol.includes('[') || one.flags.includes('DUPOK')) continue;
					const differences = codes.map((code) => differingLine(one, code));
					functions++;
					instructions += one.instructions.length;
					if (differences.every((difference) => difference !== '')) wrong.push(`${one.symbol}: ${differences[0]}`);
				}
			}
			console.log(`go${build.go} ${build.goarch}: ${functions} functions, ${instructions} instructions compared`);
			expect(wrong).toEqual([]);
			expect(functions).toBeGreaterThan(300);
		},
		hour,
	);
});

describe.runIf(compared.includes('registers')).each(builds)('registers of $go $goarch', (build) => {
	goTest(
		'are those that the compiler saves',
		async () => {
			const root = temporaryModule({ 'go.mod': goMod, 'main.go': importing(packages) });
			go(build, root, 'list', '-deps', '.');
			const asker = askerOf(root, build);
			const wrong: string[] = [];
			let [saved, sized] = [0, 0];
			for (const path of packages) {
				const { unit, functions, read } = await listedUnit(path, asker);
				for (const found of declaredFunctions(unit.files)) {
					if (!found.declaration.body || found.name === '_' || found.name === 'init') continue;
					for (const written of instancesOf(found, unit.importPath, functions)) {
						const abi = await abiOf({ unit, found, written }, asker, never, read).catch((error: unknown) => {
							if (error instanceof BehindProblem) return error.message;
							throw error;
						});
						if (typeof abi === 'string') {
							wrong.push(`${path} ${written}: ${abi}`);
							continue;
						}
						if (!abi.listed) continue;
						sized++;
						if (agreesWithListing(abi) === false) wrong.push(`${path} ${written}: ${abi.places.size} bytes`);
						const spills = listedSpills(abi.listed, build.goarch);
						if (!spills) continue;
						saved++;
						const computed = computedSpills(abi.places);
						if (computed.join() !== spills.join())
							wrong.push(`${path} ${written}: ${computed.join()} / ${spills.join()}`);
					}
				}
			}
			console.log(`go${build.go} ${build.goarch}: ${sized} functions by size, ${saved} by each register`);
			expect(wrong).toEqual([]);
			expect(saved).toBeGreaterThan(300);
		},
		hour,
	);
});

/** The function itself, or the instances that the package has of a generic one, as they are written. */
function instancesOf(
	found: FoundFunction,
	importPath: string,
	functions: readonly ListedFunction[],
): readonly string[] {
	if (!found.generic) return [found.name];
	const prefix = `${escapeImportPath(importPath)}.`;
	const own = functions.filter(({ symbol }) => symbol.startsWith(prefix) && symbol.includes('go.shape.'));
	const written = own.map(({ symbol }) => symbol.slice(prefix.length).replaceAll('go.shape.', ''));
	// Shapes of structs and pointers say nothing that can be written.
	const plain = written.filter((name) => /^[^[]*\[(?:u?int\d*|string|bool|float\d+|,)+\][^[]*$/.test(name));
	return plain.filter((name) => name.replace(/\[.*?\]/, '') === found.name).slice(0, 1);
}

function go(build: TruthBuild, cwd: string, ...args: readonly string[]): string {
	const env = goEnvironmentOf(build);
	// The tools are programs of this machine.
	const own = args[0] === 'tool' ? { ...env, GOOS: '', GOARCH: '' } : env;
	return execFileSync(goPath ?? '', args, { cwd, env: own, encoding: 'utf8', maxBuffer: 1 << 30 });
}

function importing(paths: readonly string[]): string {
	return `package main\n\nimport (\n${paths.map((path) => `\t_ "${path}"\n`).join('')})\n\nfunc main() {}\n`;
}

/** A program in which the linker keeps every exported function, and the methods of every exported type. */
function keeping(units: readonly ListedUnit[]): string {
	const imports = units.map(({ unit }, index) => `\tp${index} "${unit.listed.ImportPath}"\n`);
	const kept = units.flatMap(({ unit: { files } }, index) =>
		[...files.values()].flatMap(({ text, declarations }) =>
			declarations.flatMap((one) => {
				if (!isExported(one.name)) return [];
				if (one.kind === 'func') return one.receiver || one.typeParameters ? [] : [`p${index}.${one.name}`];
				if (one.kind !== 'type' || one.typeParameters) return [];
				return parseType(spanText(text, one.definition)).kind === 'struct' ? [`(*p${index}.${one.name})(nil)`] : [];
			}),
		),
	);
	return `package main

import (
	"os"
	"reflect"
${imports.join('')})

var kept = []any{
${kept.map((one) => `\t${one},\n`).join('')}}

func main() {
	for _, one := range kept {
		println(reflect.ValueOf(one).MethodByName(os.Args[0]).IsValid())
	}
}
`;
}

/** Where the two differ first; empty when they agree. */
function differingLine({ instructions, size }: ListedFunction, code: readonly LinkedPlace[]): string {
	let at = 0;
	for (const { pc, file, line } of code) {
		// The linker fills up to the next function.
		if (pc >= size) break;
		while (at + 1 < instructions.length && (instructions[at + 1]?.pc ?? 0) <= pc) at++;
		const { inner } = instructions[at] ?? {};
		const own = inner && inner.file.slice(inner.file.lastIndexOf('/') + 1);
		if (own !== file || inner?.line !== line) return `at ${pc} ${own}:${inner?.line} is ${file}:${line}`;
	}
	return code.length === 0 ? 'objdump prints no code' : '';
}
