import { expect, test } from 'vitest';
import { readFixture, spellFindings } from '../../support/markers.ts';
import { directiveFixtures } from './directiveFixtures.ts';
import { findingsOf, nameOf } from './view.ts';

test.each(Object.entries(directiveFixtures))('%s', (_, { source, goVersion, goarch, since, until, foreign }) => {
	const fixture = readFixture(source);
	const minor = since ?? until;
	const findings = findingsOf(fixture, {
		goVersion: goVersion ?? '1.21',
		toolchain: minor === undefined ? undefined : `go1.${minor}.0`,
		goarch,
		hasForeignSources: foreign !== undefined,
	});
	expect(spellFindings(findings, fixture.files, nameOf)).toEqual(fixture.expected);
});
