import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { joinedSeries } from '../../../server/src/analysis/profile/siteSeries.ts';
import type { RecordedHeap, Recording } from '../../../server/src/analysis/recording/recording.ts';
import { type Residency, residencyOf } from '../../../server/src/analysis/recording/residency.ts';
import { captureProgram } from '../../../server/src/capture/record/captureProgram.ts';
import { readRecording } from '../../../server/src/escape/profile/readRecording.ts';
import { createToolchain } from '../../../server/src/toolchain/toolchain.ts';
import { createGoModules } from '../../../server/src/world/go/goModules.ts';
import { plainSettings } from '../../support/escapes.ts';
import { temporaryModule } from '../../support/go.ts';

interface Truth {
	readonly site: string;
	/** 1-based. */
	readonly line: number;
	/** Mean; null for what is never dropped. */
	readonly seconds: number | null;
}

async function heapIn(directory: string): Promise<RecordedHeap> {
	const recording = await readRecording([directory]);
	if (typeof recording === 'string') throw new Error(recording);
	if (!recording.heap) throw new Error('no snapshots');
	return recording.heap;
}

/** What is said about the lines of main.go. */
function livesOf({ series, times }: RecordedHeap, path: string, truth: readonly Truth[]) {
	const lines = series.file({ path, importPath: 'example.com/generator' });
	return truth.map((known) => {
		const line = lines?.get(known.line);
		return { ...known, found: line && residencyOf(joinedSeries([...line.parts.values()]), times) };
	});
}

describe('lifetimes of a recorded program', async () => {
	const directory = resolve('test/oracle/residency');
	const truth = JSON.parse(readFileSync(join(directory, 'truth.json'), 'utf8')) as Truth[];
	const heap = await heapIn(directory);
	const lives = livesOf(heap, '/tmp/w/prof/A/gen/main.go', truth);
	const found = (site: string): Residency | undefined => lives.find((one) => one.site === site)?.found;

	test.each(['closure500ms', 'ring1s', 'big2s', 'list10s', 'ttl60s'])(
		'%s is right within 15 % and two errors',
		(site) => {
			const [life, seconds] = [found(site), truth.find((one) => one.site === site)?.seconds ?? 0];
			if (life?.kind !== 'lasts') throw new Error(JSON.stringify(life));
			expect(Math.abs(life.seconds / seconds - 1)).toBeLessThan(0.15);
			expect(Math.abs(life.seconds - seconds)).toBeLessThan(2 * life.error);
			expect(life.collections).toBeCloseTo((life.seconds * 18) / 30.12, 1);
		},
	);

	test.each(['gone', 'stack1ms', 'chan10ms', 'map100ms'])('%s lives less than can be told', (site) => {
		const [life, seconds] = [found(site), truth.find((one) => one.site === site)?.seconds ?? 0];
		expect(life?.kind).toBe('below');
		expect(life?.kind === 'below' && life.seconds).toBeGreaterThan(seconds);
		expect(life?.kind === 'below' && life.seconds).toBeLessThan(0.2);
	});

	test('what is never dropped, and what is too rare', () => {
		expect(found('leak')).toMatchObject({ kind: 'kept', window: expect.closeTo(30.1, 0) });
		expect(found('forever')).toMatchObject({ kind: 'kept' });
		expect(found('pooled')).toMatchObject({ kind: 'few' });
	});
});

describe('a directory', () => {
	const from = resolve('test/oracle/residency');
	const files = ['heap00.pb.gz', 'heap03.pb.gz', 'heap06.pb.gz'];
	const folder = (names: readonly string[]) => {
		const root = temporaryModule({ 'notes.txt': 'x' });
		for (const name of names) copyFileSync(join(from, name), join(root, name));
		return root;
	};
	const read = async (directory: string): Promise<Recording> => {
		const recording = await readRecording([directory]);
		if (typeof recording === 'string') throw new Error(recording);
		return recording;
	};

	test('without a manifest is what lies in it, dated by the profiles themselves', async () => {
		const { profiles, heap } = await read(folder(files));
		expect(profiles.map(({ kind }) => kind)).toEqual(['allocations']);
		expect(heap?.times).toMatchObject({ times: [expect.any(Number), expect.any(Number), expect.any(Number)] });
		expect(heap?.times.collections).toBeUndefined();
	});

	test('with damaged snapshots, dates and manifest loses those', async () => {
		const root = folder(files);
		writeFileSync(join(root, 'heap04.pb.gz'), 'half');
		writeFileSync(join(root, 'snapshots.jsonl'), '{"file":"heap00.pb.gz","numGC":"many"}\nnull\n{"file');
		writeFileSync(join(root, 'manifest.json'), '{"files": [');
		expect((await read(root)).heap?.times.times).toHaveLength(3);
		writeFileSync(
			join(root, 'manifest.json'),
			JSON.stringify({
				files: [{ name: '../../etc/passwd', kind: 'heap' }, 3, null, { name: 'heap00.pb.gz', kind: 'heap' }],
			}),
		);
		const { profiles, heap } = await read(root);
		expect([profiles.length, heap]).toEqual([1, undefined]);
	});

	test.each<[string, readonly string[], RegExp]>([
		['nothing', [], / holds no CPU or heap profile\.$/],
		['no profile', ['gctrace.txt'], / holds no CPU or heap profile\.$/],
	])('of %s is said in one sentence', async (_, names, problem) => {
		expect(await readRecording([folder(names)])).toMatch(problem);
	});
});

