import type { Finding } from '../../finding.ts';
import type { ModuleView } from './moduleView.ts';
import { onCounterpart, related } from './counterpartReport.ts';

/** Another module's private symbol: it links, in the version that the build list selects. */
export function linknamePrivateOfModule(view: ModuleView): Finding[] {
	const { partner, symbol } = view;
	if (partner.kind !== 'defined' || !partner.privateOf || partner.missing) return [];
	const { path, version } = partner.privateOf;
	const text = `${symbol} is private to ${path}: it links with ${version === '' ? 'the sources in use' : version}, another version may lack it.`;
	return [onCounterpart('linkname-private', view, text, { related: related(partner.side, 'Defined here.') })];
}
