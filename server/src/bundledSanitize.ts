/** `sanitize` with what it needs. Loaded when it is run. */
import { sanitizedTests } from './capture/sanitize/sanitizedTests.ts';
import { unsafeReports } from './capture/sanitize/unsafeReports.ts';
import type { ExitCode } from './cli/exitCode.ts';
import { printSanitized, type SanitizeOptions } from './cli/sanitizeCommand.ts';
import { CannotRun, type Terminal } from './cli/terminal.ts';
import type { Toolchain } from './toolchain/toolchain.ts';
import { chosenContext } from './world/go/chosenGo.ts';
import type { GoSettings } from './world/go/goSettings.ts';
import { placeOfPackage } from './world/packages/askedPlace.ts';

/** @throws CannotRun when the tests could not be run */
export async function runSanitized(
	options: SanitizeOptions,
	deps: { readonly terminal: Terminal; readonly toolchain: Toolchain; readonly settings: GoSettings },
	signal: AbortSignal,
): Promise<ExitCode> {
	const { terminal, toolchain, settings } = deps;
	const { directory } = terminal;
	const { sanitizer, run, bench } = options;
	const { package: written } = options;
	const place = written.includes('...') ? { directory, pattern: written } : await placeOfPackage(written, directory);
	if (!place) throw new CannotRun(`There is no directory ${written}.`);
	const context = await chosenContext(place.directory, options, { settings, toolchain, directory }, signal);
	if (typeof context === 'string') throw new CannotRun(context);
	if (sanitizer === 'unsafe') {
		const read = await unsafeReports(context, place.directory, place.pattern, signal);
		if (typeof read === 'string') throw new CannotRun(read);
		const { importPaths, reports } = read;
		const importPath = importPaths.length === 1 ? (importPaths[0] ?? '') : `${importPaths.length} packages`;
		return printSanitized(options, context, { kind: 'ran', importPath, reports, passed: true }, terminal);
	}
	const outcome = await sanitizedTests(
		{ context, directory: place.directory, package: place.pattern, sanitizer, run, bench },
		signal,
	);
	if (outcome.kind === 'problem') throw new CannotRun(outcome.problem);
	return printSanitized(options, context, outcome, terminal);
}