/** `RESIDENCY=1.22.12,1.27.0 npx vitest run test/escape/profile`: half a minute for each version. */
const versions = (process.env['RESIDENCY'] ?? '').split(',').filter((version) => version !== '');

describe.skipIf(versions.length === 0)('lifetimes of a program that is recorded now', () => {
	const scores: number[] = [];
	afterEach(() => vi.unstubAllEnvs());

	test.each(versions)(
		'Go %s',
		async (version) => {
			const source = resolve('test/capture/generator');
			const text = readFileSync(join(source, 'main.go'), 'utf8');
			const root = temporaryModule({ 'go.mod': readFileSync(join(source, 'go.mod'), 'utf8'), 'main.go': text });
			vi.stubEnv('GOTOOLCHAIN', version === 'local' ? 'local' : `go${version}`);
			const modules = createGoModules({ settings: () => plainSettings, toolchain: createToolchain });
			const out = join(root, 'out');
			const { signal } = new AbortController();
			const outcome = await captureProgram(
				{ directory: root, program: '.', args: [], out, rate: 32_768, every: 1000, duration: undefined },
				modules,
				() => {},
				{ signal, ask: signal },
			);
			if (outcome.kind === 'problem') throw new Error(outcome.problem);
			if (version !== 'local') expect(outcome.manifest.go).toBe(`go${version}`);
			const measured = JSON.parse(readFileSync(join(out, 'output.txt'), 'utf8')) as {
				Name: string;
				Drops: number;
				Seconds: number;
			}[];
			const truth = measured.map(({ Name, Drops, Seconds }): Truth => {
				const line = text.split('\n').findIndex((each) => each.endsWith(`// SITE ${Name}`)) + 1;
				return { site: Name, line, seconds: Drops === 0 ? null : Seconds / Drops };
			});
			const heap = await heapIn(out);
			const rows = livesOf(heap, join(root, 'main.go'), truth).map(({ site, seconds, found }) => {
				const isKnown = found?.kind === 'lasts' && seconds !== null;
				const z = isKnown ? (found.seconds - seconds) / found.error : undefined;
				const off = isKnown ? found.seconds / seconds - 1 : undefined;
				if (z !== undefined) scores.push(Math.abs(z));
				return { site, seconds, found, z, off };
			});
			console.log(
				version,
				heap.times.mark,
				rows
					.map(
						({ site, seconds, off, z, found }) =>
							`${site} ${seconds} ${found?.kind} ${off?.toFixed(3)} z ${z?.toFixed(2)}`,
					)
					.join('\n'),
			);
			expect(rows.find(({ site }) => site === 'leak')?.found?.kind).toBe('kept');
			expect(rows.find(({ site }) => site === 'gone')?.found?.kind).toBe('below');
			for (const { found, off = 1, z = 9 } of rows.filter(({ site }) => site !== 'leak' && site !== 'gone')) {
				if (found?.kind !== 'lasts') throw new Error(JSON.stringify(found));
				const isSampled = Math.min(found.samples.live, found.samples.allocated) >= 150;
				if (isSampled) expect(Math.abs(off) <= 0.15 || Math.abs(z) <= 1).toBe(true);
			}
		},
		120_000,
	);

	test.skipIf(versions.length < 6)('errors are what they are called', () => {
		expect(scores.length).toBeGreaterThanOrEqual(30);
		const within = (errors: number) => scores.filter((score) => score <= errors).length / scores.length;
		console.log('within one and two errors', within(1), within(2), 'of', scores.length);
		expect(within(1)).toBeGreaterThan(0.55);
		expect(within(2)).toBeGreaterThan(0.9);
	});
});
