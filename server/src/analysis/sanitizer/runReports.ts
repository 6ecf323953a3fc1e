/**
 * What an instrumented test run printed, as places in the source: checkptr and other fatal errors, panics, data races, reports of the
 * address and memory sanitizers. The forms are those of package runtime and of compiler-rt, Go 1.21 to 1.27.
 */
import type { UnsafeUseKind } from '../unsafePointer/unsafeUses.ts';

export interface RunFrame {
	/** `example.com/m.(*T).M`; empty where it is not said. */
	readonly function: string;
	/** As it was printed: absolute unless the program was built with -trimpath. */
	readonly file: string;
	/** 1-based; 0 where only an address is known. */
	readonly line: number;
}

export interface RunPlace extends RunFrame {
	/** `previous write by goroutine 7`, `goroutine 8 was created here` */
	readonly message: string;
}

/** By reading alone: {@link UnsafeUseKind}. */
export type RunReportKind = 'checkptr' | 'race' | 'asan' | 'msan' | 'fatal error' | 'panic' | UnsafeUseKind;

export interface RunReport {
	readonly kind: RunReportKind;
	/** Without a period. */
	readonly message: string;
	/** The frame that the report is about: the first one that the asker owns. Undefined when the stack has none. */
	readonly at: RunFrame | undefined;
	/** From the innermost frame outwards. */
	readonly stack: readonly RunFrame[];
	/** The other side of a data race, and where the goroutines were created. */
	readonly related: readonly RunPlace[];
	/** Address in the program of a frame without a place, `0x4a3b20`. */
	readonly address: string | undefined;
}

/** `\t/a/b.go:12 +0x44`, and with six blanks in reports of races. */
const place = /^(?:\t| {6})(\S.*?):(\d+)(?: \+0x[0-9a-f]+)?(?: .*)?$/;
const raceSide = /^(?:Previous )?(?:atomic )?(?:read|write) at 0x[0-9a-f]+ by (?:main goroutine|goroutine \d+):$/i;
const created = /^(Goroutine \d+) \(\w+\) created at:$/;
const sanitizerHead = /^==\d+==(?:ERROR|WARNING): (Address|Memory)Sanitizer: (.*)$/;
/** `    #0 0x4a3b20 in main.f /a/b.go:12:3`, `    #0 0x4a3b20  (/tmp/p.test+0x4a3b20)` */
const sanitizerFrame = /^ {4}#\d+ 0x[0-9a-f]+ +(?:in (.+?) )?(?:\((.+)\+(0x[0-9a-f]+)\).*|(\S+?):(\d+)(?::\d+)?)$/;

/**
 * @param text what the program printed
 * @param isOwn whether a file is one that the reader of the report can change
 */
export function readRunReports(text: string, isOwn: (file: string) => boolean): readonly RunReport[] {
	const lines = text.split(/\r?\n/);
	const found: RunReport[] = [];
	for (let at = 0; at < lines.length; at++) {
		const line = lines[at] ?? '';
		if (line === 'WARNING: DATA RACE') {
			const race = raceAt(lines, at + 1, isOwn);
			if (race.report) found.push(race.report);
			at = race.next;
			continue;
		}
		const sanitizer = sanitizerHead.exec(line);
		if (sanitizer) {
			found.push(sanitizerAt(lines, at, sanitizer[1] === 'Address' ? 'asan' : 'msan', sanitizer[2] ?? '', isOwn));
			continue;
		}
		const [, kind, message = ''] = /^(fatal error|panic): (.*)$/.exec(line) ?? [];
		if (kind === undefined) continue;
		const { report, next } = crashAt(lines, at + 1, kind as 'fatal error' | 'panic', message, isOwn);
		found.push(report);
		at = next;
	}
	return found;
}

/** Pairs of a function and its place, up to a line that is none. */
function framesAt(lines: readonly string[], from: number): { readonly frames: RunFrame[]; readonly next: number } {
	const frames: RunFrame[] = [];
	let at = from;
	for (; at + 1 < lines.length; at += 2) {
		const [, file, line] = place.exec(lines[at + 1] ?? '') ?? [];
		const name = lines[at]?.trim() ?? '';
		if (file === undefined || name === '') break;
		if (name.startsWith('created by ')) continue;
		// The arguments stand in the last pair of parentheses; receivers have some too.
		frames.push({ function: name.replace(/\([^()]*(?:\([^()]*\)[^()]*)*\)$/, ''), file, line: Number(line) });
	}
	return { frames, next: at };
}

