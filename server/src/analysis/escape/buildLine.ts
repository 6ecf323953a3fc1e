/**
 * The line grammar of `-m=2`, the same for Go 1.21 to 1.27 but for two arrows and a few words. The messages are printed
 * by cmd/compile/internal/{escape,inline,devirtualize,ssagen,walk,loopvar,bloop}.
 */

/** `FILE:LINE:COLUMN: ` of a line; everything is zero or empty for what the compiler made up itself. */
export interface OutputPlace {
	/** As printed: relative to the go command's directory, or absolute. */
	readonly file: string;
	/** 1-based; 0 when unknown. */
	readonly line: number;
	/** 1-based, in UTF-8 bytes; 0 when it is beyond 255 or unknown. */
	readonly column: number;
}

export interface BuildLine {
	readonly place: OutputPlace;
	readonly message: BuildMessage;
}

export type BuildMessage =
	| { readonly kind: 'package'; readonly name: string }
	| { readonly kind: 'moved' | 'escapes' | 'stays'; readonly subject: string }
	| { readonly kind: 'explains-escape'; readonly subject: string; readonly function: string }
	| {
			readonly kind: 'explains-leak';
			readonly subject: string;
			readonly function: string;
			readonly destination: string;
			readonly derefs: number;
	  }
	| { readonly kind: 'flow'; readonly destination: string; readonly source: string; readonly operator: string }
	| { readonly kind: 'from'; readonly text: string; readonly why: string; readonly at: OutputPlace }
	| {
			readonly kind: 'leaks';
			readonly parameter: string;
			/** `heap`, `content`, or the result it flows to. */
			readonly to: 'heap' | 'content' | { readonly result: string; readonly derefs: number };
	  }
	| { readonly kind: 'captures'; readonly function: string; readonly by: 'ref' | 'value'; readonly variable: string }
	| { readonly kind: 'zero-copy' }
	| { readonly kind: 'inlinable'; readonly function: string; readonly cost: number | undefined }
	| { readonly kind: 'not-inlinable'; readonly function: string; readonly reason: string }
	| { readonly kind: 'inlined-call'; readonly callee: string }
	| {
			readonly kind: 'devirtualized';
			readonly call: string;
			readonly to: string;
			readonly how: 'fully' | 'partially' | 'profile';
	  }
	| { readonly kind: 'stays-dynamic'; readonly call: string; readonly reason: string }
	/** Understood, and nothing that a hint is made of. */
	| { readonly kind: 'aside' };

const nowhere: OutputPlace = { file: '', line: 0, column: 0 };
const aside: BuildMessage = { kind: 'aside' };

// A file name may hold blanks, colons (C:\…) and anything else, so the first `:digits: ` or `:digits:digits: ` ends it.
const placePattern = /^(.+?):(\d+)(?::(\d+))?: /;
const unknownPlace = '<unknown line number>: ';

/** Characters of the longest line that is read. Names and expressions of real code stay far below; beyond, the patterns take too long. */
export const longestLine = 4096;

/** Reads one line of the output, without its line end. `undefined`: the line is not in the grammar, or too long. */
export function parseBuildLine(line: string): BuildLine | undefined {
	if (line.length > longestLine) return undefined;
	if (line.startsWith('# ')) return { place: nowhere, message: { kind: 'package', name: line.slice(2) } };
	if (line.startsWith('go: ')) return { place: nowhere, message: aside };
	const match = placePattern.exec(line);
	if (match) {
		const message = parseMessage(line.slice(match[0].length));
		const place = { file: match[1] ?? '', line: Number(match[2]), column: Number(match[3] ?? 0) };
		return message && { place, message };
	}
	// Variables that the compiler made (range-over-func's `#next`) stand nowhere.
	const message = parseMessage(line.startsWith(unknownPlace) ? line.slice(unknownPlace.length) : line);
	return message && { place: nowhere, message };
}

function parseMessage(text: string): BuildMessage | undefined {
	if (text.startsWith('    from ')) return parseFrom(text);
	if (text.startsWith('  ')) return parseFlow(text);
	if (text.endsWith(' does not escape')) return { kind: 'stays', subject: text.slice(0, -16) };
	if (text.endsWith(' escapes to heap')) return { kind: 'escapes', subject: text.slice(0, -16) };
	if (text.startsWith('moved to heap: ')) return { kind: 'moved', subject: text.slice(15) };
	if (text.endsWith(':')) return parseHeader(text);
	if (text.startsWith('inlining call to ')) {
		return { kind: 'inlined-call', callee: text.slice(17).replace(/ with score -?\d+$/, '') };
	}
	if (text.startsWith('can inline ')) return parseInlinable(text);
	if (text.startsWith('cannot inline ')) return parseNotInlinable(text);
	if (text.startsWith('leaking param')) return parseLeak(text);
	return parseRest(text);
}

// "=" up to Go 1.24, "←" since 1.25; the source carries its `&` or `*`s.
const flowPattern = /^ {2}flow: (.+?) (?:=|←) ([&*]*)(.+)/;

function parseFlow(text: string): BuildMessage | undefined {
	const match = text.endsWith(':') ? flowPattern.exec(text.slice(0, -1)) : null;
	if (match) {
		return { kind: 'flow', destination: match[1] ?? '', operator: match[2] ?? '', source: match[3] ?? '' };
	}
	return text.startsWith('  warning: truncated explanation') ? aside : undefined;
}

