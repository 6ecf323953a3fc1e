import { execFileSync } from 'node:child_process';
import { expect } from 'vitest';
import { type BuildContext, isBuiltIn } from '../../../server/src/analysis/build/buildContext.ts';
import { readFileFacts } from '../../../server/src/analysis/linkname/fileFacts.ts';
import { scanGoFile } from '../../../server/src/analysis/source/scanGoFile.ts';
import { goPath, goTest, temporaryModule } from '../../support/go.ts';

const files: Readonly<Record<string, string>> = {
	'plain.go': 'package p',
	'x_linux.go': 'package p',
	'x_windows.go': 'package p',
	'x_arm64.go': 'package p',
	'x_linux_arm64.go': 'package p',
	'linux.go': 'package p',
	'unix.go': '//go:build unix\n\npackage p',
	'old.go': '// +build windows\n\npackage p',
	'late.go': 'package p\n\n//go:build windows',
	'malformed.go': '//go:build linux &&\n\npackage p',
	'release.go': '//go:build go1.21\n\npackage p',
	'future.go': '//go:build go1.99\n\npackage p',
	'tagged.go': '//go:build hot\n\npackage p',
	'gccgo.go': '//go:build gccgo\n\npackage p',
	'cgo.go': '//go:build cgo\n\npackage p',
	'c.go': 'package p\n\nimport "C"',
	'doc.go': '//go:build ignore\n\npackage documentation',
	'documentation.go': 'package documentation',
};

const contexts: readonly Omit<BuildContext, 'minor'>[] = [
	{ goos: 'linux', goarch: 'amd64', cgo: false, tags: [] },
	{ goos: 'windows', goarch: 'arm64', cgo: false, tags: ['hot'] },
	{ goos: 'android', goarch: 'arm64', cgo: true, tags: [] },
	// A tag may be called like a platform.
	{ goos: 'linux', goarch: 'amd64', cgo: true, tags: ['arm64'] },
];

goTest.each(contexts)('a build takes the files that the go command takes: %o', (context) => {
	const directory = temporaryModule({ 'go.mod': 'module example.com/p\n\ngo 1.21\n', ...files });
	const list = (format: string, ...flags: readonly string[]) =>
		execFileSync(goPath ?? '', ['list', '-e', ...flags, '-f', format, '.'], {
			cwd: directory,
			encoding: 'utf8',
			env: {
				...process.env,
				GOFLAGS: '',
				GOOS: context.goos,
				GOARCH: context.goarch,
				CGO_ENABLED: context.cgo ? '1' : '0',
			},
		});
	const taken = list('{{join .GoFiles " "}} {{join .CgoFiles " "}}', `-tags=${context.tags.join(',')}`);
	const minor = Number(/go1\.(\d+)/.exec(list('{{context.ReleaseTags}}').split(' ').at(-1) ?? '')?.[1]);

	const built = Object.entries(files).filter(([name, text]) => {
		const facts = readFileFacts({ path: `/p/${name}`, file: scanGoFile(text) });
		return isBuiltIn(facts, { ...context, minor });
	});
	expect(built.map(([name]) => name).sort()).toEqual(taken.trim().split(/\s+/).sort());
});
