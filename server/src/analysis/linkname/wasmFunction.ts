/** What the compiler for WebAssembly says about `//go:wasmimport` and `//go:wasmexport` above a function. */
import type { Finding } from '../finding.ts';
import { parseSignature, parseType } from '../signature/parseType.ts';
import { type Field, invalidType, type TypeExpression } from '../signature/typeExpression.ts';
import type { FuncDeclaration } from '../source/goFile.ts';
import { spanText } from '../text/span.ts';
import { attachmentOf } from './attachment.ts';
import { isBuiltForWasm } from '../build/buildTogether.ts';
import { type Directive, isEffective } from './directive.ts';
import type { FileFacts } from './fileFacts.ts';
import { atLeastMinor } from './goMinor.ts';
import type { PackageIndex } from './packageIndex.ts';
import { report } from './reportFinding.ts';

/**
 * An imported function with a body, an exported method, and types that cannot cross the border
 * (cmd/compile/internal/noder/writer.go and reader.go, ssagen/abi.go; Go 1.21 to 1.27). Names are
 * followed in the file that declares them; a name of another file or package may be anything, and is left alone.
 */
export function wasmFunction(facts: FileFacts, index: PackageIndex): Finding[] {
	return facts.directives.flatMap((directive) => {
		if (!isWasmDirective(directive, index) || !isBuiltForWasm(facts, index.goarch)) return [];
		const attached = attachmentOf(facts.file, directive);
		if (attached.kind !== 'declaration' || attached.declaration.kind !== 'func') return [];
		const { declaration } = attached;
		// Blank functions are not compiled (noder/writer.go, pkgDecl).
		if (declaration.name === '_') return [];
		const message = problemOf(directive, declaration, facts, index);
		return message === undefined ? [] : [report('wasm-function', facts, declaration.nameSpan, { message })];
	});
}

/** True for a well-formed `//go:wasmimport` or `//go:wasmexport` that the Go in use knows. */
export function isWasmDirective(directive: Directive, index: PackageIndex): boolean {
	if (!isEffective(directive) || directive.separator !== ' ') return false;
	if (directive.verb.text === 'wasmimport') return directive.words.length === 2;
	return directive.verb.text === 'wasmexport' && directive.words.length === 1 && atLeastMinor(index.toolchain, 24);
}

function problemOf(
	{ verb, words }: Directive,
	declaration: FuncDeclaration,
	facts: FileFacts,
	index: PackageIndex,
): string | undefined {
	const { name, body, receiver, signature } = declaration;
	const imports = verb.text === 'wasmimport';
	if (imports && body) return `//go:wasmimport is only for functions without a body, and ${name} has one.`;
	if (!imports && receiver) return `//go:wasmexport cannot export a method.`;
	// Functions of these modules get the address of their arguments, whatever those are.
	if (imports && (words[0]?.text === 'gojs' || !atLeastMinor(index.toolchain, 21))) return undefined;
	const { parameters, results } = parseSignature(spanText(facts.file.text, signature));
	const isAllowed = atLeastMinor(index.toolchain, 24) ? isAllowedType : isAllowedBefore24;
	const parameter = parameters.find(({ type }) => !isAllowed(type, 'parameter', facts));
	if (parameter) return `//go:${verb.text} does not support the parameter type ${nameOf(parameter.type)}.`;
	if (results.length > 1) return `//go:${verb.text} supports one result at most.`;
	const result = results.find(({ type }) => !isAllowed(type, 'result', facts));
	return result && `//go:${verb.text} does not support the result type ${nameOf(result.type)}.`;
}

type Use = 'parameter' | 'result';

const numbers = new Set(['int32', 'uint32', 'int64', 'uint64', 'float32', 'float64', 'rune']);
const refusedBasics = new Set('int uint int8 uint8 byte int16 uint16 complex64 complex128 any error'.split(' '));

