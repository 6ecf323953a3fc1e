import type { Finding, Fix } from '../finding.ts';
import type { Declaration } from '../source/goFile.ts';
import { attachmentOf } from './attachment.ts';
import type { Linkname } from './directive.ts';
import type { FileFacts } from './fileFacts.ts';
import { atLeastMinor } from './goMinor.ts';
import { namesInstantiation } from './linknameInstantiation.ts';
import { compiledTogether, visibleDeclarations, isReferable, linknamesFor, type PackageIndex } from './packageIndex.ts';
import { fix, report } from './reportFinding.ts';

/**
 * The local name is not a function or variable at package level. A name that some build variant of the package declares
 * as one is never blamed. Modules whose `go` line is older than 1.18 get no error: the compiler ignores the directive.
 */
export function linknameLocal(facts: FileFacts, index: PackageIndex): Finding[] {
	if (!(facts.importsUnsafe || facts.importsC) || facts.file.packageName === '') return [];
	if (!atLeastMinor(index.goVersion, 18)) return [];
	return facts.linknames.flatMap((linkname) => {
		const { local, target, std } = linkname;
		if ((std && !index.std) || namesInstantiation(linkname, index)) return [];
		if (isReferable(index, facts, local.text)) return [];
		if (/^_?C/.test(local.text) && compiledTogether(index, facts).some(({ importsC }) => importsC)) return [];
		const declared = visibleDeclarations(index, facts, local.text).map(({ item }) => item);
		return report('linkname-local', facts, local.span, {
			message: `${explain(local.text, declared, facts)}; //go:linkname must refer to a declared function or variable.`,
			target: target?.text,
			fixes: renames(facts, linkname, index),
		});
	});
}

function explain(name: string, declared: readonly Declaration[], { file }: FileFacts): string {
	const kind = declared[0]?.kind;
	if (kind === 'type') return `${name} is a type`;
	if (kind === 'const') return `${name} is a constant`;
	if (name === 'init') return 'init cannot be referred to';
	if (name === '_') return 'The blank identifier cannot be referred to';
	const method = name.slice(name.lastIndexOf('.') + 1);
	const isMethod = file.declarations.some((item) => item.kind === 'func' && item.receiver && item.name === method);
	return isMethod ? `${name} is a method` : `${name} is not declared in this package`;
}

/** The name that was meant, before a rename for example: that of what stands right below, or of the one function that lacks a body. */
function renames(facts: FileFacts, linkname: Linkname, index: PackageIndex): Fix[] {
	const below = attachedTo(facts, linkname, index);
	const waits = below?.kind === 'func' && !below.body;
	const declaration = (waits ? below : onlyWithoutBody(facts, index)) ?? below;
	if (!declaration) return [];
	const { span } = linkname.local;
	return [fix(facts, `Change to ${declaration.name}`, 'choice', [{ span, newText: declaration.name }])];
}

/** A function or variable that no directive speaks of. */
function attachedTo(facts: FileFacts, { directive }: Linkname, index: PackageIndex): Declaration | undefined {
	const attached = attachmentOf(facts.file, directive);
	if (attached.kind !== 'declaration') return undefined;
	const { declaration } = attached;
	const isScoped = facts.declared.get(declaration.name)?.includes(declaration);
	if (!isScoped || (declaration.kind !== 'var' && declaration.kind !== 'func')) return undefined;
	if (declaration.name === 'main' || declaration.name === 'init') return undefined;
	return linknamesFor(index, facts, declaration.name).length > 0 ? undefined : declaration;
}

/** Where assembly may implement functions, none is known to lack its body. */
function onlyWithoutBody(facts: FileFacts, index: PackageIndex): Declaration | undefined {
	if (index.hasForeignSources) return undefined;
	const candidates = facts.file.declarations.filter(
		(item) => item.kind === 'func' && !item.body && !item.receiver && !item.typeParameters && item.name !== '_',
	);
	const undirected = candidates.filter(({ name }) => linknamesFor(index, facts, name).length === 0);
	return undirected.length === 1 ? undirected[0] : undefined;
}
