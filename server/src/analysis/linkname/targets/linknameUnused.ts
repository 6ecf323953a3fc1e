import type { Finding } from '../../finding.ts';
import { packageFiles } from '../packageNames.ts';
import { report } from '../reportFinding.ts';
import { localUse } from './localUse.ts';
import type { TargetView } from './targetView.ts';

/** A pulled function or variable that the package never uses. */
export function linknameUnused(view: TargetView): Finding[] {
	const { bound, facts, index, use, symbol } = view;
	// Assembly and C may use the name without a word in a Go file.
	if (bound.form !== 'pull' || use !== 'unused' || index.hasForeignSources) return [];
	const { local, directive } = bound.linkname;
	// Tests of the package see it as well.
	if (localUse(local.text, packageFiles(index, facts)) !== 'unused') return [];
	return [
		{
			...report('linkname-unused', facts, directive.comment.span, {
				message: `${local.text} is pulled from ${symbol} and never used in this package.`,
				target: symbol,
			}),
			unnecessary: true,
		},
	];
}
