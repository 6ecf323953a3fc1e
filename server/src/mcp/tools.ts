/** What assistants may ask: each tool by its name, with what it takes and what it answers. */
import type { EscapeHint, FunctionReport } from '../analysis/escape/escapeHint.ts';
import { LineIndex } from '../analysis/text/lineIndex.ts';
import type { FileEscapes, GoWorkspace } from '../session/goWorkspace.ts';
import type { OpenFiles } from './openFiles.ts';
import type { Roots } from './roots.ts';

export interface ToolDeps {
	readonly roots: Roots;
	readonly files: OpenFiles;
	readonly workspace: GoWorkspace;
	/** Resolves when a file's escapes have changed, or the state of its module has. */
	readonly escapesChanged: (signal: AbortSignal) => Promise<void>;
}

export interface Tool {
	readonly name: string;
	readonly title: string;
	readonly description: string;
	/** Name → what it is; those that end in `?` may be left out. */
	readonly takes: Readonly<Record<string, string>>;
	/** @throws ToolProblem for what is no fault of ours */
	answer(input: Readonly<Record<string, string>>, deps: ToolDeps, signal: AbortSignal): Promise<string>;
}

/** One sentence for the assistant. */
export class ToolProblem extends Error {}

/** Entries in one answer: more are counted. */
const mostEntries = 40;

const fileText = 'Path of a Go file: absolute, or relative to a root.';
const unsavedText = 'The text of the file, when it is another than on the disk.';

export const tools: readonly Tool[] = [
	{
		name: 'check_go_file',
		title: 'Check a Go file',
		description:
			'What the Go compiler and linker will say about the compiler directives of a Go file (go:linkname above all): wrong, refused, vanished or ignored ones, and contracts that are broken. Each finding comes with its line, its rule and the titles of its fixes. Give `text` to check a change before it is written.',
		takes: { file: fileText, 'text?': unsavedText },
		answer: checkFile,
	},
	{
		name: 'explain_linkname_target',
		title: 'Explain a linkname target',
		description:
			'Whether a symbol can be pulled by //go:linkname with the Go in use and with other versions, its signature, who keeps it linkable, and the public API to use instead.',
		takes: {
			target: 'The symbol as in a directive, such as runtime.nanotime or sync.(*Once).doSlow.',
			'file?': `A Go file of the package that would pull it. ${fileText}`,
		},
		answer: explainTarget,
	},
	{
		name: 'explain_allocations',
		title: 'Explain the heap allocations of a function',
		description:
			"What a Go function allocates on the heap and why, from the compiler's escape analysis: line, reason, the way the value takes, and what would avoid it. Without `function` all of the file.",
		takes: { file: fileText, 'function?': 'As Go writes it: F, T.M or (*T).M.', 'text?': unsavedText },
		answer: explainAllocations,
	},
];

async function opened(path: string, text: string | undefined, { roots, files }: ToolDeps) {
	const file = await roots.file(path);
	if (!file.endsWith('.go')) throw new ToolProblem(`${path} is no Go file.`);
	const read = await files.open(file, text);
	if (read === undefined) throw new ToolProblem(`${path} cannot be read.`);
	return { file, lines: new LineIndex(read) };
}

async function checkFile(
	input: Readonly<Record<string, string>>,
	deps: ToolDeps,
	signal: AbortSignal,
): Promise<string> {
	const { file, lines } = await opened(input['file'] ?? '', input['text'], deps);
	const contracts = lines.text.includes('//linkscape:') ? await contractsIn(file, deps, signal) : [];
	const findings = [...(await deps.workspace.settledFindings(file, signal)), ...contracts];
	if (findings.length === 0) return 'No findings.';
	const entries = findings.map(({ span, severity, rule, message, fixes }) => {
		const titles = fixes.map(({ title }) => `\n  fix: ${title}`).join('');
		return `${placeIn(lines, span.start)} ${severity} [${rule}] ${message}${titles}`;
	});
	return limited(entries);
}

async function contractsIn(file: string, deps: ToolDeps, signal: AbortSignal) {
	await compiled(file, deps, signal);
	return deps.workspace.contractFindings(file);
}

