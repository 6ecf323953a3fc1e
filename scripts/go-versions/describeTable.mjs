// The table as a page to read, so that a new Go version is a diff that somebody can look at.

const links = new Set('upwabdlm');
const checked = new Set('pwadNBSA');

/** @param {import('./encodeTable.mjs').Table} table */
export function describeTable(table) {
	const { releases, platforms } = table;
	const lines = [
		'# What third parties can link in each Go',
		'',
		'Made by `node scripts/record-go-versions.mjs`, with the table that the extension carries. Functions and methods / variables of',
		'the standard library that a `//go:linkname` outside of it reaches, of all that exist:',
		'',
		`| | ${platforms.join(' | ')} |`,
		`|---|${platforms.map(() => '---').join('|')}|`,
	];
	releases.forEach((release, index) => {
		const cells = platforms.map((_, platform) => count(table, platform * releases.length + index));
		lines.push(`| ${release} | ${cells.join(' | ')} |`);
	});
	lines.push('', `The changes below are those of ${platforms[0]}, between releases whose linkers check.`);
	for (let index = 1; index < releases.length; index++) {
		if (!isChecked(table, index - 1)) continue;
		lines.push('', `## ${releases[index - 1]} to ${releases[index]}`, '', ...changes(table, index));
	}
	return `${lines.join('\n')}\n`;
}

function count({ symbols }, at) {
	const numbers = { func: [0, 0], var: [0, 0] };
	for (const cells of symbols.values()) {
		const cell = cells[at];
		if (!cell) continue;
		const of = numbers[cell.signature.startsWith('=') ? 'var' : 'func'];
		of[1]++;
		if (links.has(cell.letter)) of[0]++;
	}
	const [func, variable] = [numbers.func, numbers.var];
	return `${func[0]} / ${variable[0]} of ${func[1]} / ${variable[1]}`;
}

/** A linker that checks calls nothing of Go's own functions unchecked. */
function isChecked({ symbols }, at) {
	return [...symbols.values()].some((cells) => cells[at]?.letter === 'N');
}

function changes({ symbols }, at) {
	const lines = [];
	for (const [symbol, cells] of [...symbols].sort(([a], [b]) => (a < b ? -1 : 1))) {
		const [before, now] = [cells[at - 1], cells[at]];
		const did = before !== undefined && links.has(before.letter);
		const does = now !== undefined && links.has(now.letter);
		if (did && !does)
			lines.push(`- lost \`${symbol}\`: ${now ? (checked.has(now.letter) ? 'refused' : 'not callable') : 'gone'}`);
		else if (!did && does) lines.push(`- new \`${symbol}\`${before ? ', refused before' : ''}`);
		else if (did && does && before.signature !== now.signature)
			lines.push(`- changed \`${symbol}\`: \`${spell(before)}\` is now \`${spell(now)}\``);
	}
	return lines.length > 0 ? lines : ['Nothing.'];
}

function spell({ signature }) {
	return signature.replace(/^=/, '') || 'a type given by its value';
}
