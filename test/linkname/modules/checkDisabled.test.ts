/** Where a repository may say that it is linked without the check of linknames, and what only looks so. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listDirectory, readText } from '../../../server/src/toolchain/files.ts';
import { checkDisabledBy } from '../../../server/src/linkname/modules/checkDisabled.ts';
import { temporaryModule } from '../../support/go.ts';

const flag = '-ldflags=-checklinkname=0';
const build = `go build ${flag} .\n`;

interface Case {
	readonly files: Readonly<Record<string, string>>;
	/** The module's directory; the top one when absent. */
	readonly module?: string;
	readonly expected: string | undefined;
}

const cases: Readonly<Record<string, Case>> = {
	'a Makefile': { files: { Makefile: `all:\n\t${build}` }, expected: 'Makefile:2' },
	'a script in a folder': { files: { 'scripts/build.sh': `#!/bin/sh\n${build}` }, expected: 'scripts/build.sh:2' },
	'a script without extension': { files: { 'hack/release': build }, expected: 'hack/release:1' },
	'a file that the Makefile reads': {
		files: { Makefile: 'FLAGS = $(shell cat conf/ldflags)\n', 'conf/ldflags': '-s -checklinkname=0\n' },
		expected: 'conf/ldflags:1',
	},
	'a file that the Makefile includes': {
		files: { Makefile: 'include mk/flags.inc\n', 'mk/flags.inc': `FLAGS = ${flag}\n` },
		expected: 'mk/flags.inc:1',
	},
	'a file that nothing reads': { files: { 'conf/ldflags': '-checklinkname=0\n' }, expected: undefined },
	'files that include each other': {
		files: { 'a.mk': 'include b.mk\n', 'b.mk': 'include a.mk\n' },
		expected: undefined,
	},
	'the settings of an editor': {
		files: { '.vscode/settings.json': `{\n\t"go.buildFlags": ["${flag}"]\n}\n` },
		expected: '.vscode/settings.json:2',
	},
	'a comment in the settings of an editor': {
		files: { '.vscode/settings.json': `{\n\t// "go.buildFlags": ["${flag}"]\n}\n` },
		expected: undefined,
	},
	Bazel: { files: { 'BUILD.bazel': 'go_binary(gc_linkopts = ["-checklinkname=0"])\n' }, expected: 'BUILD.bazel:1' },
	mage: { files: { 'magefile.go': `const flags = "${flag}"\n` }, expected: 'magefile.go:1' },
	'a folder of mage': {
		files: { 'magefiles/release/build.go': `//go:build mage\n\npackage main\n\nconst flags = "${flag}"\n` },
		expected: 'magefiles/release/build.go:5',
	},
	'a script in a folder of a folder': { files: { 'scripts/ci/build.ps1': build }, expected: 'scripts/ci/build.ps1:1' },
	'an action of the repository': {
		files: { '.github/actions/b/action.yml': build },
		expected: '.github/actions/b/action.yml:1',
	},
	'a Dockerfile beside a program': {
		files: { 'cmd/app/Dockerfile': `RUN ${build}` },
		expected: 'cmd/app/Dockerfile:1',
	},
	'a text beside a program': { files: { 'cmd/app/notes.txt': build }, expected: undefined },
	'a package that Bazel builds': {
		files: { 'MODULE.bazel': '', 'app/server/BUILD.bazel': 'go_binary(\n\tgc_linkopts = ["-checklinkname=0"],\n)\n' },
		expected: 'app/server/BUILD.bazel:2',
	},
	'a BUILD file where nothing says that Bazel is in use': {
		files: { 'app/BUILD.bazel': 'gc_linkopts = ["-checklinkname=0"]\n' },
		expected: undefined,
	},
	'variables of the environment': { files: { '.env': `GOFLAGS=${flag}\n` }, expected: '.env:1' },
	'a workflow': { files: { '.github/workflows/ci.yml': `- run: ${build}` }, expected: '.github/workflows/ci.yml:1' },
	'a Makefile above the module, in its repository': {
		module: 'service',
		files: { '.git/HEAD': '', Makefile: `service:\n\t${build}`, 'service/go.mod': '' },
		expected: '../Makefile:2',
	},
	'a Makefile above the module, in its workspace': {
		module: 'a/b',
		files: { 'go.work': '', Makefile: build, 'a/b/go.mod': '' },
		expected: '../../Makefile:1',
	},
	'a Makefile outside of the repository': {
		module: 'repository',
		files: { Makefile: build, 'repository/.git/HEAD': '', 'repository/go.mod': '' },
		expected: undefined,
	},
	'a Makefile above a module that is in no repository': {
		module: 'service',
		files: { Makefile: build, 'service/go.mod': '' },
		expected: undefined,
	},
	'another flag': { files: { Makefile: 'go build -ldflags=-checklinkname=1 .\n' }, expected: undefined },
	prose: { files: { 'README.md': build, 'scripts/notes.md': build }, expected: undefined },
	'a Go program': { files: { 'tools/main.go': `// ${build}` }, expected: undefined },
};

test.each(Object.entries(cases))('%s', async (_, { files, module = '', expected }) => {
	const directory = join(temporaryModule(files), module);
	const switches = { setting: false, flags: '' };
	expect(await checkDisabledBy(directory, switches, { listDirectory, readText })).toBe(expected);
});
