/** The registers that pass parameters and results, by the names of Go's assembler. */

export interface PortRegisters {
	/** The first Go 1.x that passes parameters in them. */
	readonly since: number;
	/** In the order in which they are given out. */
	readonly integer: readonly string[];
	readonly float: readonly string[];
	/** Where a closure finds what it captured. */
	readonly context: string;
	/** Where the running goroutine is. */
	readonly goroutine: string;
}

const numbered = (letter: string, from: number, to: number) =>
	Array.from({ length: to - from + 1 }, (_, index) => `${letter}${from + index}`);
const words = (text: string) => text.split(' ');

const power: PortRegisters = {
	since: 18,
	integer: [...numbered('R', 3, 10), ...numbered('R', 14, 17)],
	float: numbered('F', 1, 12),
	context: 'R11',
	goroutine: 'g (R30)',
};

/**
 * paramIntReg*, paramFloatReg* in cmd/compile/internal/ssa/opGen.go where config.go uses them, Go 1.17 to 1.27. The ports that are not
 * here pass everything on the stack: 386, arm, mips*, wasm.
 */
const portRegisters: Readonly<Record<string, PortRegisters>> = {
	amd64: {
		since: 17,
		integer: words('AX BX CX DI SI R8 R9 R10 R11'),
		float: numbered('X', 0, 14),
		context: 'DX',
		goroutine: 'R14',
	},
	arm64: {
		since: 18,
		integer: numbered('R', 0, 15),
		float: numbered('F', 0, 15),
		context: 'R26',
		goroutine: 'g (R28)',
	},
	loong64: {
		since: 22,
		integer: numbered('R', 4, 19),
		float: numbered('F', 0, 15),
		context: 'R29',
		goroutine: 'g (R22)',
	},
	ppc64: power,
	ppc64le: power,
	riscv64: {
		since: 19,
		integer: [...numbered('X', 10, 17), 'X8', 'X9', ...numbered('X', 18, 23)],
		float: [...numbered('F', 10, 17), 'F8', 'F9', ...numbered('F', 18, 23)],
		context: 'X26',
		goroutine: 'g (X27)',
	},
	s390x: {
		since: 26,
		integer: numbered('R', 2, 9),
		float: numbered('F', 0, 15),
		context: 'R12',
		goroutine: 'g (R13)',
	},
};

/** The registers of a port, whatever the release; undefined for one that has passed everything on the stack in all of them. */
export function registersOfPort(goarch: string): PortRegisters | undefined {
	return portRegisters[goarch];
}

/** Those that Go 1.`minor` uses; undefined where everything is passed on the stack. */
export function registersOf(goarch: string, minor: number): PortRegisters | undefined {
	const found = portRegisters[goarch];
	return found && minor >= found.since ? found : undefined;
}
