/** All report formats by name; TypeScript asks for one that is missing. */
import type { Format } from '../arguments.ts';
import { checkstyle } from './checkstyle.ts';
import { github } from './github.ts';
import { gitlab } from './gitlab.ts';
import { human } from './human.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import { markdown } from './markdownReport.ts';
import type { Reporter } from './reporter.ts';
import { sarif } from './sarif.ts';

export const reporters: Readonly<Record<Format, Reporter>> = {
	human,
	json,
	sarif,
	github,
	gitlab,
	checkstyle,
	junit,
	markdown,
};
