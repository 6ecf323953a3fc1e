import { fileStatus } from '../../toolchain/files.ts';
import type { Changes } from '../answers/changes.ts';
import { dirname, join } from '../../toolchain/paths.ts';
import type { NoToolchain, Toolchain } from '../../toolchain/toolchain.ts';
import { createGoContext, type GoContext, type NoGo } from './goContext.ts';
import { findGo } from './findGo.ts';
import { type GoSettings, withoutGo } from './goSettings.ts';
import { type ModuleDirectory, moduleDirectory, workFileAbove } from './moduleDirectory.ts';

export interface GoModulesDeps {
	/** The settings for a module directory. Asked each time: they and trust change while we live. */
	readonly settings: (directory: string) => GoSettings;
	readonly toolchain: () => Toolchain | NoToolchain;
	/** Says what changed, for who asks many times a second: a look at the disk counts for a moment, unless files changed. */
	readonly changes?: Changes;
}

/** The Go of every module with an open file, asked once and again when go.mod, go.work or the settings changed. */
export interface GoModules {
	/** The context of the module that holds an absolute file path. Rejects only when `signal` aborts. */
	contextOf(file: string, signal: AbortSignal): Promise<GoContext | NoGo>;
	/** The same for a directory. */
	contextOfDirectory(directory: string, signal: AbortSignal): Promise<GoContext | NoGo>;
	/**
	 * The same for a request that somebody waits for and that can be answered without the go command: it is `unanswered` when it
	 * takes longer than a moment. A cold disk, a virus scanner or a home on the network make `go env` take seconds.
	 */
	contextSoon(directory: string): Promise<GoContext | NoGo>;
	/** What is known so far, without asking anybody. */
	known(): readonly (GoContext | NoGo)[];
	/** Whether some module would be given another go command now. Stats a few files for each, runs nothing. */
	wouldChange(): Promise<boolean>;
	/** Ask again next time: the environment or the installation may have changed in a way that no file shows. */
	forget(): void;
}

interface Entry {
	readonly stamp: string;
	readonly answer: Promise<GoContext | NoGo>;
	known: GoContext | NoGo | undefined;
}

/** Milliseconds: `go env` takes 10 to 30 on a warm disk. */
const patience = 300;

/** Milliseconds. An edit asks a dozen times, and each look stats the directories up to the root twice: 14 ms of CPU an edit. */
const lookFor = 250;
const mostLooks = 1_000;

interface Look {
	readonly module: ModuleDirectory;
	readonly stamp: string;
}

export function createGoModules(deps: GoModulesDeps): GoModules {
	const entries = new Map<string, Entry>();
	const looks = new Map<string, { readonly until: number; readonly look: Promise<Look> }>();
	deps.changes?.on(['files'], () => looks.clear());

	async function lookAt(directory: string): Promise<Look> {
		const module = await moduleDirectory(directory);
		// Somebody may be making one right now.
		if (module.moduleFile === undefined) looks.delete(directory);
		return { module, stamp: await stampOf(module) };
	}

	function recentLook(directory: string): Promise<Look> {
		const now = performance.now();
		const recent = looks.get(directory);
		if (deps.changes === undefined) return lookAt(directory);
		if (recent && now < recent.until) return recent.look;
		const look = lookAt(directory);
		if (looks.size >= mostLooks) looks.clear();
		looks.set(directory, { until: now + lookFor, look });
		return look;
	}

	async function contextOfDirectory(directory: string, signal: AbortSignal): Promise<GoContext | NoGo> {
		const { module, stamp: files } = await recentLook(directory);
		const settings = deps.settings(module.directory);
		const toolchain = deps.toolchain();
		const stamp = `${toolchain.kind} ${spell(settings)} ${files}`;
		signal.throwIfAborted();
		const before = entries.get(module.directory);
		const entry = before?.stamp === stamp ? before : ask(module, settings, toolchain, stamp);
		const known = await entry.answer;
		signal.throwIfAborted();
		return known;
	}

	/** Not bound to the signal of who asked first: the answer is for all who ask. */
	function ask(
		module: ModuleDirectory,
		settings: GoSettings,
		toolchain: Toolchain | NoToolchain,
		stamp: string,
	): Entry {
		const answer = createGoContext(module, settings, toolchain, new AbortController().signal);
		const entry: Entry = { stamp, answer, known: undefined };
		entries.set(module.directory, entry);
		answer.then(
			(known) => {
				entry.known = known;
			},
			() => entries.delete(module.directory),
		);
		return entry;
	}

	async function contextSoon(directory: string): Promise<GoContext | NoGo> {
		let timer: NodeJS.Timeout | undefined;
		const late = new Promise<NoGo>((resolve) => {
			const problem = 'The go command has not answered yet.';
			const none: NoGo = { kind: 'no-go', directory, reason: 'unanswered', problem, source: '', version: undefined };
			timer = setTimeout(() => resolve(none), patience);
		});
		const answer = contextOfDirectory(directory, new AbortController().signal);
		// Nobody may be left to be told.
		answer.catch(() => {});
		try {
			return await Promise.race([answer, late]);
		} finally {
			clearTimeout(timer);
		}
	}

	async function wouldChange(): Promise<boolean> {
		const answers = await Promise.all([...entries.values()].map((entry) => entry.answer.catch(() => undefined)));
		const changes = answers.map(async (context) => {
			if (context === undefined) return true;
			const found = await findGo(deps.settings(context.directory));
			return (found.kind === 'found' ? found.source : '') !== context.source;
		});
		return (await Promise.all(changes)).includes(true);
	}

	return {
		contextOfDirectory,
		contextSoon,
		wouldChange,
		contextOf: (file, signal) => contextOfDirectory(dirname(file), signal),
		known: () => [...entries.values()].flatMap((entry) => entry.known ?? []),
		forget: () => entries.clear(),
	};
}

/** Without what the Go extension answers: mostly it is the go command that is in use anyway, see `wouldChange`. */
function spell(settings: GoSettings): string {
	const { PATH, Path, GOROOT, GOFLAGS, GOTOOLCHAIN } = settings.environment;
	const extension = withoutGo(settings.extension);
	return JSON.stringify({ ...settings, extension, environment: [PATH, Path, GOROOT, GOFLAGS, GOTOOLCHAIN] });
}

/** Changes when go.mod or the go.work above it does. */
async function stampOf({ directory, moduleFile }: ModuleDirectory): Promise<string> {
	const files = [
		moduleFile ?? join(directory, 'go.mod'),
		(await workFileAbove(directory)) ?? join(directory, 'go.work'),
	];
	const states = await Promise.all(files.map(fileStatus));
	return states.map((state) => (state ? `${state.modified}/${state.size}` : '-')).join(' ');
}
