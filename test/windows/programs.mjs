// The programs of Debian that the Windows tests need: Wine, and a C compiler for Windows.
import { existsSync } from 'node:fs';
import { findOnPath, runVisibly } from '../../scripts/run.mjs';

const packages = ['wine64', 'gcc-mingw-w64-x86-64-win32'];

/** Absolute paths of the programs; one that is missing is undefined. */
function findPrograms() {
	const library = (name) => [`/usr/lib/wine/${name}`, `/usr/lib/wine/${name}64`].find(existsSync);
	return {
		wine: existsSync('/usr/lib/wine/wine64') ? '/usr/lib/wine/wine64' : findOnPath('wine64'),
		wineserver: library('wineserver') ?? findOnPath('wineserver'),
		compiler: findOnPath('x86_64-w64-mingw32-gcc'),
	};
}

/** What keeps the Windows tests from running on this machine, as one sentence; undefined when they can run. */
export function missingForWindows() {
	if (process.platform !== 'linux' || process.arch !== 'x64')
		return 'Wine runs the Windows tests on Linux for x64 only';
	if (findOnPath('go') === undefined) return 'no go on PATH, which the Go for Windows is built with';
	if (Object.values(findPrograms()).includes(undefined) && !canInstall()) {
		return `no Wine, or no mingw (on Debian: apt-get install ${packages.join(' ')})`;
	}
	return undefined;
}

/** Installs what is missing and says where everything is. */
export async function ensurePrograms() {
	if (Object.values(findPrograms()).includes(undefined)) {
		const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
		await runVisibly(['apt-get', 'update', '-qq'], { env });
		await runVisibly(['apt-get', 'install', '-y', '-qq', '--no-install-recommends', ...packages], { env });
	}
	const { wine, wineserver, compiler } = findPrograms();
	if (wine && wineserver && compiler) return { wine, wineserver, compiler };
	throw new Error(`Wine and mingw could not be installed: apt-get install ${packages.join(' ')}`);
}

function canInstall() {
	return process.getuid?.() === 0 && findOnPath('apt-get') !== undefined;
}
