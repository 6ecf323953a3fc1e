export const title = 'a code lens counts what goes to the heap, the hover of the name says whether it can be inlined';

export async function run(stage) {
	const editor = await stage.open({
		'profile.go': `package agent

type Profile struct{ samples [64]int }

func newProfile() *Profile {
	return &Profile{}
}

func size(p *Profile) int {
	return len(p.samples)
}
`,
	});
	await editor.seeLens(/1 heap/);
	await editor.hover('func newProfile', 'newProfile', /Allocations: 1 heap · inlinable/);
}
