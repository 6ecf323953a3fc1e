/** Profiles for tests: recorded by a real program, or written with the library. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import {
	Function as ProfiledFunction,
	Label,
	Line,
	Location,
	Profile,
	Sample,
	StringTable,
	ValueType,
} from 'pprof-format';
import { goPath } from './go.ts';

/** Builds and runs a program that writes its profile to the path it is given. */
export function recordProfile(directory: string, program: string, flags: readonly string[] = []): string {
	const path = join(directory, 'recorded.pprof');
	const env = { ...process.env, GOFLAGS: '-buildvcs=false' };
	execFileSync(goPath ?? '', ['run', ...flags, program, path], { cwd: directory, env, stdio: 'pipe' });
	return path;
}

/** The bytes of a profile on disk, decompressed. */
export function profileBytes(path: string): Uint8Array {
	return gunzipSync(readFileSync(path));
}

export interface Measured {
	/** As the profile's types have them. */
	readonly values: readonly number[];
	/**
	 * `function file:line`, or `function file:line^start` with the line of its `func`, from the innermost frame outwards; what was inlined
	 * there stands in a list of its own.
	 */
	readonly stack: readonly (string | readonly string[])[];
	/** Bytes of each object, as the runtime labels samples of a heap profile. */
	readonly size?: number;
}

/** @param types `cpu/nanoseconds` @param period as runtime.MemProfileRate */
export function writtenProfile(types: readonly string[], samples: readonly Measured[], period = 1): Uint8Array {
	const strings = new StringTable();
	const functions: ProfiledFunction[] = [];
	const locations: Location[] = [];
	const lineOf = (frame: string) => {
		const [, name = '', filename = '', line = '', start = 0] = /^(.*) (\S+):(\d+)(?:\^(\d+))?$/.exec(frame) ?? [];
		const id = functions.length + 1;
		const named = { name: strings.dedup(name), filename: strings.dedup(filename) };
		functions.push(new ProfiledFunction({ id, ...named, startLine: Number(start) }));
		return new Line({ functionId: id, line: Number(line) });
	};
	const placeOf = (frames: string | readonly string[]) => {
		const id = locations.length + 1;
		locations.push(new Location({ id, line: [frames].flat().map(lineOf) }));
		return id;
	};
	const sampleType = types.map((type) => {
		const [name = '', unit = ''] = type.split('/');
		return new ValueType({ type: strings.dedup(name), unit: strings.dedup(unit) });
	});
	const labelOf = (num: number | undefined) =>
		num === undefined ? [] : [new Label({ key: strings.dedup('bytes'), num, numUnit: strings.dedup('bytes') })];
	const sample = samples.map(
		({ values, stack, size }) =>
			new Sample({ locationId: stack.map(placeOf), value: [...values], label: labelOf(size) }),
	);
	const profile = { sampleType, sample, period, location: locations, function: functions, stringTable: strings };
	return new Profile(profile).encode();
}

export function gzipped(bytes: Uint8Array): Uint8Array {
	return gzipSync(bytes);
}
