/** `linkscape.json`: what is understood, what is said about what is not, and what it makes of findings. */
import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import { describe, expect, test } from 'vitest';
import { rules } from '../../../server/src/analysis/linkname/rules.ts';
import { applyPolicy, dayOf } from '../../../server/src/analysis/policy/applyPolicy.ts';
import { mergePolicies, noPolicy, type PolicyFile, readPolicy } from '../../../server/src/analysis/policy/policy.ts';
import { LineIndex } from '../../../server/src/analysis/text/lineIndex.ts';

const schema = JSON.parse(readFileSync('schemas/linkscape.schema.json', 'utf8')) as {
	readonly properties: { readonly rules: { readonly properties: object } };
	readonly definitions: { readonly rule: { readonly enum: readonly string[] } };
};
const validate = new Ajv({ allErrors: true }).compile(schema);

test('the schema knows every rule but the one about the file itself', () => {
	const ids = Object.keys(rules).filter((id) => id !== 'policy-usage');
	expect(Object.keys(schema.properties.rules.properties)).toEqual(ids);
	expect(schema.definitions.rule.enum).toEqual(ids);
});

const whole = `{
	"$schema": "https://raw.githubusercontent.com/linkscape/linkscape/main/schemas/linkscape.schema.json",
	"root": true,
	"rules": { "linkname-private": "off", "linkname-alternative": "error" },
	"allow": [{ "target": "runtime.*", "rule": "linkname-refused", "reason": "old linker", "until": "2027-01-31" }],
	"go": ["1.22", "1.26.8"],
	"platforms": ["linux/amd64"],
	"escapes": { "budgets": [{ "package": "example.com/m/...", "function": "(*T).M", "heap": 0 }] }
}
`;

test('every key is understood', () => {
	expect(readPolicy(whole)).toEqual({
		kind: 'policy',
		policy: {
			root: true,
			rules: { 'linkname-private': 'off', 'linkname-alternative': 'error' },
			allow: [{ target: 'runtime.*', rule: 'linkname-refused', reason: 'old linker', until: '2027-01-31' }],
			go: ['1.22', '1.26.8'],
			platforms: ['linux/amd64'],
			budgets: [{ package: 'example.com/m/...', function: '(*T).M', heap: 0 }],
		},
	});
	expect(validate(JSON.parse(whole))).toBe(true);
	expect(readPolicy('{}')).toEqual({ kind: 'policy', policy: noPolicy });
});

/** What is said, as `line:column message`. */
function says(text: string): string[] {
	const reading = readPolicy(text);
	if (reading.kind === 'policy') return [];
	const lines = new LineIndex(text);
	return reading.problems.map(({ span, message }) => {
		const { line, column } = lines.position(span.start);
		return `${line + 1}:${column + 1} ${message}`;
	});
}

describe('what is not understood', () => {
	test.each([
		['{\n\t"ruls": {}\n}', '2:2 There is no key ruls; did you mean rules?'],
		[
			'{"rules": {"linkname-privat": "off"}}',
			'1:12 There is no key linkname-privat in rules; did you mean linkname-private?',
		],
		['{"colour": 1}', '1:2 There is no key colour.'],
		['{"rules": {"linkname-private": "eror"}}', '1:32 rules.linkname-private cannot be eror. Did you mean error?'],
		[
			'{"rules": {"linkname-private": 2}}',
			'1:32 rules.linkname-private cannot be a number. There are off, error, warning, information, hint.',
		],
		['{"rules": []}', '1:11 rules must be an object.'],
		['{"allow": {}}', '1:11 allow must be a list.'],
		['{"allow": [{"target": "runtime.nanotime"}]}', '1:12 allow[0] needs reason.'],
		['{"allow": [{"target": "runtime.nanotime", "reason": " "}]}', '1:53 allow[0].reason is empty.'],
		[
			'{"allow": [{"target": "a.b", "reason": "c", "untill": "2026-01-01"}]}',
			'1:45 There is no key untill in allow[0]; did you mean until?',
		],
		[
			'{"allow": [{"target": "a.b", "reason": "c", "until": "soon"}]}',
			'1:54 allow[0].until cannot be soon. The last day on which it is allowed (UTC), as YYYY-MM-DD.',
		],
		[
			'{"allow": [{"target": "a.b", "reason": "c", "rule": "linkname-refuse"}]}',
			'1:53 allow[0].rule cannot be linkname-refuse. Did you mean linkname-refused?',
		],
		['{"go": ["go1.22"]}', '1:9 go[0] cannot be go1.22. A version is written like 1.22 or 1.26.8.'],
		[
			'{"escapes": {"budgets": [{"package": "p", "heap": -1}]}}',
			'1:51 escapes.budgets[0].heap must be a whole number of at least 0.',
		],
		['{"root": 1}', '1:10 root must be true or false.'],
		['{"root": true, "root": false}', '1:16 The key root comes twice.'],
		['[]', '1:1 The file must be an object.'],
		['', '1:1 The text ends too early.'],
		['{"rules": {', '1:12 The text ends too early.'],
		['{"root": true,}', '1:15 There is a comma too many.'],
		['{root: true}', '1:2 This is no JSON.'],
		['{"root" true}', '1:9 A colon is missing.'],
		['{"root": true "go": []}', '1:15 A comma is missing.'],
		['{} {}', '1:3 There is more behind the value.'],
		['// why\n{}', '1:1 This is no JSON.'],
		[`${'['.repeat(200)}${']'.repeat(200)}`, '1:102 The values are nested too deep.'],
	])('%s', (text, said) => {
		expect(says(text)).toEqual([said]);
	});

	test.each(['{"rules": {"linkname-private": "eror"}}', '{"a": 1}', '{"allow": [{}]}', '{"go": [1]}'])(
		'the published schema refuses it as well: %s',
		(text) => {
			expect(validate(JSON.parse(text))).toBe(false);
		},
	);
});

