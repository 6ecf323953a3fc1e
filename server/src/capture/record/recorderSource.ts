/** The Go file that is compiled into a program or test to record it. It is given to the go command with `-overlay` and written nowhere else. */

/** Environment variables that the recorder reads, and takes out of the environment before the program sees it. */
export const recorderVariables = {
	directory: 'LINKSCAPE_CAPTURE_DIR',
	rate: 'LINKSCAPE_CAPTURE_RATE',
	every: 'LINKSCAPE_CAPTURE_EVERY',
	debug: 'LINKSCAPE_CAPTURE_GODEBUG',
} as const;

/** A file by this name in its directory asks the recorder to write what it has and to make {@link doneFile}. */
export const stopFile = 'stop';
export const doneFile = 'done';

/** Stands before all others in the order of the go command, so that its variables are initialized first. */
export const recorderFile = '0_linkscape_capture.go';
export const recorderTestFile = '0_linkscape_capture_test.go';

export interface Recorder {
	/** Of the package clause. */
	readonly packageName: string;
	/** `test`: the flags of the test binary record CPU, allocations and contention. `program`: the recorder does. */
	readonly mode: 'test' | 'program';
	/** A test package without a TestMain gets one that records once more at the end. */
	readonly testMain: boolean;
}

/**
 * Names begin with `lsc`, those of imports too, so that they meet none of the package. No language newer than Go 1.16 (the go line of a
 * module may ask for an old one), no library newer than Go 1.21.
 */
export function recorderSource({ packageName, mode, testMain }: Recorder): string {
	return `package ${packageName}

import (
	lscFmt "fmt"
	lscOS "os"
	lscFilepath "path/filepath"
	lscRuntime "runtime"
	lscDebug "runtime/debug"
	lscMetrics "runtime/metrics"
	lscPprof "runtime/pprof"
${mode === 'program' ? '\tlscTrace "runtime/trace"\n' : ''}	lscStrconv "strconv"
	lscSync "sync"
${testMain ? '\tlscTesting "testing"\n' : ''}	lscTime "time"
)

var lscRate = func() int {
	if rate, err := lscStrconv.Atoi(lscOS.Getenv("${recorderVariables.rate}")); err == nil && rate > 0 {
		lscRuntime.MemProfileRate = rate
	}
	return lscRuntime.MemProfileRate
}()

var lscDir string
var lscLock lscSync.Mutex
var lscCount int
var lscOver bool

func init() {
	lscDir = lscOS.Getenv("${recorderVariables.directory}")
	if lscDir == "" {
		return
	}
	every, err := lscTime.ParseDuration(lscOS.Getenv("${recorderVariables.every}"))
	if err != nil || every <= 0 {
		every = lscTime.Second
	}
	if before, ok := lscOS.LookupEnv("${recorderVariables.debug}"); ok {
		lscOS.Setenv("GODEBUG", before)
	} else {
		lscOS.Unsetenv("GODEBUG")
	}
	for _, name := range []string{${Object.values(recorderVariables)
		.map((name) => `"${name}"`)
		.join(', ')}} {
		lscOS.Unsetenv(name)
	}
	if info, ok := lscDebug.ReadBuildInfo(); ok {
		lscOS.WriteFile(lscFilepath.Join(lscDir, "buildinfo.txt"), []byte(info.String()), 0o644)
	}
${mode === 'program' ? '\tlscStart()\n' : ''}	go func() {
		// What is short has its snapshots soon.
		step := every / 16
		for next := lscTime.Now(); ; {
			lscLock.Lock()
			if !lscOver && !lscTime.Now().Before(next) {
				lscSnapshot()
				if lscCount%60 == 0 {
					every *= 2
				}
				next = lscTime.Now().Add(step)
				if step *= 2; step > every {
					step = every
				}
			}
			lscLock.Unlock()
			if _, err := lscOS.Stat(lscFilepath.Join(lscDir, "${stopFile}")); err == nil {
				lscFinish()
				return
			}
			pause := lscTime.Until(next)
			if pause > 100*lscTime.Millisecond {
				pause = 100 * lscTime.Millisecond
			}
			lscTime.Sleep(pause)
		}
	}()
}

// lscSnapshot records what is live as of a collection of its own.
func lscSnapshot() {
	before := lscTime.Now()
	lscRuntime.GC()
	collected := lscTime.Now()
	name := lscFmt.Sprintf("heap%03d.pb.gz", lscCount)
	lscCount++
	lscWrite("heap", name)
	var stats lscDebug.GCStats
	lscDebug.ReadGCStats(&stats)
	line := lscFmt.Sprintf(\`{"file":%q,"numGC":%d,"lastGC":%d,"gcMicros":%d,"snapMicros":%d\`, name, stats.NumGC, stats.LastGC.UnixNano(), collected.Sub(before).Microseconds(), lscTime.Since(collected).Microseconds())
	var samples []lscMetrics.Sample
	for _, metric := range lscMetrics.All() {
		samples = append(samples, lscMetrics.Sample{Name: metric.Name})
	}
	lscMetrics.Read(samples)
	for _, sample := range samples {
		switch sample.Value.Kind() {
		case lscMetrics.KindUint64:
			line += lscFmt.Sprintf(",%q:%d", sample.Name, sample.Value.Uint64())
		case lscMetrics.KindFloat64:
			if value := sample.Value.Float64(); value-value == 0 {
				line += lscFmt.Sprintf(",%q:%g", sample.Name, value)
			}
		}
	}
	if log, err := lscOS.OpenFile(lscFilepath.Join(lscDir, "snapshots.jsonl"), lscOS.O_CREATE|lscOS.O_WRONLY|lscOS.O_APPEND, 0o644); err == nil {
		log.WriteString(line + "}\\n")
		log.Close()
	}
	if lscCount%8 == 2 {
		lscWrite("goroutine", "goroutine.pb.gz")
	}
}

// lscWrite writes a whole profile or none.
func lscWrite(profile, name string) {
	path := lscFilepath.Join(lscDir, name)
	file, err := lscOS.Create(path + ".part")
	if err != nil {
		return
	}
	if err := lscPprof.Lookup(profile).WriteTo(file, 0); err == nil {
		file.Close()
		lscOS.Rename(path+".part", path)
		return
	}
	file.Close()
}

// lscFinish records the end; it may be called several times.
func lscFinish() {
	if lscDir == "" {
		return
	}
	lscLock.Lock()
	defer lscLock.Unlock()
	if lscOver {
		return
	}
	lscOver = true
	lscSnapshot()
	lscWrite("goroutine", "goroutine.pb.gz")
${mode === 'program' ? programEnd : ''}	if file, err := lscOS.Create(lscFilepath.Join(lscDir, "${doneFile}")); err == nil {
		file.Close()
	}
}
${mode === 'program' ? programRecording : ''}${testMain ? testMainSource : ''}`;
}