async function explainTarget({ target = '', file }: Readonly<Record<string, string>>, deps: ToolDeps): Promise<string> {
	const answer = async (path: string) =>
		(await deps.workspace.describeSymbol(path, target.trim())) ?? `${target} is not the name of a symbol.`;
	if (file !== undefined) return answer((await opened(file, undefined, deps)).file);
	// A package of its own, in which nothing else stands.
	const [root = '.'] = deps.roots.directories;
	return deps.files.withFile(`${root}/linkscape-asks/ask.go`, 'package ask\n', answer);
}

async function explainAllocations(
	input: Readonly<Record<string, string>>,
	deps: ToolDeps,
	signal: AbortSignal,
): Promise<string> {
	const { file, lines } = await opened(input['file'] ?? '', input['text'], deps);
	const { hints, functions, problem, state } = await compiled(file, deps, signal);
	if (state !== 'fresh' && problem !== '') throw new ToolProblem(problem);
	const wanted = input['function'];
	const report = wanted === undefined ? undefined : functionNamed(wanted, functions);
	if (wanted !== undefined && !report) {
		const names = functions.map(({ name }) => name).join(', ');
		throw new ToolProblem(
			`There is no function ${wanted} in ${input['file']}${names === '' ? '.' : `; there are ${names}.`}`,
		);
	}
	const inside = ({ span }: EscapeHint) =>
		!report || (span.start >= report.extent.start && span.end <= report.extent.end);
	const allocating = hints.filter((hint) => inside(hint) && (hint.verdict === 'heap' || hint.verdict === 'maybe-heap'));
	const entries = allocating.map((hint) => describe(hint, file, lines));
	const head = report ? headOf(report) : '';
	if (entries.length === 0) return `${head}Nothing ${report ? `in ${report.name}` : 'in this file'} goes to the heap.`;
	return `${head}${limited(entries)}`;
}

function functionNamed(wanted: string, functions: readonly FunctionReport[]): FunctionReport | undefined {
	const plain = (name: string) => name.replace(/[()*\s]/g, '').replace(/^\.\/\w+\./, '');
	return functions.find(({ name }) => name === wanted) ?? functions.find(({ name }) => plain(name) === plain(wanted));
}

function headOf({ name, inline, leaks }: FunctionReport): string {
	const inlining = inline.can
		? 'can be inlined'
		: `cannot be inlined${inline.reason === undefined ? '' : `: ${inline.reason}`}`;
	const leaking = leaks.length === 0 ? '' : `; leaks ${leaks.join(', ')}`;
	return `${name} ${inlining}${leaking}.\n`;
}

function describe(hint: EscapeHint, file: string, lines: LineIndex): string {
	const steps = hint.flow.map((step) => {
		const place = step.file === file ? `line ${step.line}` : `${step.file}:${step.line}`;
		return `\n  ${place}: ${step.text}`;
	});
	const advice = hint.advice === '' ? '' : `\n  ${hint.advice}`;
	const verdict = hint.verdict === 'heap' ? 'allocates' : 'may allocate';
	return `${placeIn(lines, hint.span.start)} ${verdict} [${hint.class}] ${hint.message}${steps.join('')}${advice}`;
}

/** Line and column, both from 1. */
function placeIn(lines: LineIndex, offset: number): string {
	const { line, column } = lines.position(offset);
	return `${line + 1}:${column + 1}`;
}

function limited(entries: readonly string[]): string {
	const more = entries.length - mostEntries;
	return [...entries.slice(0, mostEntries), ...(more > 0 ? [`and ${more} more`] : [])].join('\n');
}

/** What is known of a file, once its package was compiled as it is now, or it is known that it will not be. */
async function compiled(file: string, deps: ToolDeps, signal: AbortSignal): Promise<FileEscapes> {
	for (;;) {
		const changed = deps.escapesChanged(signal);
		const known = deps.workspace.escapes(file);
		if (known.state === 'fresh' || known.problem !== '') {
			changed.catch(() => {});
			return known;
		}
		await changed;
	}
}
