import { gorootOf } from '../vscode/otherGo.mjs';

export const title = 'beside the Go extension, its Go is followed: the chosen one, and go.goroot as it changes';

const other = '1.24.12';
const third = '1.23.12';

export async function run(stage) {
	const editor = await stage.open(
		{
			'profile.go': `package agent

type Profile struct{ samples [64]int }

func newProfile() *Profile {
	return &Profile{}
}
`,
		},
		{ besideGo: true },
	);
	const seeHintsOf = async (go) => {
		await editor.seeStatus(go);
		await editor.seeLine(/return &Profile\{\}.*heap/);
	};
	await seeHintsOf(/Linkscape go1\.\d+\.\d+[^]*from PATH/);

	await editor.command('Go: Choose Go Environment');
	await editor.answer(gorootOf(other));
	await seeHintsOf(`Linkscape go${other}`);

	// The package is compiled anew by each Go: hints of a GOROOT that belongs to another one would be paused.
	for (const release of [third, other, third]) {
		await editor.command('Go: Set go.goroot');
		await editor.answer(gorootOf(release));
		await seeHintsOf(new RegExp(`Linkscape go${release}[^]*from go\\.goroot`));
	}

	// Until the window is loaded again the Go extension stays with what was set.
	await editor.command('Go: Set go.goroot');
	await editor.answer('');
	await seeHintsOf(new RegExp(`Linkscape go${third}[^]*from the Go extension`));

	// The server that starts now inherits what the Go extension wrote into the environment.
	await editor.command('Linkscape: Restart Server');
	await seeHintsOf(`Linkscape go${third}`);
}
