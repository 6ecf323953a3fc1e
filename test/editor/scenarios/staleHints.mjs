export const title = 'a package that stops compiling keeps its hints, and the status says why they are old';

export async function run(stage) {
	const editor = await stage.open({
		'profile.go': `package agent

type Profile struct{ samples [64]int }

func newProfile() *Profile {
	return &Profile{}
}
`,
	});
	await editor.seeLine(/return &Profile\{\}.*heap/);
	await editor.goTo(4, 1);
	await editor.type('var broken int = "text"\n');
	await editor.save();
	await editor.seeStatus('profile.go:4');
	await editor.seeLine(/return &Profile\{\}.*heap/);
}
