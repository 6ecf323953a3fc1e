export const title = 'the checks that stay in the compiled code are shown on request, and hidden again';

export async function run(stage) {
	const editor = await stage.open({
		'profile.go': `package agent

func pick(samples []int, at int) int {
	return samples[at]
}
`,
	});
	await editor.seeStatus(/Linkscape go1\.\d+/);
	await editor.command('Linkscape: Show or Hide Bounds Checks and Write Barriers of this File');
	await editor.seeLine(/return samples\[at\].*bounds check/);
	await editor.command('Linkscape: Show or Hide Bounds Checks and Write Barriers of this File');
	await editor.seeNoLine(/bounds check/);
}