const fromPattern = /^ {4}from (.+) \(([^()]+)\) at (?:<unknown line number>|(.+?):(\d+)(?::(\d+))?)$/;

function parseFrom(text: string): BuildMessage | undefined {
	const match = fromPattern.exec(text);
	if (!match) return undefined;
	const at = { file: match[3] ?? '', line: Number(match[4] ?? 0), column: Number(match[5] ?? 0) };
	return { kind: 'from', text: match[1] ?? '', why: match[2] ?? '', at };
}

// The function is named since Go 1.25.
const escapeHeader = /^(.+) escapes to heap(?: in (.+))?:$/;
const leakHeader = /^parameter (.+) leaks to (\{storage for .+?\}|.+?)(?: for (.+))? with derefs=(\d+):$/;

function parseHeader(text: string): BuildMessage | undefined {
	const leak = leakHeader.exec(text);
	if (leak) {
		const [, subject = '', destination = '', name = '', derefs = '0'] = leak;
		return { kind: 'explains-leak', subject, destination, function: name, derefs: Number(derefs) };
	}
	const escape = escapeHeader.exec(text);
	return escape ? { kind: 'explains-escape', subject: escape[1] ?? '', function: escape[2] ?? '' } : undefined;
}

const costPattern = /^can inline (.+?) with cost (-?\d+) as: /;

function parseInlinable(text: string): BuildMessage {
	const match = costPattern.exec(text);
	if (match) return { kind: 'inlinable', function: match[1] ?? '', cost: Number(match[2]) };
	return { kind: 'inlinable', function: text.slice(11), cost: undefined };
}

function parseNotInlinable(text: string): BuildMessage | undefined {
	const end = text.indexOf(': ');
	if (end < 0) return undefined;
	const name = text.slice(14, end);
	// `cannot inline F into G: …` is about one call, not about F.
	return name.includes(' into ') ? aside : { kind: 'not-inlinable', function: name, reason: text.slice(end + 2) };
}

const leakToResult = /^leaking param: (.+) to result (.+) level=(\d+)$/;

function parseLeak(text: string): BuildMessage | undefined {
	const result = leakToResult.exec(text);
	if (result) {
		const [, parameter = '', name = '', level = '0'] = result;
		return { kind: 'leaks', parameter, to: { result: name, derefs: Number(level) } };
	}
	if (text.startsWith('leaking param content: ')) return { kind: 'leaks', parameter: text.slice(23), to: 'content' };
	if (text.startsWith('leaking param: ')) return { kind: 'leaks', parameter: text.slice(15), to: 'heap' };
	return undefined;
}

const capturePattern =
	/^(.+) capturing by (ref|value): (.+) \(addr=(?:true|false) assign=(?:true|false) width=-?\d+\)$/;
const devirtualizedPattern = /^(partially )?devirtualizing (.+) to (.+)$/;
const dynamicPattern = /^cannot devirtualize (.+?): (.+)$/;
const profilePattern = /^PGO devirtualizing (?:(?:function|interface) call )?(.+) to (.+)$/;

function parseRest(text: string): BuildMessage | undefined {
	if (text === 'zero-copy string->[]byte conversion') return { kind: 'zero-copy' };
	const capture = capturePattern.exec(text);
	if (capture) {
		const [, name = '', by, variable = ''] = capture;
		return { kind: 'captures', function: name, by: by === 'ref' ? 'ref' : 'value', variable };
	}
	const direct = devirtualizedPattern.exec(text);
	if (direct) {
		const [, partially, call = '', to = ''] = direct;
		return { kind: 'devirtualized', call, to, how: partially ? 'partially' : 'fully' };
	}
	const dynamic = dynamicPattern.exec(text);
	if (dynamic) return { kind: 'stays-dynamic', call: dynamic[1] ?? '', reason: dynamic[2] ?? '' };
	const profile = profilePattern.exec(text);
	if (profile) return { kind: 'devirtualized', call: profile[1] ?? '', to: profile[2] ?? '', how: 'profile' };
	return asides.some((pattern) => pattern.test(text)) ? aside : undefined;
}

/** Messages of the same run that no hint is made of; those of `-d=…` flags are among them. */
const asides: readonly RegExp[] = [
	/ ignoring self-assignment in /,
	/^(?:assuming .+ is unsafe uintptr|marking .+ as escaping (?:\.\.\.)?uintptr)$/,
	/^(?:mutates|calls) param: .+ derefs=\d+$/,
	/^unreferenced closure .+ marked as dead$/,
	/^function .+ considered 'big'; reducing max cost of inlinees$/,
	/^imprecise interface call$/,
	/^tail call emitted for the method .+ wrapper$/,
	/^should not PGO devirtualize /,
	/^(?:skip inlining within testing\.B\.loop for .+|.+ will be kept alive|expr is unknown to bloop pass|unrecognized shape for assign list stmt for blank assignment)$/,
	/^(?:index bounds check elided|Found Is(?:Slice)?InBounds|(?:generated|removed) nil check|write barrier)$/,
	/^(?:open-coded|stack-allocated|heap-allocated) defer$/,
	/^(?:heap|stack) closure, captured vars = \[.*\]$/,
	/^type assertion (?:not )?inlined$/,
	/^append: len-only update(?: \(in local slice\))?$/,
	/^loop variable .+ now per-iteration, (?:heap|stack)-allocated/,
];
