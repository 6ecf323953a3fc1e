/** The rules about the other side of a directive outside the standard library. What breaks the build ends the talk. */
import type { Finding } from '../../finding.ts';
import { linknamePrivateOfModule } from './linknamePrivateOfModule.ts';
import { linknameProviderNotImported } from './linknameProviderNotImported.ts';
import type { ModuleView } from './moduleView.ts';
import { partnerRedefined } from './partnerRedefined.ts';
import { partnerSignature } from './partnerSignature.ts';
import { partnerUndefined } from './partnerUndefined.ts';

type ModuleRule = (view: ModuleView) => Finding[];

/** The first that speaks is the only one. */
const moduleRules: readonly ModuleRule[] = [
	partnerUndefined,
	partnerRedefined,
	partnerSignature,
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
