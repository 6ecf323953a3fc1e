// Loaded into a server before it starts: at SIGUSR2 it collects garbage and writes what it then holds into the file MEMORY_REPORT, in bytes.
import { writeFileSync } from 'node:fs';

process.on('SIGUSR2', () => {
	// What only finalizers keep is gone after the second time.
	globalThis.gc();
	globalThis.gc();
	const { heapUsed, external, rss } = process.memoryUsage();
	writeFileSync(process.env.MEMORY_REPORT, JSON.stringify({ held: heapUsed + external, rss }));
});
