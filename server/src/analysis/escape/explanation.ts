/** The explanation of a verdict: lines below a header, read when somebody asks for them. */
import { parseBuildLine, type OutputPlace } from './buildLine.ts';

/** One path from a location to the reason it cannot stay on the stack. */
export interface Explanation {
	/** The function as the compiler names it; empty before Go 1.25. */
	readonly function: string;
	readonly flows: readonly Flow[];
}

/** `destination ← &source`, with the steps that lead there. */
export interface Flow {
	readonly destination: string;
	readonly operator: string;
	readonly source: string;
	readonly steps: readonly Step[];
}

export interface Step {
	readonly text: string;
	readonly why: string;
	readonly at: OutputPlace;
}

/**
 * Seven of eight lines of an output belong to explanations, most of which nobody looks at: a place has one for each
 * instance and each inlined copy. Reading `lines` late made reading an output four times as fast.
 */
export function createExplanation(functionName: string, lines: readonly string[]): Explanation {
	let flows: readonly Flow[] | undefined;
	return {
		function: functionName,
		get flows() {
			flows ??= readFlows(lines);
			return flows;
		},
	};
}

/** True for the text of a line that `readFlows` will understand, by its ends only. */
export function looksLikeFlow(line: string, at: number): boolean {
	if (line.startsWith('    from ', at)) return line.includes(') at ', at);
	return line.startsWith('  flow: ', at) && line.endsWith(':');
}

function readFlows(lines: readonly string[]): readonly Flow[] {
	const flows: { destination: string; operator: string; source: string; steps: Step[] }[] = [];
	for (const line of lines) {
		const message = parseBuildLine(line)?.message;
		if (message?.kind === 'flow') {
			const { destination, operator, source } = message;
			flows.push({ destination, operator, source, steps: [] });
		} else if (message?.kind === 'from') {
			flows.at(-1)?.steps.push({ text: message.text, why: message.why, at: message.at });
		}
	}
	return flows;
}
