/** Functions whose body is in assembly or another language, as one build has it. */
import { closeNames } from '../../linker/closeNames.ts';
import type { Finding } from '../../finding.ts';
import type { Declaration } from '../../source/goFile.ts';
import type { FileFacts } from '../fileFacts.ts';
import { report } from '../reportFinding.ts';
import type { Counterpart } from './moduleView.ts';
import { related } from './counterpartReport.ts';

export type ForeignBody =
	/** The build takes no source but Go: the compiler refuses the declaration. */
	| { readonly kind: 'only-go'; readonly platform: string }
	/** Nothing defines the symbol: `relocation target p.f not defined`. */
	| { readonly kind: 'undefined'; readonly cgo: boolean; readonly defined: readonly string[] }
	/** `f defined in both Go and assembly` */
	| { readonly kind: 'both'; readonly side: Counterpart };

/** At the name of the declaration. */
export function foreignBody(facts: FileFacts, declaration: Declaration, body: ForeignBody): Finding {
	const { name, nameSpan } = declaration;
	switch (body.kind) {
		case 'only-go':
			return report('missing-function-body', facts, nameSpan, {
				message: `${name} has no body: none of the assembly and object files here is part of the build for ${body.platform}.`,
			});
		case 'undefined': {
			const [meant] = closest(name, body.defined);
			const where = body.cgo ? 'C or assembly' : 'assembly';
			const hint = meant === undefined ? '' : `; did you mean ${meant}, which assembly defines?`;
			return report('missing-function-body', facts, nameSpan, {
				message: `${name} has no body, and no ${where} of this build defines it${hint === '' ? '.' : hint}`,
			});
		}
		case 'both':
			return report('linkname-redefined', facts, nameSpan, {
				message: `${name} is defined in both Go and assembly.`,
				related: related(body.side, 'Defined in assembly here.'),
			});
	}
}

/** A longer name counts too: `dotProduct` for `dot`. */
function closest(name: string, defined: readonly string[]): string[] {
	return [...closeNames(name, defined), ...defined.filter((one) => one.startsWith(name) || name.startsWith(one))];
}