/** What checks and reports, and is not the fault. */
function isMachinery({ function: name }: RunFrame): boolean {
	return /^(?:(?:runtime|internal\/runtime|testing|reflect|internal\/race|internal\/asan|internal\/msan)[./]|panic$)/.test(
		name,
	);
}

function responsible(frames: readonly RunFrame[], isOwn: (file: string) => boolean): RunFrame | undefined {
	return frames.find(({ file }) => isOwn(file)) ?? frames.find((frame) => !isMachinery(frame)) ?? frames[0];
}

function crashAt(
	lines: readonly string[],
	from: number,
	kind: 'fatal error' | 'panic',
	message: string,
	isOwn: (file: string) => boolean,
) {
	// A panic is printed again for each time that it was recovered and raised, and its message may have several lines.
	let at = from;
	while (at < lines.length && !/^goroutine \d+ .*\[running/.test(lines[at] ?? '')) at++;
	const { frames, next } = framesAt(lines, at + 1);
	const checkptr = /^checkptr: (.*)$/.exec(message)?.[1];
	const report: RunReport = {
		kind: checkptr === undefined ? kind : 'checkptr',
		message: (checkptr ?? message).replace(/ \[recovered.*$/, ''),
		at: responsible(frames, isOwn),
		stack: frames,
		related: [],
		address: undefined,
	};
	// The stacks of the other goroutines follow.
	return { report, next: frames.length === 0 ? from : next };
}

function raceAt(lines: readonly string[], from: number, isOwn: (file: string) => boolean) {
	const sides: { readonly words: string; readonly frames: readonly RunFrame[] }[] = [];
	let at = from;
	while (at < lines.length && lines[at] !== '==================') {
		const line = lines[at] ?? '';
		const goroutine = created.exec(line)?.[1];
		if (goroutine === undefined && !raceSide.test(line)) {
			at++;
			continue;
		}
		const { frames, next } = framesAt(lines, at + 1);
		const words = line.replace(/ at 0x[0-9a-f]+/, '').replace(/:$/, '');
		sides.push({ words: goroutine === undefined ? words : `${goroutine} was created here`, frames });
		at = Math.max(next, at + 1);
	}
	const [first, second, ...rest] = sides;
	const related = [second, ...rest].flatMap((side): RunPlace[] => {
		const frame = side && responsible(side.frames, isOwn);
		return frame ? [{ ...frame, message: lowered(side.words) }] : [];
	});
	const report: RunReport | undefined = first && {
		kind: 'race',
		message: `${first.words}${second ? `; ${lowered(second.words)}` : ''}`,
		at: responsible(first.frames, isOwn),
		stack: first.frames,
		related,
		address: undefined,
	};
	return { report, next: at };
}

function lowered(words: string): string {
	return words.charAt(0).toLowerCase() + words.slice(1);
}

function sanitizerAt(
	lines: readonly string[],
	head: number,
	kind: 'asan' | 'msan',
	words: string,
	isOwn: (file: string) => boolean,
): RunReport {
	const access = /^(READ|WRITE) of size \d+/.exec(lines[head + 1] ?? '')?.[0];
	const what = words.replace(/ on (?:unknown )?address 0x.*$/, '');
	const stack: RunFrame[] = [];
	let address: string | undefined;
	for (let at = head + 1; at < lines.length; at++) {
		const [, name = '', , offset, file, line] = sanitizerFrame.exec(lines[at] ?? '') ?? [];
		if (offset === undefined && file === undefined) {
			if (stack.length > 0 || address !== undefined) break;
			continue;
		}
		if (file !== undefined) stack.push({ function: name, file, line: Number(line) });
		else address ??= offset;
	}
	return {
		kind,
		message: access === undefined ? what : `${access.toLowerCase()}: ${what}`,
		at: responsible(stack, isOwn),
		stack,
		related: [],
		address: stack.length > 0 ? undefined : address,
	};
}
