/**
 * Two signatures of one symbol in different Go versions, compared as text: the version table has no types to follow. Only
 * what is certain counts as a difference; renamed types (`*_type`, `*abi.Type`) are none.
 */
import { parseSignature, parseType } from '../../signature/parseType.ts';
import type { TypeExpression } from '../../signature/typeExpression.ts';

/** True when the words that travel are certainly not the same. Both sides as a Go tree writes them, without the receiver. */
export function shapesDiffer(kind: 'func' | 'method' | 'var', one: string, other: string): boolean {
	if (one === '' || other === '' || one === other) return false;
	if (kind === 'var') return listsDiffer([parseType(one)], [parseType(other)]);
	const before = parseSignature(one);
	const after = parseSignature(other);
	const types = (parameters: typeof before.parameters) => parameters.map(({ type }) => type);
	return (
		listsDiffer(types(before.parameters), types(after.parameters)) ||
		listsDiffer(types(before.results), types(after.results))
	);
}

function listsDiffer(before: readonly TypeExpression[], after: readonly TypeExpression[]): boolean {
	const one = before.map(shapeOf);
	const other = after.map(shapeOf);
	// What stands in the same place on both sides under the same name is passed over, known or not.
	while (one.length > 0 && other.length > 0 && one[0] === other[0]) {
		one.shift();
		other.shift();
	}
	while (one.length > 0 && other.length > 0 && one.at(-1) === other.at(-1)) {
		one.pop();
		other.pop();
	}
	if ([...one, ...other].some((shape) => shape.startsWith('?'))) return false;
	return one.join(' ') !== other.join(' ');
}

const basicShapes: Readonly<Record<string, string>> = {
	bool: '1',
	int8: '1',
	uint8: '1',
	byte: '1',
	int16: '2',
	uint16: '2',
	int32: '4',
	uint32: '4',
	rune: '4',
	int: '8',
	uint: '8',
	int64: '8',
	uint64: '8',
	uintptr: 'P',
	string: 'P 8',
	float32: 'f4',
	float64: 'f8',
	error: 'I P',
	any: 'E P',
};

/** The words of a type, `P` for a pointer; `?name` when the name alone does not tell. */
function shapeOf(type: TypeExpression): string {
	switch (type.kind) {
		case 'pointer':
		case 'map':
		case 'chan':
		case 'func':
			return 'P';
		case 'slice':
			return 'P 8 8';
		case 'interface':
			return type.methods.length + type.embedded.length === 0 ? 'E P' : 'I P';
		case 'name': {
			if (type.qualifier === 'unsafe' && type.name === 'Pointer') return 'P';
			const basic = type.qualifier === undefined && Object.hasOwn(basicShapes, type.name);
			return basic ? (basicShapes[type.name] ?? '') : `?${type.qualifier ?? ''}.${type.name}`;
		}
		case 'array':
		case 'struct':
		case 'invalid':
			return `?${JSON.stringify(type)}`;
	}
}
