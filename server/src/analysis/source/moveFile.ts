/** The parts of a file after the text before them grew or shrank. */
import type { Span } from '../text/span.ts';
import type { Declaration, DirectiveComment, Import } from './goFile.ts';

function moveBy(span: Span, by: number): Span {
	return { start: span.start + by, end: span.end + by };
}

export function moveImport(item: Import, by: number): Import {
	return { ...item, span: moveBy(item.span, by), declaration: moveBy(item.declaration, by) };
}

export function moveDirective(item: DirectiveComment, by: number): DirectiveComment {
	return { ...item, span: moveBy(item.span, by) };
}

export function moveDeclaration(item: Declaration, by: number): Declaration {
	const span = moveBy(item.span, by);
	const nameSpan = moveBy(item.nameSpan, by);
	switch (item.kind) {
		case 'func':
			return {
				...item,
				span,
				nameSpan,
				receiver: moveMaybe(item.receiver, by),
				typeParameters: moveMaybe(item.typeParameters, by),
				signature: moveBy(item.signature, by),
				body: moveMaybe(item.body, by),
			};
		case 'type':
			return {
				...item,
				span,
				nameSpan,
				typeParameters: moveMaybe(item.typeParameters, by),
				definition: moveBy(item.definition, by),
			};
		case 'var':
		case 'const':
			return { ...item, span, nameSpan, type: moveMaybe(item.type, by), value: moveMaybe(item.value, by) };
	}
}

function moveMaybe(span: Span | undefined, by: number): Span | undefined {
	return span && moveBy(span, by);
}
