/** With `LONG=1` every test runs all of its table; without, what other rows or releases prove as well is left out. */
export const long: boolean = process.env['LONG'] !== undefined;
