/** The rules about the other side of a directive outside the standard library. What breaks the build ends the talk. */
import type { Finding } from '../../finding.ts';
import { linknamePrivateOfModule } from './linknamePrivateOfModule.ts';
import { linknameProviderNotImported } from './linknameProviderNotImported.ts';
import type { ModuleView } from './moduleView.ts';
import { moduleTargetRedefined } from './moduleTargetRedefined.ts';
import { moduleTargetSignature } from './moduleTargetSignature.ts';
import { moduleTargetUndefined } from './moduleTargetUndefined.ts';

type ModuleRule = (view: ModuleView) => Finding[];

/** The first that speaks is the only one. */
const moduleRules: readonly ModuleRule[] = [
	moduleTargetUndefined,
	moduleTargetRedefined,
	moduleTargetSignature,
	linknameProviderNotImported,
	linknamePrivateOfModule,
];

export function checkModuleTarget(view: ModuleView): Finding[] {
	for (const rule of moduleRules) {
		const found = rule(view);
		if (found.length > 0) return found;
	}
	return [];
}
