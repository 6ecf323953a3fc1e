/** The text of a test file with two benchmarks: of a pulled function, and of a twin of it with the public API as its body. */
import { fileWith } from '../linkname/fixes/editedFile.ts';
import { constrained } from '../linkname/fixes/fileConstraint.ts';
import type { PulledFunction } from '../linkname/fixes/pulledFunction.ts';
import { replaced } from '../linkname/fixes/replacePull.ts';
import type { FileFacts } from '../linkname/fileFacts.ts';
import { freeName, importNames, packageNames, predeclared } from '../linkname/packageNames.ts';
import type { Alternative } from '../linkname/targets/alternative.ts';
import { parseSignature } from '../signature/parseType.ts';
import type { TypeExpression } from '../signature/typeExpression.ts';
import { likelyName } from '../signature/typeScope.ts';
import { spanText } from '../text/span.ts';

export interface BenchmarkFile {
	readonly text: string;
	/** The two benchmarks, without `Benchmark`. */
	readonly pull: string;
	readonly public: string;
}

export interface BenchmarkParts {
	/** Absolute. */
	readonly path: string;
	readonly pulled: PulledFunction;
	readonly alternative: Alternative;
	/** What both are called with: one Go expression a parameter. */
	readonly values: readonly string[];
	/** The first minor version of Go that may build the file; undefined when all may. */
	readonly gate: number | undefined;
}

/** Undefined when the package means something else by a word that the file needs. */
export function benchmarkFile(parts: BenchmarkParts): BenchmarkFile | undefined {
	const { pulled, alternative, values } = parts;
	const { local, declared, declaration, files } = pulled;
	const names = packageNames(files);
	if (names.has('testing')) return undefined;
	const taken = new Set([...names, ...importNames(files), ...predeclared]);
	const free = (wanted: string) => {
		const name = freeName(wanted, (one) => taken.has(one));
		taken.add(name);
		return name;
	};
	const base = local.replace(/^\p{Lu}/u, (letter) => letter.toLowerCase());
	const twin = free(`${base}Public`);
	const file = twinFile(twin, parts);
	if (!file) return undefined;
	for (const name of [...file.declared.keys(), ...importNames([file])]) taken.add(name);

	const model = parseSignature(alternative.signature ?? '');
	const inputs = values.map((value, at) => ({ name: free(base + capital(model.parameters[at]?.name ?? '')), value }));
	const { results } = parseSignature(spanText(declared.file.text, declaration.signature));
	const outputs = results.map(({ type }) => ({ name: free(`${base}Result`), type: writtenType(type) }));
	if (outputs.some(({ type }) => type === undefined)) return undefined;

	const call = `(${inputs.map(({ name }) => name).join(', ')})`;
	const assignment = outputs.length === 0 ? '' : `${outputs.map(({ name }) => name).join(', ')} = `;
	const isTaken = (end: string) =>
		['Pull', 'Public'].some((one) => taken.has(`Benchmark${capital(local)}${one}${end}`));
	const end = freeName('', isTaken);
	const [pull, open] = [`${capital(local)}Pull${end}`, `${capital(local)}Public${end}`];
	const variables = [
		...inputs.map(({ name, value }) => `var ${name} = ${value}`),
		...outputs.map(({ name, type }) => `var ${name} ${type}`),
	];
	const text = [
		file.file.text.trimEnd(),
		'',
		...(variables.length > 0 ? ['// Variables, so that the compiler neither knows arguments nor drops results.'] : []),
		...variables.flatMap((line) => [line, '']),
		...benchmark(pull, `${assignment}${local}${call}`),
		'',
		...benchmark(open, `${assignment}${twin}${call}`),
		'',
	].join('\n');
	return { text, pull, public: open };
}

/** A file of the package with nothing but the twin, and what it needs. */
function twinFile(name: string, { path, pulled, alternative, gate }: BenchmarkParts): FileFacts | undefined {
	const { declared, declaration, files, local } = pulled;
	const { buildConstraint, packageName } = declared.file;
	const signature = spanText(declared.file.text, declaration.signature);
	const seed = fileWith(
		path,
		[
			...(buildConstraint === undefined ? [] : [`//go:build ${buildConstraint}`, '']),
			`package ${packageName}`,
			'',
			'import (',
			...importsOf(signature, declared),
			')',
			'',
			`// ${name} does by the public API what ${local} does.`,
			`func ${name}${signature}`,
			'',
		].join('\n'),
	);
	const stub = seed.declared.get(name)?.[0];
	if (stub?.kind !== 'func') return undefined;
	const twin = { local: name, directed: seed, declared: seed, declaration: stub, files: [...files, seed], alone: true };
	const file = replaced(twin, alternative)?.[0]?.[1];
	return file && gate !== undefined ? constrained(file, `go1.${gate}`) : file;
}

/** The lines of the imports: testing, and what the signature names. */
function importsOf(signature: string, { file }: FileFacts): string[] {
	const qualifiers = new Set([...signature.matchAll(/\b(\w+)\./g)].map((match) => match[1]));
	const named = file.imports.filter(
		({ path, name }) => name !== '_' && name !== '.' && qualifiers.has(name ?? likelyName(path)),
	);
	return [{ path: 'testing', name: undefined }, ...named]
		.sort((a, b) => (a.path < b.path ? -1 : 1))
		.map(({ path, name }) => `\t${name === undefined ? '' : `${name} `}"${path}"`);
}

function benchmark(name: string, statement: string): string[] {
	return [`func Benchmark${name}(b *testing.B) {`, '\tfor i := 0; i < b.N; i++ {', `\t\t${statement}`, '\t}', '}'];
}

/** What public functions answer: names, and pointers to or slices of these. */
function writtenType(type: TypeExpression): string | undefined {
	if (type.kind === 'name') return type.qualifier === undefined ? type.name : `${type.qualifier}.${type.name}`;
	if (type.kind !== 'pointer' && type.kind !== 'slice') return undefined;
	const element = writtenType(type.element);
	return element && `${type.kind === 'pointer' ? '*' : '[]'}${element}`;
}

function capital(word: string): string {
	return word.charAt(0).toUpperCase() + word.slice(1);
}
