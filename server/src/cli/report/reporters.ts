/** All report formats by name; TypeScript asks for one that is missing. */
import type { Format } from '../arguments.ts';
import { github } from './github.ts';
import { human } from './human.ts';
import { json } from './json.ts';
import type { Reporter } from './reporter.ts';
import { sarif } from './sarif.ts';

export const reporters: Readonly<Record<Format, Reporter>> = { human, json, sarif, github };
