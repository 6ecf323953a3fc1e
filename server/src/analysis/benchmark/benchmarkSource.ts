/** Whether a pull can be measured against the public way to do the same, and the test file that does it. */
import { hasPublicApi } from '../linkname/fixes/hasPublicApi.ts';
import { publicBody } from '../linkname/fixes/publicBody.ts';
import { type PulledFunction, pulledFunction } from '../linkname/fixes/pulledFunction.ts';
import { goMinor } from '../linkname/goMinor.ts';
import { freeName } from '../linkname/packageNames.ts';
import type { Alternative } from '../linkname/targets/alternative.ts';
import type { TargetView } from '../linkname/targets/targetView.ts';
import { parseSignature } from '../signature/parseType.ts';
import { fileName, fileNamePlatform } from '../build/fileName.ts';
import { benchmarkArguments } from './benchmarkArguments.ts';
import { type BenchmarkFile, benchmarkFile } from './benchmarkFile.ts';

export interface BenchmarkSource extends BenchmarkFile {
	/** Absolute path of a file that does not exist yet, in the package of the pull. */
	readonly path: string;
	readonly pulled: PulledFunction;
	readonly alternative: Alternative;
}

/** Answers one sentence when the two cannot be measured. */
export function benchmarkSource(view: TargetView): BenchmarkSource | string {
	const { alternative, context, verdict, comparison } = view;
	const pulled = pulledFunction(view);
	if (!pulled) return 'This is not the pull of one function.';
	if (!alternative?.expr || !alternative.signature) return `No public API does what ${view.symbol} does.`;
	if (alternative.once) return `${view.symbol} changes the whole process: it is not called again and again.`;
	if (context.difference !== '') return `This file is left out of the build in use: it needs ${context.difference}.`;
	if (verdict.state !== 'links') return `${view.symbol} does not link with ${context.go}: there is nothing to measure.`;
	if (comparison?.verdict === 'different') return `${view.symbol} has another signature with ${context.go}.`;
	const since = goMinor(alternative.since) ?? 0;
	if (context.minor < since) return `The public API needs go${alternative.since}, and ${context.go} is in use.`;
	const values = argumentsOf(pulled, alternative);
	if (!values) return `There are no values that ${pulled.local} could be called with.`;
	const none = `No benchmark can be written for ${pulled.local}.`;
	// The values have the types of the public API: both are called with the same.
	if (!publicBody(alternative, pulled.declaration, pulled.declared, pulled.files)?.exact) return none;
	const gate = hasPublicApi(alternative, pulled, view) ? undefined : since;
	const path = freePath(view, pulled);
	const written = benchmarkFile({ path, pulled, alternative, values, gate });
	return written ? { ...written, path, pulled, alternative } : none;
}

function argumentsOf({ declared }: PulledFunction, { signature, expr }: Alternative): readonly string[] | undefined {
	const unsafe = declared.file.imports.find(({ path, name }) => path === 'unsafe' && name !== '_');
	return benchmarkArguments(parseSignature(signature ?? ''), expr ?? '', unsafe?.name ?? 'unsafe');
}

/** `nanotime_bench_test.go`, with the platform of the file that declares the pull. */
function freePath({ index }: TargetView, { local, declared }: PulledFunction): string {
	const own = fileName(declared.path);
	const directory = declared.path.slice(0, declared.path.length - own.length);
	const { goos, goarch } = fileNamePlatform(own);
	const platform = [goos, goarch].flatMap((part) => (part === undefined ? [] : `_${part}`)).join('');
	// The go command passes over files that begin with an underscore.
	const stem = `${directory}${local.toLowerCase().replace(/^_+/, '')}_bench`;
	const used = (name: string) => index.files.some(({ path }) => path === `${name}${platform}_test.go`);
	return `${freeName(stem, used)}${platform}_test.go`;
}
