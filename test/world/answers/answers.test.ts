import { expect, test } from 'vitest';
import { createAnswers } from '../../../server/src/world/answers/answers.ts';
import { createChanges } from '../../../server/src/world/answers/changes.ts';

/** Answers to questions that somebody else answers, when the test wants it. */
function asked(most = 10) {
	const changes = createChanges();
	const answers = createAnswers<string>({ changes, dependsOn: ['files'], most });
	const works: { question: string; signal: AbortSignal; resolve: (answer: string) => void; reject: () => void }[] = [];
	const ask = (question: string, signal?: AbortSignal) =>
		answers.of(
			question,
			(given) =>
				new Promise<string>((resolve, reject) =>
					works.push({ question, signal: given, resolve, reject: () => reject(new Error('failed')) }),
				),
			signal,
		);
	return { changes, answers, works, ask };
}

test('those who ask the same share one answer, and it is kept', async () => {
	const { answers, works, ask } = asked();
	const both = Promise.all([ask('a'), ask('a')]);
	expect(answers.known('a')).toBeUndefined();
	works[0]?.resolve('A');
	expect(await both).toEqual(['A', 'A']);
	expect(await ask('a')).toBe('A');
	expect(answers.known('a')).toBe('A');
	expect(works.length).toBe(1);
});

test('what it depends on drops it, finished or not, and nothing else does', async () => {
	const { changes, answers, works, ask } = asked();
	const first = ask('a');
	changes.filesChanged(['/m/a.go']);
	const second = ask('a');
	works[0]?.resolve('old');
	works[1]?.resolve('new');
	expect([await first, await second, answers.known('a')]).toEqual(['old', 'new', 'new']);
	changes.buildChanged();
	expect(answers.known('a')).toBe('new');
	changes.filesChanged([]);
	expect(answers.known('a')).toBeUndefined();
});

test('a failure is told to who waits, and is no answer for the next', async () => {
	const { works, ask } = asked();
	const first = ask('a');
	works[0]?.reject();
	await expect(first).rejects.toThrow('failed');
	const second = ask('a');
	works[1]?.resolve('A');
	expect(await second).toBe('A');
});

test('work is given up when the last one who waits for it has', async () => {
	const { answers, works, ask } = asked();
	const [one, other] = [new AbortController(), new AbortController()];
	const waiting = [ask('a', one.signal), ask('a', other.signal)].map((each) =>
		each.catch((error: Error) => error.name),
	);
	one.abort();
	expect(await waiting[0]).toBe('AbortError');
	expect(works[0]?.signal.aborted).toBe(false);
	other.abort();
	expect(await waiting[1]).toBe('AbortError');
	expect(works[0]?.signal.aborted).toBe(true);
	// It is begun anew for who asks then.
	const again = ask('a');
	works[0]?.resolve('late');
	works[1]?.resolve('A');
	expect([await again, answers.known('a')]).toEqual(['A', 'A']);
});

test('who has given up already starts nothing', async () => {
	const { works, ask } = asked();
	await expect(ask('a', AbortSignal.abort())).rejects.toThrow();
	expect(works).toEqual([]);
});

test('those that were asked for longest ago go first', async () => {
	const { answers, works, ask } = asked(2);
	for (const question of ['a', 'b', 'a', 'c']) {
		const answer = ask(question);
		works.find((work) => work.question === question)?.resolve(question);
		await answer;
	}
	expect(['a', 'b', 'c'].map((question) => answers.known(question))).toEqual(['a', undefined, 'c']);
});
