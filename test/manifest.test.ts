/** package.json, its strings, the settings' shape, the rule table and the documentation say the same. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { escapeClasses } from '../server/src/analysis/escape/escapeHint.ts';
import { commandHelp, help } from '../server/src/cli/help.ts';
import { type RuleId, rules, ruleUrl } from '../server/src/analysis/linkname/rules.ts';
import { readSettings } from '../server/src/lsp/settingsReader.ts';
import type { LinkscapeSettings } from '../server/src/protocol/settings.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

interface Property {
	readonly type: string;
	readonly default: unknown;
	readonly scope?: string;
	readonly markdownDescription: string;
	readonly items?: { readonly enum: readonly string[]; readonly markdownEnumDescriptions: readonly string[] };
}

const manifestText = read('package.json');
const manifest = JSON.parse(manifestText);
const strings: Record<string, string> = JSON.parse(read('package.nls.json'));
const sections: readonly { properties: Record<string, Property> }[] = manifest.contributes.configuration;
const properties: Record<string, Property> = Object.assign({}, ...sections.map((section) => section.properties));
const commands: readonly { command: string; title: string; category: string }[] = manifest.contributes.commands;

// A setting that is missing here or unknown to the protocol is an error of types.
const settings: {
	[Section in keyof LinkscapeSettings]: LinkscapeSettings[Section] extends string | number
		? string
		: { [Key in keyof LinkscapeSettings[Section]]: string };
} = {
	profile: 'machine-overridable',
	savingWeight: 'window',
	go: { path: 'machine-overridable', allowDownloads: 'resource' },
	linkname: { enabled: 'resource', codeLens: 'resource', checkDisabled: 'resource' },
	escape: {
		enabled: 'resource',
		inlayHints: 'resource',
		codeLens: 'resource',
		codeLensScope: 'resource',
		testCodeLens: 'resource',
		coldPaths: 'resource',
		diagnostics: 'resource',
		verdicts: 'resource',
		hiddenClasses: 'resource',
		delay: 'resource',
		longLines: 'resource',
	},
};

function flatten(sectioned: object): Record<string, unknown> {
	const flat: Record<string, unknown> = {};
	for (const [section, keys] of Object.entries(sectioned) as [string, unknown][]) {
		if (typeof keys !== 'object' || keys === null) flat[`linkscape.${section}`] = keys;
		else for (const [key, value] of Object.entries(keys)) flat[`linkscape.${section}.${key}`] = value;
	}
	return flat;
}

const resolved = (text: string): string => text.replace(/^%(.+)%$/, (_, key: string) => strings[key] ?? '');

describe('settings', () => {
	test('are those of the protocol, in the scopes written here', () => {
		const scopes = Object.fromEntries(Object.entries(properties).map(([key, property]) => [key, property.scope]));
		expect(scopes).toEqual(flatten(settings));
	});

	test('have the defaults of the server', () => {
		const defaults = Object.fromEntries(Object.entries(properties).map(([key, property]) => [key, property.default]));
		expect(defaults).toEqual(flatten(readSettings({})));
	});

	test('describe each of their choices', () => {
		for (const { items } of Object.values(properties)) {
			if (items) expect(items.markdownEnumDescriptions).toHaveLength(items.enum.length);
		}
	});

	test('that name a program or a file, or let one fetch, are restricted', () => {
		expect(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations).toEqual(
			Object.keys(properties).filter((key) => key.startsWith('linkscape.go.') || key === 'linkscape.profile'),
		);
	});
});

describe('strings', () => {
	const used = [...manifestText.matchAll(/"%([^%"]+)%"/g)].map((match) => match[1] ?? '');

	test('are all in package.nls.json, and all in use', () => {
		expect(new Set(Object.keys(strings))).toEqual(new Set(used));
	});

	test('that a user reads are not written into package.json', () => {
		const literal = /"(?:title|markdownDescription|description|altText)": "(?!%)[^"]*"/;
		expect(literal.exec(manifestText)?.[0]).toBeUndefined();
	});
});

describe('files that the manifest names', () => {
	const paths = [
		manifest.icon,
		...manifest.contributes.grammars.map((grammar: { path: string }) => grammar.path),
		...manifest.contributes.walkthroughs.flatMap(
			(walkthrough: { steps: { media: { image: Record<string, string> } }[] }) =>
				walkthrough.steps.flatMap((step) => [...new Set(Object.values(step.media.image))]),
		),
	];
	test.each(paths)('%s exists', (path) => {
		expect(existsSync(join(root, path))).toBe(true);
	});
});

test('the walkthrough shows: none of its buttons switches something off', () => {
	const steps: readonly { description: string }[] = manifest.contributes.walkthroughs[0].steps;
	const buttons = steps.flatMap(({ description }) => [...resolved(description).matchAll(/\]\(command:([\w.]+)\)/g)]);
	expect(buttons.map(([, command]) => command)).toEqual([
		// The same with a key would have a tip below it that VS Code does not wrap.
		'vscode.openFolder',
		'linkscape.openRule',
		'linkscape.showEscapes',
		'linkscape.showMenu',
	]);
});

describe('rules', () => {
	const ids = Object.keys(rules) as RuleId[];

	test('have a page each, and no page is left over', () => {
		const pages = readdirSync(join(root, 'docs/rules')).filter((name) => name !== 'README.md');
		expect(pages.sort()).toEqual(ids.map((id) => `${id}.md`).sort());
	});

	test.each(ids)('%s: the page says severity and title, and the list links to it', (id) => {
		const { severity, title } = rules[id];
		expect(read(`docs/rules/${id}.md`).startsWith(`# ${id}\n\n**${severity}** · ${title} · `)).toBe(true);
		expect(read('docs/rules/README.md')).toContain(`| [${id}](${id}.md) | ${severity} | ${title} |`);
		expect(ruleUrl(id).endsWith(`/docs/rules/${id}.md`)).toBe(true);
	});
});

test('escape classes are the same in the setting, in the code and in their page', () => {
	const names = [...escapeClasses];
	expect(properties['linkscape.escape.hiddenClasses']?.items?.enum).toEqual(names);
	const headings = [...read('docs/escape-classes.md').matchAll(/^## (.+)$/gm)].map((match) => match[1]);
	expect(headings).toEqual(names);
});

describe('README', () => {
	const settingRows = Object.entries(properties).map(([key, property]) => {
		return `| \`${key}\` | \`${JSON.stringify(property.default)}\` | ${resolved(property.markdownDescription)} |`;
	});
	const commandRows = commands.map(
		({ command, category, title }) => `| ${category}: ${resolved(title)} | \`${command}\` |`,
	);
	// The list of commands in `linkscape --help`, between its title and what it says of all of them.
	const listed = (help.split('\n\n').slice(1).join('\n\n').split('\n\n  linkscape COMMAND')[0] ?? '')
		.split('\n')
		.map((line) => line.replace(/^ {2}/, ''));
	const tables: Record<string, readonly string[]> = {
		settings: ['| setting | default | meaning |', '|---|---|---|', ...settingRows],
		commands: ['| command | id |', '|---|---|', ...commandRows],
		cli: ['```', ...listed, '```'],
	};

	test.each(Object.entries(tables))('%s: the list is that of package.json, or of --help', (name, rows) => {
		const readme = read('README.md');
		const between = new RegExp(`(<!-- ${name}:[^>]*-->\\n)[^]*?(<!-- /${name} -->)`);
		const expected = readme.replace(
			between,
			(_, open: string, close: string) => `${open}\n${rows.join('\n')}\n\n${close}`,
		);
		if (process.env['UPDATE'] === '1') writeFileSync(join(root, 'README.md'), expected);
		else expect(readme).toBe(expected);
	});
});

test('docs/command-line.md has the options of all commands', () => {
	const names = [...help.matchAll(/^ {2}linkscape ([a-z]+) /gm)].map(([, name = '']) => name);
	expect(Object.keys(commandHelp).sort()).toEqual([...names].sort());
	const pages = names.map((name) => `## ${name}\n\n\`\`\`\n${commandHelp[name]?.trimEnd()}\n\`\`\`\n`);
	const title = '# The command line\n\nWhat `linkscape COMMAND --help` prints.\n\n';
	const expected = title + pages.join('\n');
	if (process.env['UPDATE'] === '1') writeFileSync(join(root, 'docs/command-line.md'), expected);
	else expect(read('docs/command-line.md')).toBe(expected);
});
