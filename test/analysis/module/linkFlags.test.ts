import { expect, test } from 'vitest';
import {
	disablesLinknameCheck,
	isBuildScript,
	lineThatDisablesCheck,
} from '../../../server/src/analysis/module/linkFlags.ts';

test.each([
	['-ldflags=-checklinkname=0', true],
	['-ldflags=--checklinkname=0', true],
	["'-ldflags=-s -w -checklinkname=0'", true],
	['-buildvcs=false "-ldflags=-checklinkname=0 -X main.v=1"', true],
	['-ldflags=-checklinkname=false', true],
	['-ldflags=-checklinkname=1', false],
	['-ldflags=-checklinkname=01', false],
	['-ldflags=-nochecklinkname=0', false],
	['-tags=checklinkname', false],
	['', false],
])('GOFLAGS %s switches the check off: %s', (flags, expected) => {
	expect(disablesLinknameCheck(flags)).toBe(expected);
});

test.each([
	['Makefile', 'build:\n\tgo build -ldflags=-checklinkname=0 ./...\n', 2],
	['a variable', 'LDFLAGS := -s -checklinkname=0\n', 1],
	['a variable that grows', 'LDFLAGS = -s \\\n  -w \\\n  -checklinkname=0\n', 3],
	['a comment', '# go build -ldflags=-checklinkname=0\nbuild:\n\tgo build\n', undefined],
	['a comment behind a command', 'build:\n\tgo build # not -checklinkname=0\n', undefined],
	['on', 'build:\n\tgo build -ldflags=-checklinkname=1\n', undefined],
	['.goreleaser.yaml', 'builds:\n  - ldflags:\n      - -checklinkname=0\n', 3],
	['.goreleaser.yaml, a list in one line', 'builds:\n  - ldflags: [-s, -checklinkname=0]\n', 2],
	['.goreleaser.yaml, quoted', "builds:\n  - ldflags: ['-checklinkname=0']\n", 2],
	['a workflow', 'env:\n  GOFLAGS: "-ldflags=-checklinkname=0"\n', 2],
	['a workflow, plain', 'env:\n  GOFLAGS: -ldflags=-checklinkname=0\n', 2],
	['a workflow, commented', '    # - run: go build -ldflags=-checklinkname=0\n', undefined],
	['a shell script, two words', 'go build -ldflags "-checklinkname 0"\n', undefined],
	['CRLF', 'build:\r\n\tgo build -ldflags=-checklinkname=0\r\n', 2],
	['other words', 'see checklinkname\n', undefined],
])('%s: %j', (_, script, line) => {
	expect(lineThatDisablesCheck(script)).toBe(line);
});

test.each([
	['Makefile', true],
	['makefile', true],
	['GNUmakefile', true],
	['build.mk', true],
	['Taskfile.yml', true],
	['Taskfile.dist.yaml', true],
	['.goreleaser.yaml', true],
	['.goreleaser.release.yml', true],
	['goreleaser.yml', true],
	['build.sh', true],
	['justfile', true],
	['.gitlab-ci.yml', true],
	['Dockerfile', true],
	['README.md', false],
	['Makefile.md', false],
	['config.yaml', false],
])('%s is a build script: %s', (name, expected) => {
	expect(isBuildScript(name)).toBe(expected);
});
