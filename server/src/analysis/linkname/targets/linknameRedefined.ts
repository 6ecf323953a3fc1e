import type { Finding } from '../../finding.ts';
import { onTarget } from './targetReport.ts';
import { shortGo, type TargetView } from './targetView.ts';

/**
 * Two definitions of one symbol. Of other packages: `duplicated definition of symbol runtime.nanotime`. Within one package:
 * `symbol x redeclared`, or a compiler that crashes (Go 1.20 to 1.26).
 */
export function linknameRedefined(view: TargetView): Finding[] {
	const { verdict, symbol, bound, context } = view;
	if (verdict.state !== 'clash' || verdict.with === 'method') return [];
	const local = bound.linkname.local.text;
	switch (verdict.with) {
		case 'function':
			return [say(`${symbol} is defined by ${shortGo(context)} already, and ${local} gives it a second body`)];
		case 'variable':
			return [say(`${symbol} is defined by ${shortGo(context)} already, and ${local} gives it a second value`)];
		case 'own-package':
			return [say(`${symbol} is declared in this package, and ${local} defines it again`)];
		case 'second-push':
			return [say(`${symbol} is defined twice in this package by //go:linkname`)];
	}

	function say(text: string): Finding {
		return onTarget('linkname-redefined', view, text);
	}
}
