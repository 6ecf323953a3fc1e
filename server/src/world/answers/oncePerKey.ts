/**
 * Works out the answer to each key once, and keeps it as long as somebody keeps the function: for what belongs to one state of the disk. What
 * has to change with the disk is for `createAnswers`.
 */
export function oncePerKey<K, V extends object>(work: (key: K) => V): (key: K) => V {
	const known = new Map<K, V>();
	return (key) => {
		let answer = known.get(key);
		if (!answer) known.set(key, (answer = work(key)));
		return answer;
	};
}
