import { expect, test } from 'vitest';
import { type RuntimeCause, runtimeCause } from '../../../server/src/analysis/observed/runtimeCause.ts';

test.each<[line: string, cause: RuntimeCause | undefined]>([
	['m[k] = v', 'map'],
	['\tcounts[word]++', 'map'],
	['s.seen[k] |= bit // again', 'map'],
	['t.nodes[i].next = n', 'map'],
	['m[k] = &node{k}', undefined],
	['m[k] = node{k: v}', 'map'],
	['m[k] = struct{}{}', 'map'],
	['m[k] = []int{v}', undefined],
	['m[k] = map[int]int{}', undefined],
	['m[k] = append(m[k], v)', undefined],
	['m[k] = a + b', undefined],
	['m[pairs[i]] = pairs[i+1]', 'map'],
	['m[k] = input[2*i+2 : 2*i + 3]', 'map'],
	['if m[k] == v {', undefined],
	['ch <- v', 'channel'],
	['v := <-done', 'channel'],
	['select {', 'channel'],
	['switch t := v.(type) {', 'assertion'],
	['if s, ok := v.(Stringer); ok {', 'assertion'],
	['go serve(c)', 'goroutine'],
	['defer unlock()', 'defer'],
	['_, file, line, _ := runtime.Caller(1)', 'call'],
	['return &T{}', undefined],
	['for range string(b) {', undefined],
	['', undefined],
])('%s', (line, cause) => {
	expect(runtimeCause(line)).toBe(cause);
});
