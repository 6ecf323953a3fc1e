/** How a type lies in memory, for people and for programs. */
import { costText } from '../../analysis/escape/sizeClasses.ts';
import type { FieldOrder, LaidField, TypeLayout } from '../../behind/typeLayout.ts';
import { bytesText, reportHead, shownPath } from './behindReport.ts';

export function layoutJson(found: TypeLayout, directory: string): string {
	const { context, importPath, name, path, line, cost, fields, order } = found;
	const report = {
		...reportHead(context),
		package: importPath,
		type: name,
		file: shownPath(path, directory),
		line,
		size: found.size,
		align: found.align,
		pointerSize: found.pointerSize,
		pointers: found.pointers,
		pointerBytes: found.pointerBytes,
		words: found.words,
		scanned: found.pointers > 0,
		...(cost && { heap: { kind: cost.kind, takes: cost.takes, waste: wasteOf(found) } }),
		padding: found.padding,
		cacheLine: found.cacheLine,
		...(fields && {
			fields: fields.map((field) => ({ ...field, misaligned: found.misaligned.includes(field.name) })),
		}),
		order: orderJson(order),
	};
	return `${JSON.stringify(report, undefined, '\t')}\n`;
}

function orderJson(order: FieldOrder) {
	if (order.kind !== 'better') return order;
	const { kind, names, size, cost, cautions, edit } = order;
	return { kind, fields: names, size, takes: cost.takes, cautions, definition: edit.newText };
}

/** Bytes that the heap gives and nobody uses; of a tiny object, which shares its block, none. */
function wasteOf({ size, cost }: TypeLayout): number {
	return cost?.kind === 'small' || cost?.kind === 'large' ? cost.takes - size : 0;
}

export function layoutText(found: TypeLayout, directory: string): string {
	const { context, name, path, line, cost, fields, pointerSize, pointers } = found;
	const words = Math.ceil(found.size / pointerSize);
	const lines = [
		`${name}, ${shownPath(path, directory)}:${line}`,
		`  ${context.version.text} ${context.goos}/${context.goarch}: ${bytesText(found.size)}, aligned to ${found.align}`,
		...(cost ? [`  on the heap: ${costText(cost)}${wasteText(found)}`] : []),
		pointers === 0
			? '  no pointers: the collector does not look into it'
			: `  the collector follows ${pointers} of ${words} words: ${found.words}${words > found.words.length ? '…' : ''}`,
	];
	if (fields) lines.push('', ...fieldLines(fields, found));
	if (found.padding > 0) lines.push('', `  ${bytesText(found.padding)} of padding`);
	for (const field of found.misaligned) {
		lines.push(
			`  ${field}: 64-bit functions of sync/atomic fail on 386, arm and mips, where it is not aligned to 8; put it first, or use atomic.Int64.`,
		);
	}
	if (fields) lines.push(...orderLines(found));
	return `${lines.join('\n')}\n`;
}

function wasteText(found: TypeLayout): string {
	const waste = wasteOf(found);
	return waste === 0 ? '' : `, ${bytesText(waste)} of it unused`;
}

function fieldLines(fields: readonly LaidField[], { cacheLine }: TypeLayout): string[] {
	const name = Math.max(5, ...fields.map((field) => field.name.length));
	const type = Math.min(40, Math.max(4, ...fields.map((field) => field.type.length)));
	const lines = [`  offset   size  ${'field'.padEnd(name)}  type`];
	for (const field of fields) {
		const remarks = [
			...(field.pointers > 0 ? [`${field.pointers} ${field.pointers === 1 ? 'pointer' : 'pointers'}`] : []),
			...(field.crosses ? [`crosses a cache line of ${cacheLine} bytes when the object starts at one`] : []),
		];
		lines.push(
			`  ${String(field.offset).padStart(6)} ${String(field.size).padStart(6)}  ${field.name.padEnd(name)}  ${field.type.padEnd(type)}  ${remarks.join(', ')}`.trimEnd(),
		);
		if (field.padding > 0) lines.push(`  ${''.padStart(6)} ${String(field.padding).padStart(6)}  (padding)`);
	}
	return lines;
}

function orderLines({ order, cost }: TypeLayout): string[] {
	switch (order.kind) {
		case 'best':
			return ['', '  No order of the fields takes less of the heap.'];
		case 'not-offered':
			return ['', `  Another order would take less of the heap, and is not offered: ${order.reason}`];
		case 'better':
			return [
				'',
				`  Better order, which compiles: ${order.names.join(', ')}`,
				`    ${bytesText(order.size)}; on the heap ${bytesText(order.cost.takes)} instead of ${cost?.takes ?? 0}`,
				...order.cautions.map((caution) => `    ${caution}`),
			];
	}
}
