export const title = 'a code lens above each function counts what goes to the heap';

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
	await editor.seeLens(/inlinable/);
}
