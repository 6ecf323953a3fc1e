// The part of the linker's answers that the tests keep.

/** Packages that differ most from port to port, or that people pull from. */
const packages =
	/^(?:runtime|runtime\/race|syscall|time|os|reflect|sync\/atomic|math|math\/rand\/v2|internal\/(?:bytealg|cpu|abi|runtime\/\w+|syscall\/\w+|poll)|crypto\/internal\/fips140\/(?:aes|sha256))\./;

/** One in so many of the rest of these packages. */
const step = 5;

/**
 * Everything of some packages that links, and a part of what does not.
 *
 * @template {{ symbol: string, asFunction: string }} T
 * @param {readonly T[]} truth
 * @returns {T[]}
 */
export function sampleOf(truth) {
	const some = truth.filter(({ symbol }) => packages.test(symbol) || !symbol.includes('.'));
	return some.filter(({ asFunction }, index) => asFunction === 'links' || index % step === 0);
}
