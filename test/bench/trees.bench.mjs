// What `linkscape check` costs on large trees, beside a program that reads each Go file once and searches its bytes.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { root } from '../../scripts/repository.mjs';
import { goroot } from './support/goModules.mjs';
import { median } from './support/median.mjs';

export const title = 'linkscape check over large trees (median of 3)';

/** One thread that reads each Go file once and searches the bytes. */
const search = `
const { readdirSync, readFileSync } = require('node:fs');
let found = 0;
(function walk(directory) {
	for (const entry of readdirSync(directory, { withFileTypes: true })) {
		const path = directory + '/' + entry.name;
		if (entry.isDirectory()) walk(path);
		else if (entry.name.endsWith('.go') && readFileSync(path).includes('go:linkname')) found++;
	}
})(process.argv[1]);
console.log(found);
`;

const cli = join(root, 'server/out/cliMain.mjs');

export async function measure() {
	const folder = mkdtempSync(join(tmpdir(), 'linkscape-bench-'));
	try {
		plantModules(folder, 200, 100);
		const trees = { 'GOROOT/src': join(await goroot(), 'src'), '200 modules, 20,000 files': folder };
		const rows = [];
		for (const [name, directory] of Object.entries(trees)) {
			const ours = await times(['check', '.', '--fail-on', 'error'], directory);
			const one = await times(['check', '.', '--jobs', '1'], directory);
			const plain = await timesOf(['-e', search, '.'], directory);
			rows.push({
				what: `${name}: seconds`,
				ours: { name: 'linkscape check', value: ours.seconds },
				other: { name: 'text search', value: plain.seconds },
				unit: 's',
				limit: 4,
			});
			rows.push({
				what: `${name}: memory`,
				ours: { name: 'linkscape check', value: ours.megabytes },
				other: { name: 'the limit', value: 200 },
				unit: 'MB',
				limit: 1,
			});
			rows.push({
				what: `${name}: all cores beside one`,
				ours: { name: 'all', value: ours.seconds },
				other: { name: 'one', value: one.seconds },
				unit: 's',
			});
		}
		return rows;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** Modules of plain files, each with one pull that links. */
function plantModules(folder, modules, files) {
	const body = 'func F(a, b int) int {\n\tfor i := range b {\n\t\ta += i\n\t}\n\treturn a\n}\n\n'.repeat(60);
	for (let at = 0; at < modules; at++) {
		const directory = join(folder, `m${at}`);
		mkdirSync(directory);
		writeFileSync(join(directory, 'go.mod'), `module example.com/m${at}\n\ngo 1.23\n`);
		for (let file = 0; file < files; file++) {
			const package_ = join(directory, `p${file % 10}`);
			mkdirSync(package_, { recursive: true });
			writeFileSync(join(package_, `f${file}.go`), `package p\n\n${body.replaceAll('func F', `func F${file}x`)}`);
		}
		const pull =
			'package p\n\nimport _ "unsafe"\n\n//go:linkname nanotime runtime.nanotime\nfunc nanotime() int64\n\nvar T = nanotime()\n';
		writeFileSync(join(directory, 'p0', 'pull.go'), pull);
	}
}

const times = (args, cwd) => timesOf([cli, ...args], cwd);

async function timesOf(args, cwd) {
	const runs = [];
	for (let round = 0; round < 3; round++) runs.push(await runOnce(args, cwd));
	return {
		seconds: median(runs.map(({ seconds }) => seconds)),
		megabytes: Math.max(...runs.map(({ megabytes }) => megabytes)),
	};
}

function runOnce(args, cwd) {
	const started = performance.now();
	return new Promise((done, fail) => {
		// Says at its end how much memory it took at most.
		const report = `process.on('exit', () => process.stderr.write(' ' + process.resourceUsage().maxRSS + ' kB at most'))`;
		const preload = ['--import', `data:text/javascript,${encodeURIComponent(report)}`];
		const child = spawn(process.execPath, [...preload, ...args], { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
		let said = '';
		child.stderr.setEncoding('utf8').on('data', (text) => (said += text));
		child.on('error', fail).on('close', () => {
			const kilobytes = Number(/ (\d+) kB at most$/.exec(said)?.[1] ?? Number.NaN);
			done({ seconds: (performance.now() - started) / 1000, megabytes: kilobytes / 1024 });
		});
	});
}
