/**
 * Which functions of the run-time allocate memory on the heap when compiled code calls them (package runtime of Go 1.21 to
 * 1.27). What is not named here is looked into as any other function.
 *
 * Not counted are panics, what the run-time keeps for itself (stacks, records of waiting goroutines, tables of interface methods,
 * caches of type assertions), and printing by print and println.
 */

export interface RuntimeEffect {
	readonly allocates: 'always' | 'sometimes' | 'never';
	/** What happens, as a clause: `makes a channel`; empty when nothing is allocated. */
	readonly what: string;
	/** For `sometimes`, when; else empty. */
	readonly when: string;
}

type Row = readonly [names: RegExp, allocates: 'always' | 'sometimes', what: string, when?: string];

const allocating: readonly Row[] = [
	[/^(?:newobject|mallocgc(?:Small|Tiny|Large)?\w*)$/, 'always', 'allocates an object'],
	[/^(?:persistentalloc|sysAlloc)$/, 'sometimes', 'asks the system for memory', 'for what the run-time keeps'],
	[/^(?:makeslice|makeslice64|makeslicecopy|newarray|unsafe_NewArray|unsafe_New)$/, 'always', 'allocates an array'],
	[
		/^(?:growslice|growsliceNoAlias|reflect_growslice)$/,
		'sometimes',
		'append grows a slice',
		'the capacity is used up',
	],
	[/^growsliceBuf(?:NoAlias)?$/, 'sometimes', 'append grows a slice', 'it is larger than the buffer on the stack'],
	[/^moveSlice\w*$/, 'always', 'moves a slice from the stack to the heap'],
	[/^makemap(?:64)?$/, 'sometimes', 'makes a map', 'it is for more than 8 entries or does not stay on the stack'],
	[/^makemap_small$/, 'always', 'makes a map'],
	[/^mapassign(?:_\w+)?$/, 'sometimes', 'assigns to a map', 'the map has to grow'],
	[/^(?:makechan|makechan64)$/, 'always', 'makes a channel'],
	[/^(?:convT|convTnoptr|convT2E|convT2I|convT2Enoptr|convT2Inoptr)$/, 'always', 'puts a value into an interface'],
	[/^convT(?:16|32|64)$/, 'sometimes', 'puts a number into an interface', 'it is 256 or more'],
	[/^convTstring$/, 'sometimes', 'puts a string into an interface', 'it is not empty'],
	[/^convTslice$/, 'sometimes', 'puts a slice into an interface', 'it is not nil'],
	[
		/^concatstrings?\d?$/,
		'sometimes',
		'concatenates strings',
		'the result is longer than a buffer of 32 bytes or leaves the function',
	],
	[/^concatbytes?\d?$/, 'always', 'concatenates strings into bytes'],
	[
		/^slicebytetostring$/,
		'sometimes',
		'converts bytes to a string',
		'it is longer than a buffer of 32 bytes or leaves the function',
	],
	[
		/^stringtoslicebyte$/,
		'sometimes',
		'converts a string to bytes',
		'it is longer than a buffer of 32 bytes or leaves the function',
	],
	[
		/^stringtoslicerune$/,
		'sometimes',
		'converts a string to runes',
		'it is longer than a buffer of 32 runes or leaves the function',
	],
	[
		/^slicerunetostring$/,
		'sometimes',
		'converts runes to a string',
		'it is longer than a buffer of 32 bytes or leaves the function',
	],
	[/^intstring$/, 'sometimes', 'converts a number to a string', 'the result leaves the function'],
	[/^rawstring$|^rawbyteslice$|^rawruneslice$|^gobytes$|^gostring$/, 'always', 'allocates a string or bytes'],
	[/^newproc$/, 'sometimes', 'starts a goroutine', 'no finished one can be used again'],
	[
		/^(?:deferproc|deferprocat|deferrangefunc)$/,
		'sometimes',
		'defers a call in a loop',
		'no finished record can be used again',
	],
	[/^newcoro$/, 'always', 'starts a coroutine'],
	[/^cgocall$/, 'sometimes', 'calls C', 'the C code calls back into Go'],
];

