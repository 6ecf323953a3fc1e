import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { openVersionTable, type VersionTable } from '../../../server/src/analysis/linker/versionTable.ts';

let blocksRead = 0;
const bytes = readFileSync('server/data/versions.bin');

function open(): VersionTable {
	const table = openVersionTable(bytes, (part) => {
		blocksRead++;
		return brotliDecompressSync(part).toString('utf8');
	});
	if (!table) throw new Error('server/data/versions.bin is no table.');
	return table;
}

const letters = { links: 'L', refused: 'x', absent: '.' };

/** One letter a release, and the signatures with the release that brought them. */
function spell(symbol: string, platform = 'linux/amd64'): string {
	const row = open().row(symbol, platform);
	if (!row) return 'unknown';
	const states = row.versions.map((cell) => letters[cell.state]).join('');
	const history: string[] = [];
	let last: string | undefined;
	for (const cell of row.versions) {
		if (!('kind' in cell) || cell.signature === last) continue;
		last = cell.signature;
		history.push(`${cell.minor} ${cell.kind} ${cell.signature}`);
	}
	return [states, ...history].join('; ');
}

test.each([
	['runtime.nanotime', 'LLLLLLLLLL; 18 func () int64'],
	['runtime.newobject', 'LLLLLLxxxx; 18 func (typ *_type) unsafe.Pointer'],
	[
		'runtime.roundupsize',
		'LLLLLxxxxx; 18 func (size uintptr) uintptr; 22 func (size uintptr, noscan bool) (reqSize uintptr)',
	],
	['runtime.asmcgocall', 'LLLLLLLLLx; 18 func (fn, arg unsafe.Pointer) int32'],
	['runtime.coroswitch', '....Lxxxxx; 22 func (c *coro)'],
	['sync.(*Once).doSlow', 'LLLLLxxxxx; 18 method (f func())'],
	['sync.runtime_Semacquire', 'LLLLLLLLLL; 18 func (addr *uint32)'],
	['runtime.ncpu', 'LLLLLxx...; 18 var int32'],
	['encoding/binary.LittleEndian', 'LLLLLLLLLL; 18 var littleEndian'],
	// Defined by the linker itself, as long as it has the tables that they are bounds of.
	['runtime.etext', 'LLLLLLLLLL; 18 var '],
	['runtime.covctrs', '..LLLLLLLL; 20 var '],
	['runtime.symtab', 'LLLLLLLL..; 18 var '],
	['runtime.typelink', 'LLLLLLLLL.; 18 var '],
	['runtime.itablink', 'LLLLLLLLL.; 18 var '],
	['runtime.noSuchFunction', 'unknown'],
	['no/such/package.f', 'unknown'],
	['constructor', 'unknown'],
])('%s', (symbol, expected) => {
	expect(spell(symbol)).toBe(expected);
});

test('platforms differ, and one that was not recorded is answered by its nearest', () => {
	expect(spell('runtime.walltime', 'linux/amd64')).toBe('unknown');
	expect(spell('runtime.walltime', 'darwin/arm64')).toMatch(/^LLLLL/);
	const table = open();
	expect(table.row('runtime.nanotime', 'windows/386')?.platform).toBe('windows/amd64');
	expect(table.row('runtime.nanotime', 'freebsd/arm64')?.platform).toBe('linux/arm64');
	expect(table.row('runtime.nanotime', 'plan9/mips')?.platform).toBe('linux/amd64');
});

test('close names', () => {
	const table = open();
	expect(table.closeNames('sync.Once.doSlow')).toEqual(['sync.(*Once).doSlow']);
	expect(table.closeNames('runtime.nanotme')).toContain('runtime.nanotime');
	expect(table.closeNames('no/such/package.f')).toEqual([]);
});

test('a question decodes the head and one block', () => {
	blocksRead = 0;
	const table = open();
	expect(blocksRead).toBe(1);
	table.row('runtime.nanotime', 'linux/amd64');
	table.row('runtime.procPin', 'linux/arm64');
	expect(blocksRead).toBe(2);
});

test('bytes that are no table', () => {
	expect(openVersionTable(new Uint8Array(), () => '')).toBeUndefined();
	expect(openVersionTable(new Uint8Array([76, 83, 86, 49]), () => '')).toBeUndefined();
	expect(openVersionTable(new TextEncoder().encode('something else entirely'), () => '')).toBeUndefined();
});

test('it stays small', () => {
	expect(bytes.length).toBeLessThan(400_000);
});
