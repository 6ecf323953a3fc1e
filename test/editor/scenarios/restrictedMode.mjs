import assert from 'node:assert/strict';

export const title =
	'in restricted mode directives are checked and nothing is run; trust given later starts the compiler';

export async function run(stage) {
	const editor = await stage.open(
		{
			'profile.go': `package agent

type Profile struct{ samples [64]int }

// go:noinline
func newProfile() *Profile {
	return &Profile{}
}
`,
		},
		{ settings: { 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never' } },
	);
	await editor.seeProblem('directive-ignored');
	await editor.seeStatus('restricted mode');
	assert.equal(stage.goRuns(editor), 0);
	await editor.seeNoLine('heap');

	await editor.trust();
	await editor.seeLine(/return &Profile\{\}.*heap/);
	assert.notEqual(stage.goRuns(editor), 0);
}
