import { expect, test } from 'vitest';
import { exportedEquivalent } from '../../../../server/src/analysis/linkname/targets/exportedEquivalent.ts';

const history = (...states: readonly boolean[]) =>
	states.map((exists, at) => {
		const cell = { release: `go1.${18 + at}.0`, minor: 18 + at };
		return exists
			? ({ ...cell, state: 'links', why: 'unchecked', kind: 'func', signature: '' } as const)
			: ({ ...cell, state: 'absent' } as const);
	});

const definition = (signature: string, push?: 'all') =>
	({ kind: 'func', push, signature, place: undefined, noescape: false }) as const;

const same = (target: string) => ({ verdict: 'identical', local: target, target }) as const;

test('a function is called by its parameters', () => {
	const type = same('func(string, string) (net.Conn, error)');
	expect(
		exportedEquivalent('net.Dial', definition('(network, address string) (Conn, error)'), type, history(true)),
	).toEqual({
		imports: ['net'],
		expr: 'return net.Dial(network, address)',
		text: 'net.Dial',
		signature: '(network string, address string) (net.Conn, error)',
		since: '1.0',
		identical: true,
	});
});

test('a method is called on its receiver, from the version on that has it', () => {
	const type = same('func(*net.Dialer, bool)');
	expect(
		exportedEquivalent('net.(*Dialer).SetMultipathTCP', definition('(use bool)'), type, history(false, true)),
	).toMatchObject({
		imports: [],
		expr: 'receiver.SetMultipathTCP(use)',
		signature: '(receiver *net.Dialer, use bool)',
		since: '1.19',
	});
});

test.each([
	['private', 'net.dial', definition('()'), same('func()')],
	['of a private type', 'net.(*conn).Read', definition('()'), same('func(*net.conn)')],
	['internal', 'internal/abi.NoEscape', definition('()'), same('func()')],
	['defined elsewhere, with other types', 'time.Sleep', definition('(ns int64)', 'all'), same('func(int64)')],
	['a variable', 'os.Args', { ...definition('[]string'), kind: 'var' } as const, same('[]string')],
	['variadic', 'fmt.Println', definition('(a ...any)'), same('func(...interface{})')],
	['of other types', 'os.Exit', definition('(code int)'), { ...same('func(int)'), verdict: 'compatible' } as const],
])('nothing for what is %s', (_, symbol, found, comparison) => {
	expect(exportedEquivalent(symbol, found, comparison, history(true))).toBeUndefined();
});
