export const title = 'a value that goes to the heap has a hint at the end of its line, with the reason';

export async function run(stage) {
	const editor = await stage.open({
		'profile.go': `package agent

import "log"

type Profile struct{ samples [64]int }

func newProfile() *Profile {
	return &Profile{}
}

func report(count int) {
	log.Println(count)
}
`,
	});
	await editor.seeLine(/return &Profile\{\}.*heap: returned/);
	await editor.seeLine(/log\.Println\(count\).*heap.*: boxed/);
	await editor.hover('return &Profile{}', 'heap', 'Profile');
}
