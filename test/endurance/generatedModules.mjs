// Modules of any number and size for the endurance runs: each package imports the one before it, allocates and leaks; one module in ten
// pulls from the run-time in every file.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * @param {string} folder
 * @param {{ modules: number, packages: number, files: number }} size packages of a module, files of a package
 * @returns {string[]} the absolute paths of all Go files
 */
export function writeModules(folder, { modules, packages, files }) {
	const uses = Array.from({ length: modules }, (_, module) => `use ./m${module}\n`).join('');
	write(join(folder, 'go.work'), `go 1.24\n\n${uses}`);
	const paths = [];
	for (let module = 0; module < modules; module++) {
		write(join(folder, `m${module}/go.mod`), `module example.com/m${module}\n\ngo 1.24\n`);
		for (let one = 0; one < packages; one++) {
			for (let file = 0; file < files; file++) {
				const path = join(folder, `m${module}/p${one}/f${file}.go`);
				write(path, sourceOf({ module, package: one, file }));
				paths.push(path);
			}
		}
	}
	return paths;
}

/** The first file of a package imports the package before it in its module. */
function sourceOf({ module, package: one, file }) {
	const before = one > 0 && file === 0 ? `p${one - 1}` : '';
	const pulls = module % 10 === 1;
	const imports = [pulls ? '\t_ "unsafe"\n' : '', before && `\n\t"example.com/m${module}/${before}"\n`].join('');
	const use = before && `func Before${file}() *${before}.Item0 { return ${before}.New0(1) }\n`;
	return `package p${one}

${imports && `import (\n${imports})\n`}
type Item${file} struct {
	name string
	next *Item${file}
	data [${file + 1}]int
}

var all${file} []*Item${file}

${pulls ? `//go:linkname clock${file} runtime.nanotime\n` : ''}func clock${file}() int64${pulls ? '' : ' { return 1 }'}

func New${file}(n int) *Item${file} {
	item := &Item${file}{name: "item"}
	item.data[0] = n + int(clock${file}())
	return item
}

func Keep${file}(item *Item${file}) {
	for i := range 3 {
		all${file} = append(all${file}, item, New${file}(i))
	}
}

func Callback${file}() func() int {
	count := 0
	return func() int { count++; return count }
}

${use}`;
}

function write(path, text) {
	mkdirSync(dirname(path), { recursive: true });
	writeFileSync(path, text);
}
