/** Whether every build of a file has the public API: by the module's `go` line, or by the file's own constraint. */
import { type Constraint, parseConstraint } from '../../build/buildConstraint.ts';
import type { FileFacts } from '../fileFacts.ts';
import { atLeastMinor, goMinor } from '../goMinor.ts';
import type { Alternative } from '../targets/alternative.ts';
import type { TargetView } from '../targets/targetView.ts';
import type { PulledFunction } from './pulledFunction.ts';

export function hasPublicApi(
	{ since }: Alternative,
	{ declared }: PulledFunction,
	{ index, context }: TargetView,
): boolean {
	const minor = goMinor(since) ?? 0;
	// Without a go.mod it is the Go in use that decides.
	const line = index.goVersion ?? `1.${context.minor}`;
	return atLeastMinor(line, minor) || (oldestBuilding(declared) ?? 0) >= minor;
}

/** 22 for a file that only Go 1.22 and newer build, because its constraint says so; undefined when it says nothing. */
export function oldestBuilding({ file }: FileFacts): number | undefined {
	const tree = file.buildConstraint === undefined ? undefined : parseConstraint(file.buildConstraint);
	return tree && oldest(tree);
}

function oldest(tree: Constraint): number | undefined {
	switch (tree.kind) {
		case 'tag':
			return /^go1\.\d+$/.test(tree.tag) ? goMinor(tree.tag) : undefined;
		case 'and':
			return Math.max(oldest(tree.left) ?? 0, oldest(tree.right) ?? 0) || undefined;
		case 'or': {
			const [left, right] = [oldest(tree.left), oldest(tree.right)];
			return left === undefined || right === undefined ? undefined : Math.min(left, right);
		}
		case 'not':
			return undefined;
	}
}
