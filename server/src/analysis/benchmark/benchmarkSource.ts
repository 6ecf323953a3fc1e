/** A test file that measures a pulled function against the public way to do the same. */
import { fileWith } from '../linkname/fixes/editedFile.ts';
import { constrained } from '../linkname/fixes/fileConstraint.ts';
import { hasPublicApi } from '../linkname/fixes/hasPublicApi.ts';
import { type PulledFunction, pulledFunction } from '../linkname/fixes/pulledFunction.ts';
import { replaced } from '../linkname/fixes/replacePull.ts';
import { goMinor } from '../linkname/goMinor.ts';
import { freeName, importNames, packageNames, predeclared } from '../linkname/packageNames.ts';
import { fileName } from '../linkname/packageView.ts';
import type { Alternative } from '../linkname/targets/alternative.ts';
import type { TargetView } from '../linkname/targets/targetView.ts';
import { parseSignature } from '../signature/parseType.ts';
import type { TypeExpression } from '../signature/typeExpression.ts';
import { likelyName } from '../signature/typeScope.ts';
import { fileNamePlatform } from '../source/fileName.ts';
import { spanText } from '../text/span.ts';
import { benchmarkArguments } from './benchmarkArguments.ts';

export interface BenchmarkSource {
	/** Absolute path of a file that does not exist yet, in the package of the pull. */
	readonly path: string;
	readonly text: string;
	/** The two benchmarks, without `Benchmark`. */
	readonly pull: string;
	readonly public: string;
	readonly pulled: PulledFunction;
	readonly alternative: Alternative;
}

/** Answers one sentence when the two cannot be measured. */
export function benchmarkSource(view: TargetView): BenchmarkSource | string {
	const { alternative, context, verdict, comparison } = view;
	const pulled = pulledFunction(view);
	if (!pulled) return 'This is not the pull of one function.';
	if (!alternative?.expr || !alternative.signature) return `No public API does what ${view.symbol} does.`;
	if (context.difference !== '') return `This file is left out of the build in use: it needs ${context.difference}.`;
	if (verdict.state !== 'links') return `${view.symbol} does not link with ${context.go}: there is nothing to measure.`;
	if (comparison?.verdict === 'different') return `${view.symbol} has another signature with ${context.go}.`;
	const since = goMinor(alternative.since) ?? 0;
	if (context.minor < since) return `The public API needs go${alternative.since}, and ${context.go} is in use.`;
	const written = write(view, pulled, alternative, hasPublicApi(alternative, pulled, view) ? undefined : since);
	return written ?? `There are no values that ${pulled.local} could be called with.`;
}

