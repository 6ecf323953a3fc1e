// One edit in one file of a real package: what it costs us, what it costs gopls, what it costs to build it.
import { dirname, join } from 'node:path';
import { timeEdits, watchGopls, watchOurs, withProbe } from './escapeProbe.mjs';
import { copyExamples, copyModule, go, goroot, writeOverlay } from './goModules.mjs';
import { gopls } from './gopls.mjs';
import { startLanguageServer } from './languageServer.mjs';
import { median } from './median.mjs';
import { ourServer } from './ourServer.mjs';
import { cpuSeconds } from './processTime.mjs';

const edits = 5;
const builds = 3;

/**
 * @typedef {object} Edited
 * @property {string} what
 * @property {string} module `examples`, `std`, or a published `path@version`
 * @property {string} file
 */

/** Keeps the modules of one run below a folder that the caller removes. */
export function createEdits(folder) {
	const places = new Map();

	async function placeOf(module) {
		if (module === 'std') return join(await goroot(), 'src');
		const place = places.get(module) ?? join(folder, `module${places.size}`);
		if (places.has(module)) return place;
		places.set(module, place);
		await (module === 'examples' ? copyExamples(place) : copyModule(module, place));
		return place;
	}

	async function edited(command, { module, file }, watch) {
		const place = await placeOf(module);
		const server = await startLanguageServer(command, place);
		try {
			const { seconds, cpu, late } = await timeEdits(server, join(place, file), edits, watch(server));
			return { seconds: median(seconds), cpu: median(cpu), late };
		} finally {
			await server.stop();
		}
	}

	return {
		ours: (edit) => edited(ourServer, edit, watchOurs),
		gopls: async (edit) => edited([await gopls()], edit, watchGopls),
		/** CPU seconds of the same edit for whoever builds at the command line. */
		async build({ module, file }) {
			const path = join(await placeOf(module), file);
			const seconds = [];
			for (let build = 0; build <= builds; build++) {
				// A size that no run before has had: the build cache must not know it.
				const overlay = writeOverlay(folder, path, withProbe(path, Date.now() % 1_000_000).text);
				const before = cpuSeconds(process.pid);
				await go(['build', `-overlay=${overlay}`, '.'], dirname(path));
				// The first one compiles what the package depends on.
				if (build > 0) seconds.push(cpuSeconds(process.pid) - before);
			}
			return median(seconds);
		},
	};
}
