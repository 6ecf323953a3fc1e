import type { Finding, Fix } from '../finding.ts';
import type { Declaration } from '../source/goFile.ts';
import { attachmentOf } from './attachment.ts';
import type { Linkname } from './directive.ts';
import type { FileFacts } from './fileFacts.ts';
import { atLeastMinor } from './goMinor.ts';
import { namesInstantiation } from './linknameInstantiation.ts';
import { companions, declarationsOf, isReferable, linknamesOf, type PackageIndex } from './packageIndex.ts';
import { fix, report } from './report.ts';

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
		if (/^_?C/.test(local.text) && companions(index, facts).some(({ importsC }) => importsC)) return [];
		const declared = declarationsOf(index, facts, local.text).map(({ item }) => item);
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

/** When a function or variable that no directive speaks of stands right below, its name was meant. */
function renames(facts: FileFacts, { directive, local }: Linkname, index: PackageIndex): Fix[] {
	const attached = attachmentOf(facts.file, directive);
	if (attached.kind !== 'declaration') return [];
	const { declaration } = attached;
	const isScoped = facts.declared.get(declaration.name)?.includes(declaration);
	if (!isScoped || (declaration.kind !== 'var' && declaration.kind !== 'func')) return [];
	if (linknamesOf(index, facts, declaration.name).length > 0) return [];
	return [fix(facts, `Change to ${declaration.name}`, 'choice', [{ span: local.span, newText: declaration.name }])];
}
