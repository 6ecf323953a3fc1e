import type { Finding } from '../../finding.ts';
import { type VersionRange, erasOf, statusWords, fits, whenText } from './versionStatus.ts';
import { fileName } from '../../build/fileName.ts';
import { onTarget } from './targetReport.ts';
import { type Orphaned, shortGo, type TargetView } from './targetView.ts';

/**
 * Good in the Go that is in use, but not in another one that the module allows: from its `go` line to the newest version of
 * the table, as far as the file's build constraint lets it be built there.
 */
export function linknameVersionDrift(view: TargetView): Finding[] {
	return view.orphaned ? [orphaned(view, view.orphaned)] : drift(view);
}

function orphaned(view: TargetView, { minor, name, home, user }: Orphaned): Finding {
	const text = `From ${shortGo({ minor })} on nothing declares ${name}: ${fileName(home.path)} is left out, and ${fileName(user)} uses it`;
	return onTarget('linkname-version-drift', view, text);
}

function drift(view: TargetView): Finding[] {
	const { verdict, context, symbol } = view;
	if (verdict.state !== 'links' || view.checkDisabledBy !== undefined) return [];
	if (view.use === 'unused' || view.use === 'blank') return [];
	const broken = brokenEras(view);
	if (broken.length === 0) return [];
	const told = broken.map((era) => `${describe(era)} ${whenText(era, view.reachable)}`);
	const text = `${symbol} links with ${shortGo(context)}, but ${told.join(' and ')}`;
	return [onTarget('linkname-version-drift', view, text)];
}

/** The versions in reach that would not take the directive as this one does, oldest first. */
function brokenEras(view: TargetView): VersionRange[] {
	const { reachable, history, context, exactPlatform, loophole } = view;
	const here = history.find((cell) => cell.minor === context.minor);
	// A table that disagrees about the version in use, or was recorded elsewhere, cannot warn about the others.
	const agrees = !here || erasOf([here], view).every(({ fate }) => fits(fate));
	if (!agrees) return [];
	return erasOf(reachable, view).filter(({ fate }) => {
		if (fits(fate)) return false;
		// What only other packages call is not checked.
		return fate === 'refused' ? loophole === 'no' && view.use === 'used' : exactPlatform;
	});
}

function describe({ fate }: VersionRange): string {
	return fate === 'signature'
		? 'has another signature'
		: fate === 'absent'
			? 'does not exist'
			: `is ${statusWords[fate]}`;
}