/** Contention is recorded at a rate that costs little. */
export const mutexFraction = 5;
export const blockRate = 10_000;

const programEnd = `	lscWrite("allocs", "allocs.pb.gz")
	lscWrite("mutex", "mutex.pb.gz")
	lscWrite("block", "block.pb.gz")
	lscProfiling.Lock()
	lscPprof.StopCPUProfile()
	lscEnded = true
	if lscCPU != nil {
		lscCPU.Close()
		lscOS.Rename(lscCPU.Name(), lscCPU.Name()[:len(lscCPU.Name())-len(".part")])
	}
	lscProfiling.Unlock()
	if lscTracing != nil {
		lscTrace.Stop()
		lscTracing.Close()
	}
`;

/**
 * A CPU profile is written when it is stopped, and a program may end by os.Exit: what was recorded until then stands in files of 1, 2, 4 …
 * seconds. A trace grows fast, and ends after some seconds.
 */
const programRecording = `
var lscProfiling lscSync.Mutex
var lscCPU *lscOS.File
var lscTracing *lscOS.File
var lscEnded bool

func lscStart() {
	lscRuntime.SetMutexProfileFraction(${mutexFraction})
	lscRuntime.SetBlockProfileRate(${blockRate})
	if file, err := lscOS.Create(lscFilepath.Join(lscDir, "trace.out")); err == nil && lscTrace.Start(file) == nil {
		lscTracing = file
		lscTime.AfterFunc(5*lscTime.Second, lscTrace.Stop)
	}
	lscNextCPU(0)
	go func() {
		pause := lscTime.Second
		for n := 1; ; n++ {
			lscTime.Sleep(pause)
			if pause < 30*lscTime.Second {
				pause *= 2
			}
			lscProfiling.Lock()
			if lscEnded || lscCPU == nil {
				lscProfiling.Unlock()
				return
			}
			lscPprof.StopCPUProfile()
			lscCPU.Close()
			lscOS.Rename(lscCPU.Name(), lscCPU.Name()[:len(lscCPU.Name())-len(".part")])
			lscNextCPU(n)
			lscProfiling.Unlock()
		}
	}()
}

func lscNextCPU(n int) {
	lscCPU = nil
	file, err := lscOS.Create(lscFilepath.Join(lscDir, lscFmt.Sprintf("cpu%03d.pb.gz.part", n)))
	if err == nil && lscPprof.StartCPUProfile(file) == nil {
		lscCPU = file
	}
}

func lscExit(code int) {
	lscFinish()
	lscOS.Exit(code)
}
`;

const testMainSource = `
func TestMain(m *lscTesting.M) {
	code := m.Run()
	lscFinish()
	lscOS.Exit(code)
}
`;
