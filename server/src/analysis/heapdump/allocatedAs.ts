/** What an object is for, by the code that made it. */
import { isRuntime } from '../profile/frameNames.ts';
import type { DumpedPlace } from './heapDump.ts';

/** `object`: nothing more is known. */
export type Purpose = 'map' | 'channel' | 'slice' | 'pool' | 'timer' | 'list' | 'object';

/**
 * Files of the standard library whose objects serve one purpose (Go 1.21 to 1.27). Files tell more than functions do: a dump names the
 * function that a call was inlined into, and the file that it came from.
 */
const purposes: readonly (readonly [RegExp, Purpose])[] = [
	[/^runtime\/chan\.go$/, 'channel'],
	[/^(?:runtime\/map[a-z0-9_]*|internal\/runtime\/maps\/\w+)\.go$/, 'map'],
	[/^runtime\/slice\.go$/, 'slice'],
	[/^(?:runtime\/time|time\/sleep|time\/tick)\.go$/, 'timer'],
	[/^sync\/pool(?:queue)?\.go$/, 'pool'],
	[/^(?:sync\/(?:map|oldmap|hashtriemap)|internal\/(?:sync|concurrent)\/hashtriemap)\.go$/, 'map'],
	[/^container\/(?:list\/list|ring\/ring)\.go$/, 'list'],
];

/**
 * The outermost purpose that leads to the object: what a map makes a slice for is a part of the map.
 *
 * @param stack the innermost first
 */
export function purposeOf(stack: readonly DumpedPlace[]): Purpose {
	let purpose: Purpose = 'object';
	for (const place of stack) {
		const file = standardFile(place.file);
		const found = file === undefined ? undefined : purposes.find(([pattern]) => pattern.test(file));
		if (found) [, purpose] = found;
		else if (!isRuntimePlace(place)) break;
	}
	return purpose;
}

/** Whether the run-time did it for the code that called it. */
export function isRuntimePlace({ function: name, file }: DumpedPlace): boolean {
	return isRuntime(name) || /^(?:internal\/)?runtime\//.test(standardFile(file) ?? '');
}

/** `runtime/chan.go`: the path in GOROOT/src, or all of it where programs are built with -trimpath. */
function standardFile(file: string): string | undefined {
	const at = file.lastIndexOf('/src/');
	if (at >= 0) return file.slice(at + '/src/'.length);
	return file.startsWith('/') || /^[A-Za-z]:/.test(file) ? undefined : file;
}