/** They allocate nothing that counts, and looking into them would find calls through pointers. */
const silent: readonly RegExp[] = [
	/^(?:map(?:access|delete|clear|iter|Iter)|chan(?:send|recv|len|cap)|select|close?chan|block)/,
	/^(?:gopanic|goPanic|panic|gorecover|throw|fatal|sigpanic|goexit|Goexit|dopanic|printpanic|recovery)/,
	/^print/,
	/^(?:morestack|gcWriteBarrier|wb(?:Move|Zero)|typed(?:memmove|memclr|slicecopy)|memclrHasPointers|bulkBarrier|reflect_typed)/,
	/^(?:mem(?:equal|hash|move|clr)|str(?:hash|equal)|(?:nil)?inter(?:hash|equal)|[fc]\d+(?:hash|equal)|efaceeq|ifaceeq|cmpstring|typehash|mapKeyError)/,
	/^(?:duff|slicecopy|deferprocStack|deferreturn|deferCallSave|deferprocslot)/,
	/^(?:typeAssert|interfaceSwitch|assertE2I2?|assertI2I2?|getitab|itabAdd|convI2I|typesEqual|toRType)/,
	/^(?:racefunc|race(?:read|write|acquire|release)|msan|asan|libfuzzer|checkptr)/,
	/^(?:lock|unlock|lock2|unlock2|lockWithRank|unlockWithRank|semacquire\w*|semrelease\w*|readyWith\w*|goready|gopark|gopark\w*|goparkunlock|Gosched|goschedguarded|notetsleep\w*|note\w+|acquireSudog|releaseSudog)$/,
	/^(?:entersyscall\w*|exitsyscall\w*|reentersyscall|procyield|osyield|usleep\w*|procPin|procUnpin|KeepAlive|nanotime\w*|walltime\w*|cputicks|fastrand\w*|rand\w*|cheaprand\w*)$/,
	/^(?:countrunes|decoderune|slicebytetostringtmp|getcallerpc|getcallersp|exit|write|write1|read)$/,
	/^(?:addtimer|deltimer|modtimer|resettimer|resetTimer|stopTimer|resettimer)$/,
];

/** The function of package runtime with this symbol; `undefined` when nothing is known of it. */
export function runtimeEffect(symbol: string): RuntimeEffect | undefined {
	const name = runtimeName(symbol);
	if (name === undefined) return undefined;
	const row = allocating.find(([names]) => names.test(name));
	if (row) return { allocates: row[1], what: row[2], when: row[3] ?? '' };
	return silent.some((names) => names.test(name)) ? { allocates: 'never', what: '', when: '' } : undefined;
}

/**
 * `newobject` for `runtime.newobject`; other packages have functions of the run-time under names of their own:
 * `sync.runtime_Semacquire`, `internal/runtime/maps.newarray`, `reflect.unsafe_New`.
 */
function runtimeName(symbol: string): string | undefined {
	if (symbol.startsWith('runtime.')) return symbol.slice(8);
	const pushed = pushedNames.get(symbol);
	if (pushed !== undefined) return pushed;
	const linked =
		/^(?:sync|internal\/sync|internal\/poll|internal\/runtime\/\w+|os|syscall|time|reflect|sync\/atomic)\.runtime_(\w+)$/.exec(
			symbol,
		);
	return linked?.[1] === undefined ? undefined : linked[1].charAt(0).toLowerCase() + linked[1].slice(1);
}

const pushedNames: ReadonlyMap<string, string> = new Map([
	['internal/runtime/maps.newarray', 'newarray'],
	['internal/runtime/maps.newobject', 'newobject'],
	['internal/runtime/maps.fatal', 'fatal'],
	['internal/runtime/maps.rand', 'rand'],
	['internal/runtime/maps.typedmemmove', 'typedmemmove'],
	['internal/runtime/maps.typedmemclr', 'typedmemclr'],
	['internal/runtime/maps.mapKeyError', 'mapKeyError'],
	['reflect.unsafe_New', 'newobject'],
	['reflect.unsafe_NewArray', 'newarray'],
	['reflect.makechan', 'makechan'],
	['reflect.makemap', 'makemap'],
	['reflect.growslice', 'reflect_growslice'],
	['reflect.mapassign', 'mapassign'],
	['reflect.mapassign0', 'mapassign'],
	['reflect.mapassign_faststr', 'mapassign_faststr'],
	['reflect.mapassign_faststr0', 'mapassign_faststr'],
	['reflect.mapaccess', 'mapaccess'],
	['reflect.mapaccess_faststr', 'mapaccess_faststr'],
	['reflect.mapdelete', 'mapdelete'],
	['reflect.mapclear', 'mapclear'],
	['reflect.maplen', 'mapaccess'],
	['reflect.chanlen', 'chanlen'],
	['reflect.chancap', 'chancap'],
	['reflect.chansend0', 'chansend'],
	['reflect.chanrecv', 'chanrecv'],
	['reflect.typedmemmove', 'typedmemmove'],
	['reflect.typedmemclr', 'typedmemclr'],
	['reflect.typedslicecopy', 'typedslicecopy'],
	['reflect.memmove', 'memmove'],
	['internal/reflectlite.typedmemmove', 'typedmemmove'],
	['internal/reflectlite.unsafe_New', 'newobject'],
	['internal/reflectlite.ifaceE2I', 'assertE2I'],
	['reflect.ifaceE2I', 'assertE2I'],
	['sync.throw', 'throw'],
	['sync.fatal', 'fatal'],
	['internal/sync.throw', 'throw'],
	['internal/sync.fatal', 'fatal'],
	['time.Sleep', 'gopark'],
	['time.now', 'walltime'],
	['time.runtimeNano', 'nanotime'],
	['time.runtimeNow', 'nanotime'],
	['syscall.runtime_entersyscall', 'entersyscall'],
	['syscall.runtime_exitsyscall', 'exitsyscall'],
	['strings.runtime_rand', 'rand'],
	['maps.clone', 'makemap'],
	['time.newTimer', 'newobject'],
	['time.stopTimer', 'stopTimer'],
	['time.resetTimer', 'resetTimer'],
]);
