/** Escape analysis on a real module with a stand-in for the interpretation: every line of output is a hint. */
import { onTestFinished } from 'vitest';
import type { EscapeHint } from '../../server/src/analysis/escape/escapeHint.ts';
import { LineIndex } from '../../server/src/analysis/text/lineIndex.ts';
import { isAbsolute, join } from '../../server/src/toolchain/paths.ts';
import { type Command, runProcess } from '../../server/src/toolchain/runProcess.ts';
import { createToolchain, type NoToolchain, type Toolchain } from '../../server/src/toolchain/toolchain.ts';
import { createEscapeAnalysis, type EscapeAnalysis } from '../../server/src/escape/escapeAnalysis.ts';
import type { Explain } from '../../server/src/escape/hints/outputReader.ts';
import { createGoModules, type GoModules } from '../../server/src/world/go/goModules.ts';
import type { GoSettings } from '../../server/src/world/go/goSettings.ts';

export const plainSettings: GoSettings = {
	path: '',
	allowDownloads: false,
	extension: {},
	folders: [],
	environment: process.env,
};

/** Verdict lines only; the span is the character at the position. */
export const explainPlainly: Explain = (sources, { directory }) => {
	const lines: string[] = [];
	return {
		feed: (line) => void lines.push(line),
		escapes: async () => ({ hints: plainHints(lines, sources, directory), functions: [], notes: [], unknown: [] }),
	};
};

function plainHints(lines: string[], sources: ReadonlyMap<string, string>, directory: string): EscapeHint[] {
	return lines.flatMap((line): EscapeHint[] => {
		const [, name = '', row = '', column = '', subject = ''] =
			/^(.+?):(\d+):(\d+): (.*(?:escapes to heap|moved to heap: \w+))$/.exec(line) ?? [];
		const file = isAbsolute(name) ? name : join(directory, name);
		const text = sources.get(file);
		if (text === undefined) return [];
		const start = new LineIndex(text).offsetOfByteColumn(Number(row), Number(column));
		const flow = [{ file, line: Number(row), column: Number(column), text: subject, why: 'return' }];
		return [{ ...blank, file, span: { start, end: start + 1 }, subject, flow }];
	});
}

const blank = {
	function: '',
	verdict: 'heap',
	class: 'returned',
	level: 1,
	label: '',
	message: '',
	advice: '',
	because: '',
	position: { line: 0, byteColumn: 0 },
	inlined: false,
	cold: false,
	inLoop: false,
} as const;

export interface Bench {
	readonly analysis: EscapeAnalysis;
	readonly modules: GoModules;
	/** Every program that was started: `list`, `compile`, `asm`, `env`. */
	readonly started: string[];
	readonly log: string[];
	/** Files for which new hints were announced. */
	readonly announced: string[][];
	/** `file:line subject (state)` of a file, by its current text. */
	readonly spell: (path: string, text: string) => string[];
}

export interface BenchOptions {
	readonly settings?: Partial<GoSettings>;
	readonly delay?: number;
	readonly toolchain?: Toolchain | NoToolchain;
	readonly explain?: Explain;
	/** Milliseconds without an edit after which the next one is compiled at once; never, when absent. */
	readonly rest?: number;
}

export function createBench({
	settings = {},
	delay = 20,
	toolchain,
	explain = explainPlainly,
	rest = Infinity,
}: BenchOptions = {}): Bench {
	const started: string[] = [];
	const log: string[] = [];
	const announced: string[][] = [];
	const real = toolchain ?? createToolchain();
	const counting =
		real.kind === 'no-toolchain'
			? real
			: {
					...real,
					run: (command: Command, signal: AbortSignal) => {
						started.push(/(compile|asm)(?:\.exe)?$/.exec(command.file)?.[1] ?? command.args[0] ?? '');
						return runProcess(command, signal);
					},
				};
	const modules = createGoModules({ settings: () => ({ ...plainSettings, ...settings }), toolchain: () => counting });
	const analysis = createEscapeAnalysis({
		modules,
		explain,
		settings: () => ({ enabled: true, delay }),
		rest,
		onHints: (files) => void announced.push([...files]),
		onStatus: () => {},
		log: (level, message) => void log.push(`${level}: ${message}`),
	});
	onTestFinished(() => analysis.dispose());
	return {
		analysis,
		modules,
		started,
		log,
		announced,
		spell(path, text) {
			const lines = new LineIndex(text);
			const { hints, state } = analysis.escapes(path);
			return hints.map(({ span, subject }) => `${lines.position(span.start).line + 1} ${subject} (${state})`);
		},
	};
}
