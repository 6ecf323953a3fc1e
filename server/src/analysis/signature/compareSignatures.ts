/** Does a pull's signature fit the target it is linked to? Nothing in the toolchain asks. */
import { compareFrames, type Difference } from './compareFrames.ts';
import { compareVariables } from './compareVariables.ts';
import { callFrame, type CallFrame, type CallOperand } from './callFrame.ts';
import { layoutOf } from './layout.ts';
import type { Machine } from './machine.ts';
import { measuring, type Measuring } from './measuring.ts';
import type { FuncSignature, Signature } from './signature.ts';
import { signatureText } from './signature.ts';
import type { Parameter } from './typeExpression.ts';
import { typeIdentity } from './typeText.ts';

export type SignatureComparison = {
	/** Both sides as Go text with package-qualified names. */
	readonly local: string;
	readonly target: string;
} & (
	| { readonly verdict: 'identical' | 'compatible' }
	| {
			readonly verdict: 'different';
			/** `none` when the registers of this machine hide the difference; stack-based ports would not. */
			readonly harm: 'breaks' | 'none';
			/** What differs and what happens, to follow a subject: "passes 3 words where the target takes 2: …". */
			readonly difference: string;
	  }
	| {
			readonly verdict: 'unknown';
			readonly reason: string;
			/** Import paths of packages whose types would be needed to say more. */
			readonly missing: readonly string[];
	  }
);

/**
 * Compares what a pull declares with what its target is, both on one machine. Equal words in equal places are compatible,
 * whatever they are called: mirror structs, `unsafe.Pointer` for `*T`, uintptr, regrouped parameters.
 */
export function compareSignatures(local: Signature, target: Signature, machine: Machine): SignatureComparison {
	const texts = { local: signatureText(local), target: signatureText(target) };
	if (local.kind !== target.kind)
		return { ...texts, verdict: 'unknown', reason: 'one is a variable, the other a function', missing: [] };
	if (identical(local, target)) return { ...texts, verdict: 'identical' };
	const to = measuring(machine);
	const difference =
		local.kind === 'func' && target.kind === 'func' ? functions(local, target, to) : variables(local, target, to);
	if (difference === 'unknown') {
		const names = [...to.unresolved].join(', ');
		return {
			...texts,
			verdict: 'unknown',
			reason: names === '' ? 'a type is not known' : `not known: ${names}`,
			missing: [...to.missing],
		};
	}
	return difference
		? { ...texts, verdict: 'different', harm: difference.harm, difference: difference.text }
		: { ...texts, verdict: 'compatible' };
}

function identical(local: Signature, target: Signature): boolean {
	if (!local.type || !target.type) return false;
	const identity = typeIdentity(local.type, local.scope);
	return identity !== undefined && identity === typeIdentity(target.type, target.scope);
}

function functions(local: FuncSignature, target: FuncSignature, to: Measuring): Difference | undefined | 'unknown' {
	const here = frameOf(local, to);
	const there = frameOf(target, to);
	return here && there ? compareFrames(here, there) : 'unknown';
}

/** How calls of this signature travel on the machine of `to`; undefined when a type is not known. */
export function frameOf({ type, scope }: FuncSignature, to: Measuring): CallFrame | undefined {
	const operands = (list: readonly Parameter[], noun: string) => {
		const found: CallOperand[] = [];
		list.forEach((parameter, index) => {
			const layout = layoutOf(parameter.type, scope, to);
			const named = parameter.name !== undefined && parameter.name !== '_';
			if (layout) found.push({ label: named ? `${parameter.name}` : `${noun} ${index + 1}`, layout });
		});
		return found.length === list.length ? found : undefined;
	};
	const parameters = operands(type.parameters, 'argument');
	const results = operands(type.results, 'result');
	return parameters && results && callFrame(parameters, results, to.machine);
}

function variables(local: Signature, target: Signature, to: Measuring): Difference | undefined | 'unknown' {
	const here = local.type && layoutOf(local.type, local.scope, to);
	const there = target.type && layoutOf(target.type, target.scope, to);
	return here && there ? compareVariables(here, there) : 'unknown';
}
