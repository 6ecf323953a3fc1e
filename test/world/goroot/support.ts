/** A Go tree in memory, small enough to read: the files that say how its linker checks, and some packages. */
import type { DirectoryEntry } from '../../../server/src/toolchain/files.ts';
import type { GorootFiles } from '../../../server/src/world/goroot/gorootTree.ts';

export interface MemoryFiles extends GorootFiles {
	readonly texts: Map<string, string>;
	/** Every path that was read, in order. */
	readonly reads: string[];
	/** Counted up by tests that change files. */
	modified: number;
}

export function memoryFiles(texts: Readonly<Record<string, string>>): MemoryFiles {
	const files: MemoryFiles = {
		texts: new Map(Object.entries(texts)),
		reads: [],
		modified: 1,
		async readText(path) {
			files.reads.push(path);
			return files.texts.get(path);
		},
		async listDirectory(path) {
			const found = new Map<string, DirectoryEntry['kind']>();
			for (const file of files.texts.keys()) {
				if (!file.startsWith(`${path}/`)) continue;
				const [name = '', ...rest] = file.slice(path.length + 1).split('/');
				found.set(name, rest.length > 0 ? 'directory' : 'file');
			}
			return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, kind]) => ({ name, kind }));
		},
		async fileStatus(path) {
			const file = files.texts.get(path);
			const directory = [...files.texts.keys()].some((name) => name.startsWith(`${path}/`));
			if (file === undefined && !directory) return undefined;
			return { kind: directory ? 'directory' : 'file', modified: files.modified, size: file?.length ?? 0 };
		},
		async writeText(path, text) {
			files.texts.set(path, text);
			return true;
		},
	};
	return files;
}

/** The parts of a linker that the rules are read from. */
const linkers = {
	unchecked: { loader: '', assembler: '', objectSymbols: '', compiler: '' },
	/** Go 1.23 */
	first: {
		loader: `func (l *Loader) checkLinkname(pkg, name string, s Sym) { if osym.IsLinkname() || osym.ABIWrapper() { return } }
var blockedLinknames = map[string][]string{
	// coroutines
	"runtime.newcoro": {"iter"},
}
`,
		assembler: '',
		objectSymbols: '',
		compiler: '',
	},
	/** Go 1.27 */
	strict: {
		loader: `func (l *Loader) checkLinkname(refpkg *oReader, name string, s Sym) { if osym.IsLinknameStd() {} }
var blockedLinknames = map[string][]string{
	"runtime.newcoro": {"iter"},
}
`,
		assembler: 'ctxt.Std = *flags.Std',
		objectSymbols: 'i != -1 && !rs.IsLinkname()',
		compiler: 'ssagen.GenIntrinsicBody(fn)',
	},
};

export function goTree(
	linker: keyof typeof linkers,
	sources: Readonly<Record<string, string>>,
): Record<string, string> {
	const { loader, assembler, objectSymbols, compiler } = linkers[linker];
	const tree: Record<string, string> = {
		VERSION: 'go1.99.1\ntime 2026-01-01T00:00:00Z\n',
		'src/cmd/link/internal/loader/loader.go': loader,
		'src/cmd/asm/main.go': assembler,
		'src/cmd/internal/obj/sym.go': objectSymbols,
		'src/cmd/internal/goobj/builtinlist.go': '\t{"runtime.newobject", 1},\n',
		'src/cmd/compile/internal/gc/compile.go': compiler,
		'src/cmd/compile/internal/ssagen/intrinsics.go':
			'\taddF("internal/bytealg", "Count", f)\n\nconst simdPackage = "simd/archsimd"\n',
		'src/internal/buildcfg/exp.go': `package buildcfg
	switch goarch {
	case "amd64":
		regabiSupported = true
	}
	baseline := goexperiment.Flags{
		RegabiWrappers: regabiSupported,
	}
`,
	};
	for (const [name, text] of Object.entries(sources)) tree[`src/${name}`] = text;
	return Object.fromEntries(Object.entries(tree).map(([name, text]) => [`/go/${name}`, text]));
}
