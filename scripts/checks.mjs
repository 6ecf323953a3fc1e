// Every check of the repository, in the order in which `npm test` runs them.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { findBrowser } from '../test/editor/vscode/findBrowser.mjs';
import { missingForWindows } from '../test/windows/programs.mjs';
import { root, vsixFile } from './repository.mjs';
import { findOnPath, runQuietly } from './run.mjs';

/**
 * @typedef {object} Result
 * @property {number} passed
 * @property {number} failed
 * @property {readonly string[]} skipped what did not run
 * @property {string} output what the check said, for when it fails
 * @property {readonly Timed[]} [slow] the parts that took longest
 *
 * @typedef {{ name: string, seconds: number }} Timed
 *
 * @typedef {object} Check
 * @property {string} name
 * @property {'go' | 'browser' | 'windows'} [needs] a check that needs Go is still run without it: its tests say what they skip
 * @property {boolean} [beside] it mostly waits: it runs beside the checks that follow it
 * @property {() => Promise<Result>} run
 */

/** @type {readonly Check[]} */
export const checks = [
	{ name: 'types', run: () => script('types') },
	{ name: 'lint', run: () => script('lint') },
	{ name: 'format', run: () => script('format:check') },
	{ name: 'unused', run: () => script('unused') },
	{ name: 'package', run: () => script('package') },
	// A quarter of a core, measured: the browser and VS Code are waited for most of the time.
	{ name: 'editor', needs: 'browser', beside: true, run: editorTests },
	{ name: 'unit', needs: 'go', run: unitTests },
	{ name: 'grammar', run: () => countedScript('grammar', { passed: /✓ .* run success/g, failed: /^\s*✖/gm }) },
	{ name: 'windows', needs: 'windows', run: windowsTests },
];

/** What is missing for the checks on this machine, as a sentence each. */
export const needs = {
	go: {
		isHere: () => findOnPath('go') !== undefined,
		sentence: 'no go on PATH: tests that run the toolchain are skipped',
	},
	browser: {
		isHere: () => findBrowser() !== undefined,
		sentence: 'no Chrome or Chromium (set CHROMIUM to its path): the editor tests are skipped',
	},
	windows: {
		isHere: () => missingForWindows() === undefined,
		get sentence() {
			return `${missingForWindows()}: the tests on Windows are skipped`;
		},
	},
};

/** A script of package.json that counts as one test. */
async function script(name, args = []) {
	const { code, output } = await npmRun(name, args);
	return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: [], output };
}

/** A script of package.json whose output has one match of a pattern for each test. */
async function countedScript(name, patterns) {
	const { code, output } = await npmRun(name, []);
	const passed = count(output, patterns.passed);
	return { passed, failed: code === 0 ? 0 : Math.max(1, count(output, patterns.failed)), skipped: [], output };
}

async function unitTests() {
	const folder = mkdtempSync(join(tmpdir(), 'linkscape-test-'));
	try {
		const report = join(folder, 'report.json');
		const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
		const { code, output } = await npmRun('unit', ['--', ...reporters]);
		return { ...readUnitReport(report, code), output };
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

function readUnitReport(file, code) {
	const { testResults, numPassedTests, numFailedTests } = JSON.parse(readFileSync(file, 'utf8'));
	const skipped = testResults.flatMap((result) =>
		result.assertionResults
			.filter(({ status }) => status !== 'passed' && status !== 'failed')
			.map((test) => test.fullName),
	);
	// A file that cannot be loaded fails without a failing test in it.
	const unloaded = testResults.filter(
		({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
	);
	const failed = numFailedTests + unloaded.length;
	const slow = testResults
		.map(({ name, startTime, endTime }) => ({ name: relative(root, name), seconds: (endTime - startTime) / 1000 }))
		.sort((a, b) => b.seconds - a.seconds)
		.slice(0, 10);
	return { passed: numPassedTests, failed: code === 0 ? failed : Math.max(1, failed), skipped, slow };
}

async function editorTests() {
	const { code, output } = await runQuietly([process.execPath, 'test/editor/run.mjs', '--vsix', vsixFile], {
		cwd: root,
	});
	const [, passed = 0, failed = 0] = /^(\d+) passed, (\d+) failed/m.exec(output) ?? [];
	const skipped = [...output.matchAll(/^skip +(.*)$/gm)].map(([, name = '']) => name);
	return { passed: Number(passed), failed: code === 0 ? Number(failed) : Math.max(1, Number(failed)), skipped, output };
}

/** Those that need no Go for Windows, which takes longer to build than they run; `npm run test:windows` runs all. */
async function windowsTests() {
	const { code, output } = await npmRun('test:windows', ['--', '--short']);
	const [, passed = 0, failed = 0] = /^(\d+) passed, (\d+) failed/m.exec(output) ?? [];
	return {
		passed: Number(passed),
		failed: code === 0 ? Number(failed) : Math.max(1, Number(failed)),
		skipped: [],
		output,
	};
}

function npmRun(name, args) {
	return runQuietly(['npm', 'run', '--silent', name, ...args], { cwd: root });
}

function count(text, pattern) {
	return [...text.matchAll(pattern)].length;
}
