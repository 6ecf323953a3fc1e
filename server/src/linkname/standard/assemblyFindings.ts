/** What the linker refuses to the assembly of a module, at the lines that name it. */
import type { Finding } from '../../analysis/finding.ts';
import type { ReportContext } from '../../analysis/linkname/modules/dependencyRefused.ts';
import { operandRefused } from '../../analysis/linkname/modules/operandRefused.ts';
import { LineIndex } from '../../analysis/text/lineIndex.ts';
import type { Span } from '../../analysis/text/span.ts';
import { dirname } from '../../toolchain/paths.ts';
import type { Build } from '../../world/modules/build.ts';
import { refusedOperands } from '../modules/refusedOperands.ts';

export async function findingsInAssembly(
	build: Build,
	isLookedAt: (path: string) => boolean,
	judging: ReportContext,
): Promise<readonly Finding[]> {
	const graph = await build.graph();
	const module = dirname(build.options.moduleFile);
	const own = graph.own.filter((one) => one.module.directory === module && one.hasForeignSources);
	const found = await Promise.all(own.map((from) => refusedOperands(from, graph, build)));
	const shown = found.flat().filter(({ path }) => isLookedAt(path));
	return Promise.all(
		shown.map(async (operand) => {
			const text = (await build.options.files.readText(operand.path)) ?? '';
			return operandRefused(operand, { file: operand.path, span: codeOfLine(text, operand.line) }, judging);
		}),
	);
}

/** A line without the blanks around it and the comment behind it. */
function codeOfLine(text: string, line: number): Span {
	const { start, end } = new LineIndex(text).lineSpan(line - 1);
	const code = text
		.slice(start, end)
		.replace(/\/\/.*/, '')
		.trimEnd();
	return { start: start + code.length - code.trimStart().length, end: start + code.length };
}
