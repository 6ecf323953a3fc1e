/** Modules on disk, judged as the command line does and built by the Go that judges them. */
import { execFile } from 'node:child_process';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import type { Finding } from '../../../server/src/analysis/finding.ts';
import { bundledTargets } from '../../../server/src/bundledTargets.ts';
import { checkTree, type TreeFindings } from '../../../server/src/linkname/check/checkTree.ts';
import { checkTreeTargets } from '../../../server/src/linkname/standard/checkTreeTargets.ts';
import { goPath, temporaryModule } from '../../support/go.ts';
import { gorootOf } from '../../support/downloads.ts';
import { spellFindings } from '../../support/markers.ts';

export const releases = ['1.22.12', '1.26.8', '1.27.0'] as const;
export type Release = (typeof releases)[number];

const goroots = new Map<string, string | undefined>(releases.map((release) => [release, gorootOf(release)]));
export const haveGo = ![...goroots.values()].includes(undefined);

const targets = bundledTargets({});
const never = new AbortController().signal;

export interface CheckOptions {
	readonly release?: Release;
	/** The value of GOFLAGS. */
	readonly flags?: string;
	/** The value of GOWORK. */
	readonly work?: string;
	readonly cgo?: boolean;
	readonly moduleCache?: string;
}

/** What is said about a directory. Nothing is run. */
export function check(directory: string, options: CheckOptions = {}): Promise<TreeFindings> {
	const { release = '1.26.8', flags = '', work, cgo = false, moduleCache } = options;
	const environment = { GOFLAGS: flags, GOWORK: work };
	const go = `go${release}`;
	const context = { go, goroot: goroots.get(release), goos: 'linux', goarch: 'amd64', cgo, tags: [], moduleCache };
	const request = { paths: [directory], directory, toolchain: go };
	return checkTree(request, checkTreeTargets(context, environment, targets, never), never);
}

/** In the words of the fixtures, those left out that only hint. */
export function spell(findings: readonly Finding[], files: Readonly<Record<string, string>>, root: string): string[] {
	const said = findings.filter(({ severity }) => severity !== 'hint');
	return spellFindings(said, files, (path) => relative(root, path).replaceAll('\\', '/'));
}

export interface Built {
	readonly ok: boolean;
	/** What the go command says. */
	readonly output: string;
}

/** `go build ./...`, every program linked; the results go to a directory of their own. */
export async function build(
	module: string,
	release: string,
	flags = '',
	more: Readonly<Record<string, string>> = {},
): Promise<Built> {
	const out = temporaryModule({});
	const env = {
		...process.env,
		GOTOOLCHAIN: `go${release}`,
		CGO_ENABLED: '0',
		GOFLAGS: `-buildvcs=false ${flags}`.trim(),
		GOPROXY: 'off',
		...more,
	};
	try {
		const { stderr } = await promisify(execFile)(goPath ?? '', ['build', '-o', join(out, '/'), './...'], {
			cwd: module,
			env,
		});
		return { ok: true, output: stderr };
	} catch (error) {
		return { ok: false, output: String((error as { stderr?: unknown }).stderr) };
	}
}

const rulesOfBrokenBuilds = new Set([
	'linkname-undefined',
	'linkname-redefined',
	'linkname-refused',
	'linkname-provider-not-imported',
	'linkname-dependency-refused',
	'missing-function-body',
]);

/** True when one of the findings says that the program does not link. */
export function promisesFailure(findings: readonly Finding[]): boolean {
	return findings.some(({ rule, severity }) => severity === 'error' && rulesOfBrokenBuilds.has(rule));
}
