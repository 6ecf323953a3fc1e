/** Profiles for tests: recorded by a real program, or written with the library. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Function as ProfiledFunction, Line, Location, Profile, Sample, StringTable, ValueType } from 'pprof-format';
import { goPath } from './go.ts';

/** Builds and runs a program that writes its profile to the path it is given. */
export function recordProfile(directory: string, program: string, flags: readonly string[] = []): string {
	const path = join(directory, `recorded${flags.join('')}.pprof`);
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
	/** `function file:line`, from the innermost frame outwards; what was inlined there stands in a list of its own. */
	readonly stack: readonly (string | readonly string[])[];
}

/** @param types `cpu/nanoseconds` @param period as runtime.MemProfileRate */
export function writtenProfile(types: readonly string[], samples: readonly Measured[], period = 1): Uint8Array {
	const strings = new StringTable();
	const functions: ProfiledFunction[] = [];
	const locations: Location[] = [];
	const lineOf = (frame: string) => {
		const [, name = '', filename = '', line = ''] = /^(.*) (\S+):(\d+)$/.exec(frame) ?? [];
		const id = functions.length + 1;
		functions.push(new ProfiledFunction({ id, name: strings.dedup(name), filename: strings.dedup(filename) }));
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
	const sample = samples.map(({ values, stack }) => new Sample({ locationId: stack.map(placeOf), value: [...values] }));
	const profile = { sampleType, sample, period, location: locations, function: functions, stringTable: strings };
	return new Profile(profile).encode();
}

export function gzipped(bytes: Uint8Array): Uint8Array {
	return gzipSync(bytes);
}
