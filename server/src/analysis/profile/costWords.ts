/** A cost in words. */
import type { Cost, CostProfile } from './costProfile.ts';
import type { ProfileKind } from './stacks.ts';

/**
 * `16.7 MB, 16,269 objects on this line (12 % of the heap profile)`; of a sampled profile `about 16.7 MB, … on this line (12 % of the
 * heap profile, sampled, ± 3 %)`; `here` for what a hint has of its line; empty when it costs nothing.
 *
 * The error is one standard error of the number of events that were recorded.
 */
export function costOfLine(cost: Cost, profile: CostProfile, where: 'on this line' | 'here' = 'on this line'): string {
	const amount = amountOf(cost, profile);
	if (amount === '') return '';
	const about = profile.sampled && !profile.difference ? 'about ' : '';
	const of = profile.difference ? `difference of two ${profileName(profile)}s` : profileName(profile);
	const share = percent(Math.abs(shareOf(cost, profile)));
	return `${about}${amount} ${where} (${share} of the ${of}${errorOf(cost, profile)})`;
}

/** Below so many events their number says more than an error in per cent. */
const fewEvents = 10;

function errorOf(cost: Cost, { sampled, difference }: CostProfile): string {
	if (!sampled) return '';
	if (difference || cost.events === 0) return ', sampled';
	if (cost.events >= fewEvents) return `, sampled, ± ${percent(relativeError(cost))}`;
	const count = Math.max(1, Math.round(cost.events));
	return `, sampled, from ${count} ${count === 1 ? 'sample' : 'samples'}`;
}

/** One standard error of a sampled cost, as a part of it; infinite without a sample. */
export function relativeError({ events }: Cost): number {
	return events > 0 ? 1 / Math.sqrt(events) : Infinity;
}

/** `16.7 MB, 16,269 objects`, `1.2 s of CPU time`, `− 16.7 MB, − 12 objects` in a difference; empty for nothing. */
export function amountOf(
	{ cpu, bytes, objects, waited }: Cost,
	{ kind, difference }: Pick<CostProfile, 'kind' | 'difference'>,
): string {
	const signed = (value: number, words: (magnitude: number) => string) => {
		const sign = value < 0 ? '− ' : difference && value > 0 ? '+ ' : '';
		return `${sign}${words(Math.abs(value))}`;
	};
	const counted = (noun: string) => `${signed(objects, grouped)} ${Math.abs(objects) === 1 ? noun : `${noun}s`}`;
	switch (kind) {
		case 'cpu':
			return cpu === 0 ? '' : `${signed(cpu, duration)} of CPU time`;
		case 'allocations':
			return bytes === 0 && objects === 0 ? '' : `${signed(bytes, byteCount)}, ${counted('object')}`;
		case 'live':
			return bytes === 0 && objects === 0 ? '' : `${signed(bytes, byteCount)}, ${counted('object')} live`;
		case 'waiting':
			return waited === 0 ? '' : `${signed(waited, duration)} of waiting, ${counted('time')}`;
		case 'goroutines':
			return objects === 0 ? '' : counted('goroutine');
	}
}

export function profileName({ kind }: Pick<CostProfile, 'kind'>): string {
	const names: Readonly<Record<ProfileKind, string>> = {
		cpu: 'CPU profile',
		allocations: 'heap profile',
		live: 'live heap',
		waiting: 'contention profile',
		goroutines: 'goroutine profile',
	};
	return names[kind];
}

/** The part of the whole, 0 to 1 (-1 in a difference): of CPU time, of bytes allocated or live, of waiting, of goroutines. */
export function shareOf(cost: Cost, { kind, total }: CostProfile): number {
	const [part, whole] = measureOf(kind, cost, total);
	return whole > 0 ? part / whole : 0;
}

function measureOf(kind: ProfileKind, cost: Cost, total: Cost): readonly [number, number] {
	switch (kind) {
		case 'cpu':
			return [cost.cpu, total.cpu];
		case 'waiting':
			return [cost.waited, total.waited];
		case 'goroutines':
			return [cost.objects, total.objects];
		case 'allocations':
		case 'live':
			return total.bytes > 0 ? [cost.bytes, total.bytes] : [cost.objects, total.objects];
	}
}

/** `12 %`, `0.3 %`, `< 0.1 %` */
export function percent(share: number): string {
	const value = share * 100;
	if (value > 0 && value < 0.1) return '< 0.1 %';
	return `${value >= 9.95 || value === 0 ? Math.round(value) : value.toFixed(1)} %`;
}

export function byteCount(bytes: number): string {
	const units = ['B', 'kB', 'MB', 'GB', 'TB'];
	const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
	return `${shortNumber(bytes / 1000 ** power)} ${units[power]}`;
}

/** `16.7 ms`, `1.2 s`. */
export function duration(nanoseconds: number): string {
	if (nanoseconds < 1e6) return `${shortNumber(nanoseconds / 1e3)} µs`;
	return nanoseconds < 1e9 ? `${shortNumber(nanoseconds / 1e6)} ms` : `${shortNumber(nanoseconds / 1e9)} s`;
}

/** Three digits: 16.7, 167, 1.67. */
function shortNumber(value: number): string {
	return String(Number(value.toPrecision(value < 1000 ? 3 : 4)));
}

function grouped(count: number): string {
	return Math.round(count).toLocaleString('en-US');
}
