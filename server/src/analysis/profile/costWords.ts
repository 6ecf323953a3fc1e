/** A cost in words. */
import type { Cost, CostProfile } from './costProfile.ts';

/**
 * `16.7 MB, 16,269 objects on this line (12 % of the heap profile)`; of a sampled profile `about 16.7 MB, … on this line (12 % of the
 * heap profile, sampled)`; empty when it costs nothing.
 */
export function costOfLine(cost: Cost, profile: CostProfile): string {
	const amount = amountOf(cost);
	if (amount === '') return '';
	const [about, sampled] = profile.sampled ? ['about ', ', sampled'] : ['', ''];
	return `${about}${amount} on this line (${percent(shareOf(cost, profile))} of the ${profileName(profile)}${sampled})`;
}

/** `16.7 MB, 16,269 objects`, `1.2 s of CPU time` */
export function amountOf({ cpu, bytes, objects }: Cost): string {
	if (bytes > 0 || objects > 0)
		return `${byteCount(bytes)}, ${grouped(objects)} ${objects === 1 ? 'object' : 'objects'}`;
	return cpu > 0 ? `${duration(cpu)} of CPU time` : '';
}

export function profileName({ kind }: Pick<CostProfile, 'kind'>): string {
	return kind === 'cpu' ? 'CPU profile' : 'heap profile';
}

/** The part of the whole, 0 to 1: of CPU time, or of bytes allocated. */
export function shareOf(cost: Cost, { kind, total }: CostProfile): number {
	const [part, whole] = kind === 'cpu' ? [cost.cpu, total.cpu] : [cost.bytes, total.bytes];
	return whole > 0 ? part / whole : 0;
}

/** `12 %`, `0.3 %`, `< 0.1 %` */
export function percent(share: number): string {
	const value = share * 100;
	if (value > 0 && value < 0.1) return '< 0.1 %';
	return `${value >= 9.95 || value === 0 ? Math.round(value) : value.toFixed(1)} %`;
}

function byteCount(bytes: number): string {
	const units = ['B', 'kB', 'MB', 'GB', 'TB'];
	const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
	return `${shortNumber(bytes / 1000 ** power)} ${units[power]}`;
}

function duration(nanoseconds: number): string {
	if (nanoseconds < 1e6) return `${shortNumber(nanoseconds / 1e3)} µs`;
	return nanoseconds < 1e9 ? `${shortNumber(nanoseconds / 1e6)} ms` : `${shortNumber(nanoseconds / 1e9)} s`;
}

/** Three digits: 16.7, 167, 1.67. */
function shortNumber(value: number): string {
	return String(Number(value.toPrecision(value < 1000 ? 3 : 4)));
}

function grouped(count: number): string {
	return count.toLocaleString('en-US');
}
