export const title = 'the status item names the Go version in use and where it was found';

export async function run(stage) {
	const editor = await stage.open({ 'profile.go': 'package agent\n\nvar count int\n' });
	await editor.seeStatus(/Linkscape go1\.\d+/);
	await editor.seeStatus('PATH');
}
