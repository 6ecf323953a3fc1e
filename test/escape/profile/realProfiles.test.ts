/** Profiles that real programs write, of every kind: by the Go in use, and with LONG=1 by each release from Go 1.21 on. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { costOfLine } from '../../../server/src/analysis/profile/costWords.ts';
import type { Cost, CostProfile } from '../../../server/src/analysis/profile/costProfile.ts';
import { readRecording } from '../../../server/src/escape/profile/readRecording.ts';
import { goTest, temporaryModule } from '../../support/go.ts';

const source = `package main

import (
	"context"
	"os"
	"runtime"
	"runtime/pprof"
	"sync"
	"time"
)

type row struct{ a, b, c, d int64 }

var kept []*row
var total int

//go:noinline
func fill() {
	for i := 0; i < 20000; i++ {
		kept = append(kept, &row{}) // allocates
	}
}

//go:noinline
func burn() {
	for i := 0; i < 200_000_000; i++ {
		total += i * i
	}
}

func main() {
	os.Chdir(os.Args[1])
	runtime.MemProfileRate = 512
	runtime.SetMutexProfileFraction(1)
	runtime.SetBlockProfileRate(1)
	file, _ := os.Create("cpu.pb.gz")
	pprof.StartCPUProfile(file)
	pprof.Do(context.Background(), pprof.Labels("tenant", "blue"), func(context.Context) {
		burn()
	})
	pprof.StopCPUProfile()
	file.Close()
	fill()
	var lock sync.Mutex
	lock.Lock()
	meet := make(chan bool)
	go func() {
		pprof.SetGoroutineLabels(pprof.WithLabels(context.Background(), pprof.Labels("tenant", "red")))
		meet <- true
		lock.Lock()
		lock.Unlock()
		meet <- true
	}()
	<-meet
	time.Sleep(30 * time.Millisecond)
	lock.Unlock()
	for _, name := range []string{"heap", "allocs", "mutex", "block", "goroutine", "threadcreate"} {
		if name == "mutex" {
			<-meet
		}
		runtime.GC()
		file, _ := os.Create(name + ".pb.gz")
		pprof.Lookup(name).WriteTo(file, 0)
		file.Close()
	}
}
`;
const allocating = source.split('\n').findIndex((line) => line.endsWith('// allocates')) + 1;

/** What is read of each, what it has of everything, and what it says of the line that allocates. */
const expected: readonly (readonly [name: string, kind: CostProfile['kind'], of: keyof Cost, words?: RegExp])[] = [
	['cpu.pb.gz', 'cpu', 'cpu'],
	['heap.pb.gz', 'allocations', 'bytes', /^about .* objects on this line/],
	['allocs.pb.gz', 'allocations', 'bytes', /^about .* objects on this line/],
	['mutex.pb.gz', 'waiting', 'events'],
	['block.pb.gz', 'waiting', 'waited'],
	['goroutine.pb.gz', 'goroutines', 'objects'],
	// As the pprof tool writes it again.
	['proto.pb.gz', 'allocations', 'bytes', /^about .* objects on this line/],
	['difference.pb.gz', 'allocations', 'bytes'],
];

const releases = process.env['LONG']
	? ['1.21.13', '1.22.12', '1.23.12', '1.24.12', '1.25.8', '1.26.8', '1.27.0']
	: [undefined];

for (const release of releases) {
	goTest(`profiles of every kind by ${release === undefined ? 'the Go in use' : `Go ${release}`}`, async () => {
		const root = temporaryModule({ 'go.mod': 'module example.com/m\n\ngo 1.21\n', 'main.go': source });
		const env = { ...process.env, ...(release !== undefined && { GOTOOLCHAIN: `go${release}` }) };
		const run = (file: string, ...args: readonly string[]) =>
			execFileSync(file, args, { cwd: root, env, stdio: 'pipe' });
		run('go', 'build', '-o', 'program.exe', '.');
		run(join(root, 'program.exe'), root);
		run('go', 'tool', 'pprof', '-proto', '-output=proto.pb.gz', 'allocs.pb.gz');
		run('go', 'tool', 'pprof', '-proto', '-output=difference.pb.gz', '-diff_base=heap.pb.gz', 'allocs.pb.gz');
		const place = { path: join(root, 'main.go'), importPath: 'example.com/m' };
		for (const [name, kind, of, words] of expected) {
			const read = await readRecording([join(root, name)]);
			if (typeof read === 'string') throw new Error(read);
			const [profile] = read.profiles;
			expect([name, profile?.kind]).toEqual([name, kind]);
			// Whether anybody waited for the mutex depends on the machine.
			if (name !== 'mutex.pb.gz') expect([name, (profile?.total[of] ?? 0) > 0]).toEqual([name, true]);
			const file = profile?.file(place);
			const line = file?.lines.get(allocating);
			if (words)
				expect([name, line && profile && costOfLine(line, profile)]).toEqual([name, expect.stringMatching(words)]);
			if (kind === 'cpu') expect(file?.functions.get('burn')?.cpu).toBeGreaterThan(0);
		}
		expect(await readRecording([join(root, 'threadcreate.pb.gz')])).toMatch(/a CPU or a heap profile is needed/);
		// A profile that was cut off, at any place, is one sentence or, where gzip has not noticed yet, a profile.
		const whole = readFileSync(join(root, 'heap.pb.gz'));
		for (const part of [0, 1, 2, 10, whole.length >> 1, whole.length - 9]) {
			writeFileSync(join(root, 'cut.pb.gz'), whole.subarray(0, part));
			expect(await readRecording([join(root, 'cut.pb.gz')])).toMatch(/^[^\n]*cut\.pb\.gz: this [^\n]*\.$/);
		}
	});
}
