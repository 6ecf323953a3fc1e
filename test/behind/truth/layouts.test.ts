/**
 * Every struct of the standard library beside go/types and the compiler's own descriptors, and every order of fields that is offered
 * beside what go/types says of it: `npm run behind-truth -- layouts`.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { isExported } from '../../../server/src/analysis/source/exportedName.ts';
import { layoutOfType } from '../../../server/src/behind/typeLayout.ts';
import { contextOfPlace, listPackage, type PackageUnit } from '../../../server/src/behind/packageUnit.ts';
import { BehindProblem } from '../../../server/src/behind/problem.ts';
import { runUnit } from '../../../server/src/escape/runs/runUnit.ts';
import { goPath, goTest } from '../../support/go.ts';
import { askerOf, compared, goEnvironmentOf, releases, type TruthBuild } from './builds.ts';
import { createDescriptorReader, type TypeDescriptor } from './typeDescriptors.ts';

interface GoStruct {
	readonly name: string;
	readonly size: number;
	readonly align: number;
	readonly fields: readonly { readonly name: string; readonly offset: number; readonly size: number }[];
}

const never = new AbortController().signal;
const hour = 3_600_000;
const pairs = releases.flatMap((go) => ['amd64', '386'].map((goarch) => ({ go, goarch })));
const newest = '1.27.0';

describe.runIf(compared.includes('layouts'))('structs', () => {
	let folder = '';
	const sizes = () => join(folder, 'structSizes');

	beforeAll(() => {
		folder = mkdtempSync(join(tmpdir(), 'linkscape-layouts-'));
		const env = { ...process.env, GOTOOLCHAIN: `go${newest}`, GOFLAGS: '', GOWORK: 'off' };
		const source = resolve('test/behind/truth/structSizes/main.go');
		execFileSync(goPath ?? '', ['build', '-o', sizes(), source], { cwd: folder, env });
	}, hour);
	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	goTest.each(pairs)(
		'of $go $goarch',
		async (build) => {
			const wrong: string[] = [];
			const count = { structs: 0, maps: 0, better: 0, kept: 0 };
			for (const path of packagesOf(build)) {
				const asker = askerOf(folder, build);
				const place = { directory: folder, pattern: path };
				const context = await contextOfPlace(place, asker, never);
				const [unit] = await listPackage(place, context, asker, never);
				if (!unit?.plan) continue;
				const descriptors = await descriptorsOf(unit, build.goarch === '386' ? 4 : 8);
				const byName = new Map(structsOf(unit, build.goarch).map((one) => [one.name, one]));
				for (const [file, scanned] of unit.files) {
					for (const declaration of scanned.declarations) {
						const truth = declaration.kind === 'type' ? byName.get(declaration.name) : undefined;
						if (declaration.kind !== 'type' || !truth) continue;
						const { name } = truth;
						const found = { unit, path: file, file: scanned, declaration, written: name };
						const layout = await layoutOfType(found, asker, never).catch((error: unknown) => {
							if (error instanceof BehindProblem) return error.message;
							throw error;
						});
						count.structs++;
						const say = (text: string) => wrong.push(`${path}.${name}: ${text}`);
						if (typeof layout === 'string') {
							say(layout);
							continue;
						}
						const own = { name, size: layout.size, align: layout.align, fields: fieldsOf(layout.fields ?? []) };
						if (JSON.stringify(own) !== JSON.stringify({ ...truth, fields: fieldsOf(truth.fields) })) {
							say(`${JSON.stringify(own)} is ${JSON.stringify(truth)}`);
						}
						const descriptor = descriptors.get(`${unit.importPath}.${name}`);
						// What is not on the heap has pointers that the collector ignores; the run-time's own package has such types.
						if (descriptor && !/^(?:runtime|internal\/runtime\/\w+|runtime\/.*)$/.test(path)) {
							count.maps++;
							const words = layout.words.slice(0, layout.pointerBytes / layout.pointerSize);
							const { size, pointerBytes, words: map } = descriptor;
							if (layout.size !== size || layout.pointerBytes !== pointerBytes)
								say(`${layout.pointerBytes} bytes with pointers are ${pointerBytes}`);
							else if (map !== undefined && layout.pointerBytes <= 256 * layout.pointerSize && map !== words)
								say(`${words} is ${map}`);
						}
						const { order } = layout;
						if (order.kind === 'not-offered') count.kept++;
						if (order.kind !== 'better') continue;
						count.better++;
						const { span, newText } = order.edit;
						const text = scanned.text.slice(0, span.start) + newText + scanned.text.slice(span.end);
						const after = structsOf(unit, build.goarch, { file, text }).find((one) => one.name === name);
						if (!after || after.size !== order.size || after.size >= truth.size) say(`the order takes ${after?.size}`);
						if (isExported(name) && !order.cautions.some((caution) => caution.includes('is exported'))) say('no word');
					}
				}
			}
			console.log(`go${build.go} ${build.goarch}: ${JSON.stringify(count)}`);
			expect(wrong).toEqual([]);
			expect(count.structs).toBeGreaterThan(100);
		},
		hour,
	);

	/** @param changed a file with another text */
	function structsOf(unit: PackageUnit, goarch: string, changed?: { file: string; text: string }): readonly GoStruct[] {
		if (!unit.plan) return [];
		const config = join(folder, 'importcfg');
		writeFileSync(config, unit.plan.importConfig);
		if (changed) writeFileSync(join(folder, 'changed.go'), changed.text);
		const files = unit.plan.files.map((file) =>
			file === changed?.file ? `${file}=${join(folder, 'changed.go')}` : file,
		);
		const printed = execFileSync(sizes(), [goarch, config, ...files], { encoding: 'utf8', maxBuffer: 1 << 28 });
		return printed
			.split('\n')
			.filter((line) => line !== '')
			.map((line) => JSON.parse(line) as GoStruct);
	}
});

function fieldsOf(fields: GoStruct['fields']): readonly string[] {
	return fields.map(({ name, offset, size }) => `${name} ${offset} ${size}`);
}

function packagesOf(build: TruthBuild): readonly string[] {
	const named = process.env['TRUTH_PACKAGES'];
	if (named !== undefined && named !== 'std') return named.split(',');
	const listed = execFileSync(goPath ?? '', ['list', 'std'], {
		cwd: tmpdir(),
		env: { ...goEnvironmentOf(build), GOFLAGS: '' },
		encoding: 'utf8',
	});
	return listed.split('\n').filter((path) => path !== '' && !path.startsWith('vendor/'));
}

async function descriptorsOf(unit: PackageUnit, pointerSize: number): Promise<ReadonlyMap<string, TypeDescriptor>> {
	const reader = createDescriptorReader(pointerSize);
	if (unit.plan) {
		const onLine = (line: string) => {
			reader.line(line);
			return undefined;
		};
		await runUnit(
			{ context: unit.context, plan: unit.plan, buffers: new Map(), flags: ['-S', '-dwarf=false'], onLine },
			never,
		);
	}
	return reader.end();
}
