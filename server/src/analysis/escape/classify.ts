/** Why something escapes, in the few classes that have different remedies. */
import type { EscapeClass } from './escapeHint.ts';
import type { Flow, Step } from './explanation.ts';
import type { Site } from './parseBuildOutput.ts';
import type { SubjectForm } from './subjectForm.ts';

export interface ClassifiedSite {
	readonly site: Site;
	readonly form: SubjectForm;
	/** The path to the root; empty when the compiler gave no explanation. */
	readonly flows: readonly Flow[];
	/** The statement it belongs to, when that says more than the expression. */
	readonly around: 'go' | 'defer' | 'loop-variable' | 'none';
	/** The named results of the function around. */
	readonly results: readonly string[];
	/** The value is a method value, `t.M` without a call. */
	readonly methodValue: boolean;
}

export function classify(classified: ClassifiedSite): EscapeClass {
	return byForm(classified) ?? byFlow(classified) ?? 'other';
}

export function levelOf(escapeClass: EscapeClass): 0 | 1 | 2 | 3 {
	if (escapeClass === 'returned') return 1;
	if (escapeClass === 'closure-capture' || escapeClass === 'goroutine') return 2;
	return escapeClass === 'interface-boxing' ? 3 : 0;
}

function byForm({ form, flows, around, site, methodValue }: ClassifiedSite): EscapeClass | undefined {
	const whys = flows.flatMap((flow) => flow.steps.map((step) => step.why));
	if (whys.includes('too large for stack') || whys.includes('too aligned for stack')) return 'too-large';
	if (whys.includes('non-constant size')) return 'dynamic-size';
	if (isErrorValue(site.subject)) return 'error-value';
	switch (form) {
		case 'func':
			if (around === 'go') return 'goroutine';
			return around === 'defer' ? 'defer-in-loop' : 'closure-capture';
		case 'append':
			return 'append-growth';
		case 'variadic':
			return endsInPanic(flows) ? 'error-value' : 'variadic';
		case 'concatenation':
		case 'string-conversion':
			return 'string-conversion';
		case 'make-map':
		case 'map-literal':
			return 'map';
		case 'make-slice':
			return site.decision === 'stays' ? 'dynamic-size' : undefined;
		case 'constant':
		case 'value':
			return boxing(flows, methodValue);
		case 'variable':
		case 'pointer':
		case 'new':
		case 'make':
		case 'slice-literal':
		case 'composite':
			return undefined;
	}
}

/** What ends up in an interface; what it is for decides whether that is the thing to change. */
function boxing(flows: readonly Flow[], methodValue: boolean): EscapeClass {
	if (methodValue) return 'method-value';
	return endsInPanic(flows) ? 'error-value' : 'interface-boxing';
}

export function endsInPanic(flows: readonly Flow[]): boolean {
	const last = lastStep(flows);
	return last?.why === 'call parameter' && last.text.startsWith('panic(');
}

function isErrorValue(subject: string): boolean {
	return /^&(?:errors\.errorString|fmt\.wrapErrors?|errors\.joinError|reflect\.ValueError)\{/.test(subject);
}

/** Functions that look at their arguments by reflection: handing something over is the cost of using them. */
const reflecting = /^(?:\(?\*?(?:json|xml|gob|asn1|binary|reflect|yaml|toml)\b|reflect\.)/;

function byFlow({ flows, around, form, results, site }: ClassifiedSite): EscapeClass | undefined {
	const steps = flows.flatMap((flow) => flow.steps);
	const last = steps.at(-1);
	if (!last) return undefined;
	const capture = steps.find((step) => step.why === 'captured by a closure');
	if (capture) return around === 'go' ? 'goroutine' : 'closure-capture';
	const boxedComposite = form === 'composite' && steps[0]?.why === 'spill' && steps.some(isInterfaceStep);
	switch (last.why) {
		case 'call parameter':
			if (last.text.startsWith('panic(')) return 'error-value';
			if (last.text.startsWith('append(')) return 'stored';
			if (reflecting.test(last.text)) return 'reflection';
			if (around === 'loop-variable' && isMethodOn(last.text, site.subject)) return 'loop-variable';
			return boxedComposite || (steps.some(isInterfaceStep) && form === 'composite')
				? 'interface-boxing'
				: 'call-argument';
		case 'callee operand':
			return form === 'composite' ? 'interface-boxing' : 'call-argument';
		case 'send':
			return 'channel-send';
		case 'return':
			return 'returned';
		case 'key of map put':
		case 'map literal key':
		case 'map literal value':
			return 'element-store';
	}
	const end = flows.at(-1)?.destination ?? '';
	if (/^~[rR]\d+$/.test(end) || results.includes(end)) return 'returned';
	if (around === 'loop-variable') return 'loop-variable';
	if (/^assign/.test(last.why)) return /^([^=]*) = /.exec(last.text)?.[1]?.includes(']') ? 'element-store' : 'stored';
	if (/literal element|appende/.test(last.why)) return 'stored';
	return 'stored';
}

/** `(*T).m(v, x)`: the variable is the receiver, whose address the call takes. */
function isMethodOn(call: string, variable: string): boolean {
	return /^\(\*[^()]+\)\./.test(call) && new RegExp(`\\(&?${variable}[,)]`).test(call);
}

function isInterfaceStep(step: Step): boolean {
	return step.why === 'interface-converted' || step.why === 'slice-literal-element';
}

function lastStep(flows: readonly Flow[]): Step | undefined {
	return flows.at(-1)?.steps.at(-1);
}
