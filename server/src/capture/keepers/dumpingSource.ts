/** The Go file that is compiled into a test program to dump its heap. It is given to the go command with `-overlay` and written nowhere else. */
import { recorderTestFile } from '../record/recorderSource.ts';

/** Reads the directory to write to, and takes the variable out of the environment before a test sees it. */
export const dumpDirectoryVariable = 'LINKSCAPE_KEEPERS_DIR';

/** Stands before all others in the order of the go command. */
export const dumpingFile = recorderTestFile;

/** `heap003.dump`, with the stacks of the goroutines of about the same moment in `heap003.txt`. */
export const dumpName = /^heap(\d+)\.dump$/;

/** Bytes of all dumps together; one that would be larger is not made. */
const mostDumped = 1 << 30;

/**
 * Dumps after 20 ms, 40 ms, 80 ms …, whenever the heap has grown by a half since the last dump, and at the end.
 *
 * Names begin with `lsc`, those of imports too, so that they meet none of the package. No language newer than Go 1.16, no library newer
 * than Go 1.21.
 *
 * @param testMain the test package has no TestMain, and gets one that dumps at the end
 */
export function dumpingSource(packageName: string, testMain: boolean): string {
	return `package ${packageName}

import (
	lscFmt "fmt"
	lscOS "os"
	lscFilepath "path/filepath"
	lscRuntime "runtime"
	lscDebug "runtime/debug"
	lscPprof "runtime/pprof"
	lscSync "sync"
	lscTesting "testing"
	lscTime "time"
)

var lscDir = lscOS.Getenv("${dumpDirectoryVariable}")
var lscLock lscSync.Mutex
var lscCount int
var lscLast, lscWritten uint64

func init() {
	if lscDir == "" {
		return
	}
	lscOS.Unsetenv("${dumpDirectoryVariable}")
	go func() {
		const step = 20 * lscTime.Millisecond
		for tick, next := 1, 1; ; tick++ {
			lscTime.Sleep(step)
			lscLock.Lock()
			var stats lscRuntime.MemStats
			lscRuntime.ReadMemStats(&stats)
			if tick == next || stats.HeapAlloc > lscLast+lscLast/2 {
				lscDump(stats.HeapAlloc)
			}
			if tick == next {
				next *= 2
			}
			lscLock.Unlock()
		}
	}()
}

func lscDump(heap uint64) {
	if lscWritten+heap > ${mostDumped} {
		return
	}
	lscWritten += heap
	lscLast = heap
	name := lscFilepath.Join(lscDir, lscFmt.Sprintf("heap%03d", lscCount))
	lscCount++
	if file, err := lscOS.Create(name + ".txt"); err == nil {
		lscPprof.Lookup("goroutine").WriteTo(file, 2)
		file.Close()
	}
	file, err := lscOS.Create(name + ".part")
	if err != nil {
		return
	}
	lscDebug.WriteHeapDump(file.Fd())
	if file.Close() == nil {
		lscOS.Rename(name+".part", name+".dump")
	}
}

func lscRun(m *lscTesting.M) int {
	code := m.Run()
	if lscDir != "" {
		lscLock.Lock()
		var stats lscRuntime.MemStats
		lscRuntime.ReadMemStats(&stats)
		lscDump(stats.HeapAlloc)
		lscLock.Unlock()
	}
	return code
}
${testMain ? '\nfunc TestMain(m *lscTesting.M) { lscOS.Exit(lscRun(m)) }\n' : ''}`;
}

/** The text of a test file whose TestMain dumps at the end of the tests; every line keeps its number. Undefined when it has none. */
export function dumpingTestMain(text: string): string | undefined {
	const found = /^func TestMain\((\w+) \*\w+\.M\)/m.exec(text);
	const name = found?.[1];
	if (!found || name === undefined) return undefined;
	const end = text.indexOf('\n}', found.index);
	const body = text.slice(found.index, end < 0 ? undefined : end);
	return (
		text.slice(0, found.index) + body.replaceAll(`${name}.Run()`, `lscRun(${name})`) + (end < 0 ? '' : text.slice(end))
	);
}