const policy = (text: object): PolicyFile => {
	const reading = readPolicy(JSON.stringify(text));
	if (reading.kind !== 'policy') throw new Error(says(JSON.stringify(text)).join());
	return reading.policy;
};

const finding = {
	rule: 'linkname-private',
	severity: 'information',
	message: 'It is private.',
	target: 'runtime.nanotime',
} as const;

describe('what it makes of a finding', () => {
	const allow = (more: object) => ({ allow: [{ target: 'runtime.nanotime', reason: 'fast', ...more }] });
	test.each([
		[{}, 'kept information It is private.'],
		[{ rules: { 'linkname-private': 'error' } }, 'kept error It is private.'],
		[{ rules: { 'linkname-private': 'off' } }, 'off'],
		[{ rules: { 'linkname-unused': 'off' } }, 'kept information It is private.'],
		[allow({}), 'allowed fast'],
		[allow({ target: 'runtime.*' }), 'allowed fast'],
		[allow({ target: '*time' }), 'allowed fast'],
		[allow({ target: 'run*nano*' }), 'allowed fast'],
		[allow({ target: 'time.*' }), 'kept information It is private.'],
		[allow({ target: 'runtime.nanotime*e' }), 'kept information It is private.'],
		[allow({ rule: 'linkname-private' }), 'allowed fast'],
		[allow({ rule: 'linkname-refused' }), 'kept information It is private.'],
		[allow({ until: '2026-11-28' }), 'allowed fast'],
		[allow({ until: '2026-11-27' }), 'kept information It is private. (allowed until 2026-11-27: fast)'],
	])('%j', (text, expected) => {
		const answer = applyPolicy(finding, policy(text), dayOf(Date.UTC(2026, 10, 28, 23)));
		const { kind } = answer;
		if (kind === 'off') expect(kind).toBe(expected);
		else if (kind === 'allowed') expect(`${kind} ${answer.reason}`).toBe(expected);
		else expect(`${kind} ${answer.finding.severity} ${answer.finding.message}`).toBe(expected);
	});
});

test('the nearer policy wins, and lists add up', () => {
	const outer = policy({
		rules: { 'linkname-private': 'off', 'linkname-unused': 'error' },
		allow: [{ target: 'a.b', reason: 'outer' }],
		go: ['1.22'],
		platforms: ['linux/amd64'],
		escapes: {
			budgets: [
				{ package: 'p', heap: 1 },
				{ package: 'q', heap: 2 },
			],
		},
	});
	const inner = policy({
		rules: { 'linkname-private': 'error' },
		allow: [{ target: 'c.d', reason: 'inner' }],
		go: ['1.27'],
		escapes: { budgets: [{ package: 'p', heap: 5 }] },
	});
	expect(mergePolicies([outer, inner])).toEqual({
		root: false,
		rules: { 'linkname-private': 'error', 'linkname-unused': 'error' },
		allow: [
			{ target: 'c.d', reason: 'inner' },
			{ target: 'a.b', reason: 'outer' },
		],
		go: ['1.27'],
		platforms: ['linux/amd64'],
		budgets: [
			{ package: 'p', heap: 5 },
			{ package: 'q', heap: 2 },
		],
	});
	expect(mergePolicies([outer, { ...inner, root: true }]).allow).toEqual([{ target: 'c.d', reason: 'inner' }]);
});
