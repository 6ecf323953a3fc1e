/** Variables in object files: which of two takes the place of the other (cmd/link/internal/loader, addSym). */
import type { Loophole } from '../../analysis/linkname/targets/targetView.ts';
import type { FoundDeclaration } from '../../world/goroot/foundDeclaration.ts';
import type { BuildContext } from '../../analysis/build/buildContext.ts';

/** A larger variable takes the place of its target, and the linker sees only that one. */
export function isLarger(here: number | undefined, there: number | undefined): Loophole {
	if (here === undefined || there === undefined) return 'perhaps';
	return here > there ? 'yes' : 'no';
}

/**
 * Whether a target gives way to a larger variable. One that has a value in the object file does so until Go 1.24 only: since
 * then the linker checks references before it enlarges variables (loader.go, sizeFixups).
 */
export function givesWay(target: FoundDeclaration | undefined, { minor }: BuildContext): Loophole {
	if (target?.declaration.kind !== 'var') return 'perhaps';
	if (minor < 25 || !target.declaration.value) return 'yes';
	return isConstant(target.file.text, target.declaration) ? 'no' : 'perhaps';
}

/** The value certainly stands in the data of the object file: a number other than zero, or a text. */
export function isConstant(text: string, declaration: FoundDeclaration['declaration']): boolean {
	if (declaration.kind !== 'var' || !declaration.value || declaration.count > 1) return false;
	const value = text.slice(declaration.value.start, declaration.value.end).trim();
	return /^[-+*/().\s\dexXa-fA-F_]*$/.test(value) ? /[1-9]/.test(value) : /^"[^"\n]+"$/.test(value);
}
