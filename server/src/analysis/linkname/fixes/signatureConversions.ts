/** What makes of a pull's parameters those of the public API, and of its results those of the pull. */
import { splitList } from '../../signature/splitList.ts';
import { type FuncType, invalidType, type Parameter } from '../../signature/typeExpression.ts';
import { type Conversion, fromModel, toModel, type TypePlace, unchanged } from './conversions.ts';

/** One for each parameter and result. */
export interface SignatureConversions {
	readonly parameters: readonly Conversion[];
	readonly results: readonly Conversion[];
	/** The types are the very same. */
	readonly exact: boolean;
}

/** Undefined when one of the types cannot be converted. */
export function signatureConversions(
	model: FuncType,
	own: FuncType,
	place: TypePlace,
): SignatureConversions | undefined {
	if (own.variadic || model.parameters.length !== own.parameters.length) return undefined;
	if (model.results.length !== own.results.length) return undefined;
	const pairs = (from: readonly Parameter[], to: readonly Parameter[], convert: typeof toModel) =>
		from.map(({ type }, at) => convert(type, to[at]?.type ?? invalidType, place));
	const parameters = pairs(own.parameters, model.parameters, toModel);
	const results = pairs(model.results, own.results, fromModel);
	const isKnown = (one: Conversion | undefined): one is Conversion => one !== undefined;
	if (!parameters.every(isKnown) || !results.every(isKnown)) return undefined;
	return { parameters, results, exact: [...parameters, ...results].every((one) => one === unchanged) };
}

/**
 * The lines with what they return converted; undefined when one call returns several values.
 *
 * @param around writes a conversion as the file can
 */
export function withResults(
	lines: readonly string[],
	results: readonly Conversion[],
	around: (value: string, conversion: Conversion) => string,
): readonly string[] | undefined {
	if (results.every(({ before }) => before === '')) return lines;
	const converted = lines.map((line) => {
		const [, start, list] = /^(\s*return )(.+)$/.exec(line) ?? [];
		if (start === undefined || list === undefined) return line;
		const values = splitList(list);
		if (values.length !== results.length) return undefined;
		return start + values.map((value, at) => around(value, results[at] ?? unchanged)).join(', ');
	});
	return converted.every((line) => line !== undefined) ? converted : undefined;
}
