import assert from 'node:assert/strict';

export const title = 'hints stay while the user types, and move along with the text';

export async function run(stage) {
	const editor = await stage.open({
		'profile.go': `package agent

type Profile struct{ samples [64]int }

func newProfile() *Profile {
	return &Profile{}
}

func newTwo() (*Profile, *Profile) {
	first := &Profile{}
	second := &Profile{}
	return first, second
}
`,
	});
	await editor.seeLine(/second := .*heap/);
	const counts = [];
	await editor.goTo(4, 1);
	await editor.type('\nfunc size(p *Profile) int {\nreturn len(p.samples)\n', async () => {
		const lines = await editor.shownLines();
		counts.push(lines.filter((line) => / := &Profile\{\}.*heap/.test(line)).length);
	});
	assert.ok(counts.length > 40, `only ${counts.length} looks`);
	assert.ok(
		counts.every((count) => count === 2),
		`hints seen after each key: ${counts.join(' ')}`,
	);
}