/** @param gate the first minor version of Go that may build the file, where go.mod allows older ones */
function write(
	view: TargetView,
	pulled: PulledFunction,
	alternative: Alternative,
	gate: number | undefined,
): BenchmarkSource | undefined {
	const { local, declared, declaration, files } = pulled;
	const signature = spanText(declared.file.text, declaration.signature);
	const names = packageNames(files);
	if (names.has('testing')) return undefined;
	const imported = importNames(files);
	const taken = new Set([...names, ...imported, ...predeclared]);
	const free = (wanted: string) => {
		const name = freeName(wanted, (one) => taken.has(one));
		taken.add(name);
		return name;
	};
	const base = local.replace(/^\p{Lu}/u, (letter) => letter.toLowerCase());
	const upper = local.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
	const copy = free(`${base}Public`);

	const qualifiers = new Set([...signature.matchAll(/\b(\w+)\./g)].map((match) => match[1]));
	const specs = declared.file.imports.filter(
		({ path, name }) => name !== '_' && name !== '.' && qualifiers.has(name ?? likelyName(path)),
	);
	const unsafeName = specs.find(({ path }) => path === 'unsafe')?.name ?? 'unsafe';
	const model = parseSignature(alternative.signature ?? '');
	const values = benchmarkArguments(model, alternative.expr ?? '', unsafeName);
	if (!values) return undefined;

	const path = freePath(view, pulled);
	const { buildConstraint, packageName } = declared.file;
	const seed = fileWith(
		path,
		[
			...(buildConstraint === undefined ? [] : [`//go:build ${buildConstraint}`, '']),
			`package ${packageName}`,
			'',
			...importLines(specs),
			'',
			`// ${copy} does by the public API what ${local} does.`,
			`func ${copy}${signature}`,
			'',
		].join('\n'),
	);
	const stub = seed.declared.get(copy)?.[0];
	if (stub?.kind !== 'func') return undefined;
	const twin = { ...pulled, local: copy, directed: seed, declared: seed, declaration: stub, files: [...files, seed] };
	const [pair] = replaced(twin, alternative) ?? [];
	const whole = pair && (gate === undefined ? pair[1] : constrained(pair[1], `go1.${gate}`));
	if (!whole) return undefined;
	for (const name of whole.declared.keys()) taken.add(name);

	const inputs = values.map((value, at) => ({ name: free(`${base}${capital(model.parameters[at]?.name)}`), value }));
	const sinks = parseSignature(signature).results.map(({ type }) => ({
		name: free(`${base}Result`),
		type: writtenType(type),
	}));
	if (sinks.some(({ type }) => type === undefined)) return undefined;
	const assigned = sinks.length === 0 ? '' : `${sinks.map(({ name }) => name).join(', ')} = `;
	const benchmark = (name: string, called: string) => [
		`func Benchmark${name}(b *testing.B) {`,
		'\tfor i := 0; i < b.N; i++ {',
		`\t\t${assigned}${called}(${inputs.map((one) => one.name).join(', ')})`,
		'\t}',
		'}',
		'',
	];
	const suffix = freeName('', (number) =>
		['Pull', 'Public'].some((one) => taken.has(`Benchmark${upper}${one}${number}`)),
	);
	const [pull, publicName] = [`${upper}Pull${suffix}`, `${upper}Public${suffix}`];
	const variables = [
		...inputs.map(({ name, value }) => `var ${name} = ${value}`),
		...sinks.map(({ name, type }) => `var ${name} ${type}`),
	];
	const text = [
		whole.file.text.trimEnd(),
		'',
		// Package variables: calls with known arguments or unused results would be taken out of the loop.
		...(variables.length === 0
			? []
			: ['// Variables, so that the compiler neither knows arguments nor drops results.']),
		...variables.flatMap((line) => [line, '']),
		...benchmark(pull, local),
		...benchmark(publicName, copy),
	].join('\n');
	return { path, text, pull, public: publicName, pulled, alternative };
}

function importLines(specs: readonly { readonly path: string; readonly name: string | undefined }[]): string[] {
	const all = [{ path: 'testing', name: undefined }, ...specs].sort((a, b) => (a.path < b.path ? -1 : 1));
	return ['import (', ...all.map(({ path, name }) => `\t${name === undefined ? '' : `${name} `}"${path}"`), ')'];
}

/** What public functions answer: names, and pointers to or slices of these. */
function writtenType(type: TypeExpression): string | undefined {
	if (type.kind === 'name') return type.qualifier === undefined ? type.name : `${type.qualifier}.${type.name}`;
	if (type.kind !== 'pointer' && type.kind !== 'slice') return undefined;
	const element = writtenType(type.element);
	return element && `${type.kind === 'pointer' ? '*' : '[]'}${element}`;
}

function capital(name = 'argument'): string {
	return name.charAt(0).toUpperCase() + name.slice(1);
}

/** `nanotime_bench_test.go`, with the platform of the file that declares the pull. */
function freePath({ index }: TargetView, { local, declared }: PulledFunction): string {
	const own = fileName(declared.path);
	const directory = declared.path.slice(0, declared.path.length - own.length);
	const { goos, goarch } = fileNamePlatform(own);
	const platform = [goos, goarch].flatMap((part) => (part === undefined ? [] : `_${part}`)).join('');
	const stem = `${directory}${local.toLowerCase()}_bench`;
	const used = (name: string) => index.files.some(({ path }) => path === `${name}${platform}_test.go`);
	return `${freeName(stem, used)}${platform}_test.go`;
}
