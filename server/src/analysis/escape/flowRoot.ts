/**
 * Follows an explanation to its end. The compiler stops at the next location that escapes ("it is stored in
 * `&Context{...}`"); that location has an explanation of its own, and only the last one says why.
 */
import type { Explanation, Flow } from './explanation.ts';
import type { Site } from './parseBuildOutput.ts';

/** Finds the sites of one file by what the compiler calls them. */
export type SiteIndex = ReadonlyMap<string, readonly Site[]>;

export function indexSites(sites: readonly Site[]): SiteIndex {
	const index = new Map<string, Site[]>();
	for (const site of sites) {
		if (site.explanations.length === 0) continue;
		const key = `${site.place.file} ${site.subject}`;
		const list = index.get(key);
		if (list) list.push(site);
		else index.set(key, [site]);
	}
	return index;
}

/** An explanation with the explanations of what it ends in, each location once. */
export function flowsToRoot(site: Site, explanation: Explanation, index: SiteIndex): Flow[] {
	const flows = [...explanation.flows];
	const seen = new Set<Site>([site]);
	for (let last = flows.at(-1); last; last = flows.at(-1)) {
		const next = siteOf(last, site, explanation.function, index);
		const more = next && !seen.has(next) ? explanationIn(next, explanation.function) : undefined;
		if (!next || !more || more.flows.length === 0) break;
		seen.add(next);
		flows.push(...more.flows);
	}
	return withoutCapture(flows);
}

/**
 * A value that a func literal stores in a variable around it outlives the call of that func literal. The explanation goes on with the
 * capture of the variable, which is no reason: where the closure stays on the stack, it ends there.
 */
function withoutCapture(flows: Flow[]): Flow[] {
	const [stored, captured] = flows.slice(-2);
	if (stored === undefined || captured === undefined) return flows;
	const isEnd = captured.destination.startsWith('{storage for ') && captured.steps.at(-1)?.why === 'reference';
	return isEnd && stored.destination === captured.source.replace('&', '') ? flows.slice(0, -1) : flows;
}

/** The location that a flow ends in, when it has an explanation: the one nearest to the step that leads there. */
function siteOf(flow: Flow, from: Site, functionName: string, index: SiteIndex): Site | undefined {
	if (flow.destination === '{heap}' || flow.destination.startsWith('~r')) return undefined;
	const subject = /^\{storage for (.+)\}$/.exec(flow.destination)?.[1] ?? flow.destination;
	const line = flow.steps.at(-1)?.at.line ?? from.place.line;
	let best: Site | undefined;
	for (const site of index.get(`${from.place.file} ${subject}`) ?? []) {
		if (site === from || !explanationIn(site, functionName)) continue;
		if (!best || Math.abs(site.place.line - line) < Math.abs(best.place.line - line)) best = site;
	}
	return best;
}

/** Before Go 1.25 explanations did not name their function. */
function explanationIn(site: Site, functionName: string): Explanation | undefined {
	return site.explanations.find((each) => each.function === functionName);
}
