import type { FileEdit, Finding, Fix } from '../finding.ts';
import type { FuncDeclaration } from '../source/goFile.ts';
import { spanText } from '../text/span.ts';
import { attachmentOf } from './attachment.ts';
import { type Directive, isEffective } from './directive.ts';
import { isEverBuilt } from '../build/buildTogether.ts';
import type { FileFacts } from './fileFacts.ts';
import { importUnsafe } from './importUnsafe.ts';
import { insertAbove, lineEnd } from './lineEdits.ts';
import { namesInstantiation } from './linknameInstantiation.ts';
import { compiledTogether, linknamesFor, type PackageIndex } from './packageIndex.ts';
import { fix, report } from './reportFinding.ts';
import { isUnfinished } from './unfinished.ts';

/**
 * A function without a body that nothing else can implement: no effective `//go:linkname`, no assembly in the package
 * (cmd/compile: noder/writer.go funcExt and types2 collectObjects; cmd/go: work/gc.go `-complete`).
 */
export function missingFunctionBody(facts: FileFacts, index: PackageIndex): Finding[] {
	const bodyless = bodylessFunctions(facts);
	if (bodyless.length === 0 || facts.file.packageName === '') return [];
	if (isDocumentation(index) || !isEverBuilt(facts)) return [];
	const files = compiledTogether(index, facts);
	const complete = isComplete(facts, files, index);
	return bodyless
		.filter(
			(declaration) => needsBody(declaration, facts) || (complete && !isProvided(declaration, facts, files, index)),
		)
		.map((declaration) =>
			report('missing-function-body', facts, declaration.nameSpan, {
				message: `${declaration.name} has no body, no effective //go:linkname, and no assembly file to come from.`,
				fixes: fixes(facts, declaration, index),
			}),
		);
}

/** Written to their end; `_` is none. */
export function bodylessFunctions(facts: FileFacts): FuncDeclaration[] {
	return facts.file.declarations.filter(
		(item): item is FuncDeclaration =>
			item.kind === 'func' && !item.body && item.name !== '_' && !isUnfinished(facts.file.text, item),
	);
}

/**
 * The functions of a file that need a body from assembly or another language: no directive names them, and {@link missingFunctionBody}
 * leaves them to the build.
 *
 * @param built the files of the package that one build compiles, this one among them
 * @param defined names that are known to have a body; a generated file may have tens of thousands
 */
export function awaitingForeignBody(
	facts: FileFacts,
	built: PackageIndex,
	defined: ReadonlySet<string>,
): FuncDeclaration[] {
	if (facts.role === 'externalTest') return [];
	const files = compiledTogether(built, facts);
	return bodylessFunctions(facts).filter((declaration) => {
		if (!declaration.receiver && defined.has(declaration.name)) return false;
		return !needsBody(declaration, facts) && !isProvided(declaration, facts, files, built);
	});
}

/** Packages that exist to be read: the compiler knows their functions by itself. */
function isDocumentation({ std, importPath }: PackageIndex): boolean {
	return std && (importPath === 'builtin' || importPath === 'unsafe');
}

/** Packages of std whose bodies live in the runtime: cmd/go compiles them without `-complete` (work/gc.go, Go 1.21 to 1.27). */
const incompleteStd = new Set(
	'bytes internal/poll net os runtime/metrics runtime/pprof runtime/trace sync syscall time'.split(' '),
);

/** The go command passes `-complete`: everything that the package consists of is Go. An external test is a package of its own. */
function isComplete(facts: FileFacts, files: readonly FileFacts[], index: PackageIndex): boolean {
	if (facts.role === 'externalTest') return true;
	if (index.hasForeignSources || files.some((file) => file.importsC)) return false;
	return !(index.std && incompleteStd.has(index.importPath ?? ''));
}

/** `init`, `main` and generics need their body whatever else is there. */
function needsBody({ name, receiver, typeParameters }: FuncDeclaration, { file }: FileFacts): boolean {
	if (typeParameters) return true;
	return !receiver && (name === 'init' || (name === 'main' && file.packageName === 'main'));
}

/** By a directive, also by one that is refused: after that error the body is none to report, though the compiler may. */
function isProvided(
	declaration: FuncDeclaration,
	facts: FileFacts,
	files: readonly FileFacts[],
	index: PackageIndex,
): boolean {
	const { name, receiver } = declaration;
	if (facts.directives.some((directive) => importsFromHost(facts, directive, declaration))) return true;
	if (receiver) return false;
	if (files.some((file) => file.refusedLinknames.some(({ words }) => words[0]?.text === name))) return true;
	return linknamesFor(index, facts, name).some(({ facts: { path, importsUnsafe, importsC }, item }) => {
		if (item.std && !index.std) return true;
		// What lacks is the import, and that is reported: at a directive of the same file nobody looks for the body as well.
		const imported = importsUnsafe || importsC || path === facts.path;
		return imported && !namesInstantiation(item, index);
	});
}

/** `//go:wasmimport` above the function. */
function importsFromHost({ file }: FileFacts, directive: Directive, declaration: FuncDeclaration): boolean {
	if (directive.verb.text !== 'wasmimport' || !isEffective(directive)) return false;
	const attached = attachmentOf(file, directive);
	return attached.kind === 'declaration' && attached.declaration === declaration;
}

function fixes(facts: FileFacts, declaration: FuncDeclaration, index: PackageIndex): Fix[] {
	const { file } = facts;
	const { name, receiver, typeParameters, span, signature } = declaration;
	const at = { start: span.end, end: span.end };
	const body = emptyBody(spanText(file.text, signature), lineEnd(file.text));
	const all: Fix[] = [];
	if (!typeParameters && !receiver && name !== 'init' && !(name === 'main' && file.packageName === 'main')) {
		const directive = insertAbove(file, span, `//go:linkname ${name}`);
		const imports = facts.importsUnsafe || facts.importsC ? [] : [importUnsafe(file)];
		all.push(fix(facts, `Add //go:linkname ${name}`, 'choice', [...imports, directive], false));
	}
	if (!typeParameters && facts.role !== 'externalTest') {
		const text = '// Lets the package declare functions without a body.\n';
		const create: FileEdit = { kind: 'create', file: `${index.directory}/stub.s`, text };
		all.push({ title: 'Add an empty assembly file', safety: 'choice', preferred: false, edits: [create] });
	}
	all.push(fix(facts, 'Add a body', 'choice', [{ span: at, newText: body }], false));
	return all;
}

/** On one line where gofmt would leave it there: below parameters on several lines it does not. */
function emptyBody(signature: string, newline: string): string {
	const results = signature.replace(/^\([^]*?\)\s*$/, '').trim();
	const content = results === '' ? '' : 'panic("not implemented")';
	if (!signature.includes('\n')) return content === '' ? ' {}' : ` { ${content} }`;
	return ` {${newline}${content === '' ? '' : `\t${content}${newline}`}}`;
}
