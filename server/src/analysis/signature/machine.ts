/** What the ABI of a port is made of. */
export interface Machine {
	/** Bytes of a pointer, an int and a uintptr. */
	readonly pointerSize: number;
	/** Bytes of an integer register; also the most that an 8-byte value is aligned to. */
	readonly registerSize: number;
	/** Registers that pass arguments and results. */
	readonly integerRegisters: number;
	readonly floatRegisters: number;
}

interface Registers {
	readonly integer: number;
	readonly float: number;
	/** The first Go 1.x that passes arguments in them. */
	readonly since: number;
}

// paramIntReg*, paramFloatReg* in cmd/compile/internal/ssa/opGen.go and their use in config.go, Go 1.18 to 1.27.
const registers: Readonly<Record<string, Registers>> = {
	amd64: { integer: 9, float: 15, since: 17 },
	arm64: { integer: 16, float: 16, since: 18 },
	loong64: { integer: 16, float: 16, since: 22 },
	ppc64: { integer: 12, float: 12, since: 18 },
	ppc64le: { integer: 12, float: 12, since: 18 },
	riscv64: { integer: 16, float: 16, since: 19 },
	s390x: { integer: 8, float: 16, since: 26 },
};

const narrow = new Set(['386', 'amd64p32', 'arm', 'mips', 'mipsle']);

/** The machine of a GOARCH under Go 1.`minor`. Ports without a register ABI pass everything on the stack. */
export function machineOf(goarch: string, minor: number): Machine {
	const size = narrow.has(goarch) ? 4 : 8;
	const found = registers[goarch];
	const passes = found !== undefined && minor >= found.since;
	return {
		pointerSize: size,
		registerSize: size,
		integerRegisters: passes ? found.integer : 0,
		floatRegisters: passes ? found.float : 0,
	};
}
