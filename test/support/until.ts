/** Waits until something is true; fails after 20 seconds. */
export async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
	const end = Date.now() + 20_000;
	while (!(await isTrue())) {
		if (Date.now() > end) throw new Error(`This did not become true: ${isTrue.toString()}`);
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
}
