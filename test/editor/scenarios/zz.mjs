import { execSync } from 'node:child_process';
export const title = 'zz';
export async function run(stage) {
	const editor = await stage.open({
		'profile.go': `package agent

type Profile struct{ samples [64]int }

type Store struct{ all []*Profile }

func (s *Store) newProfile() *Profile {
	profile := &Profile{}
	s.all = append(s.all, profile)
	return profile
}
`,
	});
	await editor.seeLine(/&Profile\{\}.*heap/);
	await new Promise((r) => setTimeout(r, 3000));
	await editor.command('Linkscape: Show Output');
	await new Promise((r) => setTimeout(r, 3000));
	await editor.page.screenshot({ path: '/tmp/ui/zz.png' });
	await editor.command('Explorer: Focus on Go Escapes View');
	await new Promise((r) => setTimeout(r, 3000));
	await editor.page.screenshot({ path: '/tmp/ui/zz2.png' });
	console.log(execSync('find /tmp -name "*.log" -mmin -1 -not -path "/proc/*" | head -40').toString());
	console.log(execSync('cat $(find /tmp -name "*inkscape*.log" -mmin -1 ) | tail -40').toString());
	console.log(execSync('cat $(find /tmp -name "remoteexthost.log" -mmin -1 ) | grep -i error | tail -40').toString());
}