/** False only for what is certainly refused. */
function isAllowedType(type: TypeExpression, use: Use, facts: FileFacts): boolean {
	const followed = followNames(type, facts);
	switch (followed.kind) {
		case 'name': {
			if (followed.qualifier !== undefined) return true;
			return !(refusedBasics.has(followed.name) || (followed.name === 'string' && use === 'result'));
		}
		case 'pointer':
			return isAllowedElement(followed.element, facts);
		case 'slice':
		case 'array':
		case 'map':
		case 'chan':
		case 'func':
		case 'struct':
		case 'interface':
			return false;
		case 'invalid':
			return true;
	}
}

/** Behind a pointer: anything without pointers, structs only with a mark; int and uint have another width outside. */
function isAllowedElement(type: TypeExpression, facts: FileFacts): boolean {
	const followed = followNames(type, facts);
	switch (followed.kind) {
		case 'name': {
			if (followed.qualifier !== undefined) return followed.qualifier !== 'unsafe';
			return !/^(?:u?int|uintptr|string|any|error|complex(?:64|128))$/.test(followed.name);
		}
		case 'array':
			return isAllowedElement(followed.element, facts);
		case 'struct':
			return followed.fields.length === 0 || hasHostLayout(followed.fields, facts);
		case 'invalid':
			return true;
		case 'pointer':
		case 'slice':
		case 'map':
		case 'chan':
		case 'func':
		case 'interface':
			return false;
	}
}

/** A field of the type structs.HostLayout, or of one that may be an alias of it, and none that is refused. */
function hasHostLayout(fields: readonly Field[], facts: FileFacts): boolean {
	const types = fields.map(({ type }) => followNames(type, facts));
	const mayBeMark = (type: TypeExpression) =>
		type.kind === 'invalid' || (type.kind === 'name' && (type.qualifier !== undefined || !isBasic(type.name)));
	return types.some(mayBeMark) && types.every((type) => mayBeMark(type) || isAllowedElement(type, facts));
}

/** What a name of this file stands for; a name that more than one build variant declares, or that is generic, may be anything. */
function followNames(type: TypeExpression, facts: FileFacts): TypeExpression {
	let followed = type;
	// A name leads to another as often as there are declarations, unless they go round in a circle.
	for (let left = facts.file.declarations.length; followed.kind === 'name'; left--) {
		const declared = followed.qualifier === undefined ? facts.declared.get(followed.name) : undefined;
		if (declared === undefined) return followed;
		const [declaration, ...others] = declared;
		if (declaration?.kind !== 'type' || declaration.typeParameters || others.length > 0 || left === 0)
			return invalidType;
		followed = parseType(spanText(facts.file.text, declaration.definition));
	}
	return followed;
}

/** Up to Go 1.23: numbers of 32 and 64 bits, and unsafe.Pointer as a parameter. */
function isAllowedBefore24(type: TypeExpression, use: Use, facts: FileFacts): boolean {
	const followed = followNames(type, facts);
	if (followed.kind === 'invalid') return true;
	if (followed.kind !== 'name') return false;
	if (followed.qualifier !== undefined) return !(followed.qualifier === 'unsafe' && use === 'result');
	return numbers.has(followed.name) || !isBasic(followed.name);
}

function isBasic(name: string): boolean {
	return refusedBasics.has(name) || numbers.has(name) || /^(?:bool|string|uintptr)$/.test(name);
}

function nameOf(type: TypeExpression): string {
	switch (type.kind) {
		case 'name':
			return type.qualifier === undefined ? type.name : `${type.qualifier}.${type.name}`;
		case 'pointer':
			return `*${nameOf(type.element)}`;
		case 'slice':
			return `[]${nameOf(type.element)}`;
		case 'array':
			return `[${type.length}]${nameOf(type.element)}`;
		case 'map':
			return `map[${nameOf(type.key)}]${nameOf(type.value)}`;
		case 'chan':
		case 'func':
		case 'struct':
		case 'interface':
			return type.kind;
		case 'invalid':
			return '?';
	}
}
