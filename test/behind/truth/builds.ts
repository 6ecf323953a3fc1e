/** What `npm run behind-truth` compares: releases, processors and packages, by variables of the environment. */
import type { Asker } from '../../../server/src/behind/packageUnit.ts';
import { askerIn } from '../../support/behind.ts';

const listed = (name: string) => process.env[name]?.split(',').filter((word) => word !== '');

/** Which of the comparisons are made: `TRUTH=lines,registers`; none without it. */
export const compared: readonly string[] = listed('TRUTH') ?? [];

/** `TRUTH_GO=1.24.12` */
export const releases: readonly string[] = listed('TRUTH_GO') ?? ['1.21.13', '1.24.12', '1.26.8', '1.27.0'];

/** `TRUTH_ARCH=arm64` */
const processors: readonly string[] = listed('TRUTH_ARCH') ?? ['amd64', 'arm64'];

export interface TruthBuild {
	readonly go: string;
	readonly goarch: string;
}

export const builds: readonly TruthBuild[] = releases.flatMap((go) => processors.map((goarch) => ({ go, goarch })));

/** `TRUTH_PACKAGES=std` is the whole standard library. */
export const packages: readonly string[] = listed('TRUTH_PACKAGES') ?? [
	'strconv',
	'fmt',
	'encoding/json',
	'net/url',
	'text/template',
	'go/types',
	'github.com/tidwall/gjson',
	'github.com/gorilla/mux',
	'gopkg.in/yaml.v3',
];

/** What the packages of others among them are required as. */
export const goMod = `module example.com/truth

go 1.21

require (
	github.com/gorilla/mux v1.8.1
	github.com/tidwall/gjson v1.18.0
	github.com/tidwall/match v1.1.1
	github.com/tidwall/pretty v1.2.0
	gopkg.in/yaml.v3 v3.0.1
)
`;

/** The environment of a go command of a release for a processor. */
export function goEnvironmentOf({ go, goarch }: TruthBuild): NodeJS.ProcessEnv {
	const env = { GOTOOLCHAIN: `go${go}`, GOOS: 'linux', GOARCH: goarch, CGO_ENABLED: '0' };
	return { ...process.env, ...env, GOFLAGS: '-mod=mod -buildvcs=false', GOWORK: 'off' };
}

/** Asks as the command line does in a directory, with `--go` and `--goarch`, without cgo. */
export function askerOf(directory: string, build: TruthBuild): Asker {
	const asker = askerIn(directory, { ...build, goos: 'linux' });
	const toolsEnvVars = { CGO_ENABLED: '0', GOFLAGS: '-mod=mod -buildvcs=false', GOWORK: 'off' };
	return { ...asker, settings: { ...asker.settings, extension: { toolsEnvVars } } };
}
