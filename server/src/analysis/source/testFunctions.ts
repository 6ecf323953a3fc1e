import type { Span } from '../text/span.ts';
import type { GoFile } from './goFile.ts';

/** A function that `go test` runs by its name. */
export interface TestFunction {
	readonly kind: 'test' | 'benchmark';
	readonly name: string;
	readonly nameSpan: Span;
}

/** The tests and benchmarks of a test file: by name and parameter, as `go test` finds them (cmd/go/internal/load/test.go, Go 1.27). */
export function testFunctions({ declarations, text }: GoFile): readonly TestFunction[] {
	return declarations.flatMap((declaration): TestFunction[] => {
		if (declaration.kind !== 'func' || declaration.receiver || declaration.typeParameters) return [];
		const { name, nameSpan, signature } = declaration;
		const kind = /^(Test|Benchmark)(?!\p{Ll})/u.exec(name)?.[1];
		const parameters = text.slice(signature.start, signature.end).replace(/\s+/g, ' ').trim();
		const of = onlyParameter.exec(parameters)?.[1];
		if (kind === 'Test' && of === 'T' && name !== 'TestMain') return [{ kind: 'test', name, nameSpan }];
		return kind === 'Benchmark' && of === 'B' ? [{ kind: 'benchmark', name, nameSpan }] : [];
	});
}

/** `(b *testing.B)`, with single spaces. */
const onlyParameter = /^\( ?(?:[\p{L}_][\p{L}\p{N}_]* )?\* ?(?:[\p{L}_][\p{L}\p{N}_]*\.)?([TB]) ?,? ?\)$/u;
