/** Go functions of the shapes that quick fixes are for, with all that may make a fix wrong in and around them. */

/** Picks one of several. */
export type Pick = <T>(...choices: readonly T[]) => T;

/** Taken in turn for the numbers 0, 1, 2… */
const kinds: readonly ((pick: Pick, id: number) => string)[] = [
	appended,
	built,
	deferred,
	captured,
	formatted,
	found,
	sorted,
	hoisted,
	remembered,
	logged,
	runes,
];

export const kindCount = kinds.length;

/** A whole file of package p that declares `V<number>(xs []int, words []string) string`. */
export function variantOf(number: number, pick: Pick): string {
	const kind = kinds[number % kinds.length] ?? appended;
	return kind(pick, number);
}

/** A file with a function `f` of that many results, and what calls it with everything that can be seen of it. */
function file(id: number, imports: readonly string[], body: string, calls: string): string {
	const all = [...new Set(['fmt', ...imports])].sort();
	return `package p

import (
${all.map((path) => `\t"${path}"\n`).join('')})

${body.replaceAll('@', String(id))}

func V${id}(xs []int, words []string) (text string) {
	var log []string
	defer func() {
		if r := recover(); r != nil {
			text = fmt.Sprint("panics: ", r, log)
		}
	}()
	${calls.replaceAll('@', String(id))}
	return text + fmt.Sprint(log)
}
`;
}

const note = (what: string) => `*log = append(*log, fmt.Sprint(${what}))`;

/** What stands in front of a loop and sees a variable at the end of the call, or a panic of the loop. */
function prologue(pick: Pick, variable: string, isResult: boolean): string {
	return pick(
		'',
		'',
		'',
		'defer func() { recover() }()',
		`defer func() { ${note('"ended"')} }()`,
		...(isResult
			? [
					`defer func() { ${note(`${variable}, len(${variable})`)} }()`,
					`defer func() { recover(); ${note(`len(${variable})`)} }()`,
				]
			: []),
	);
}

function appended(pick: Pick, id: number): string {
	const form = pick('plain', 'plain', 'named', 'two');
	const declared = form === 'plain' ? pick('var out []int', 'out := []int{}', 'out := make([]int, 0)') : '';
	const early = pick('', '', 'if len(xs) == 3 {\n\t\treturn RET\n\t}');
	const head = pick('_, x := range xs', 'i := 0; i < len(xs); i++', 'i := range len(xs)', 'i, x := range xs');
	const x = head.includes('x :=') ? 'x' : 'xs[i]';
	const inside = pick(
		'',
		'',
		`if ${x} > 90 {\n\t\t\tcontinue\n\t\t}`,
		`if ${x} > 90 {\n\t\t\tpanic(${x})\n\t\t}`,
		`if ${x} > 90 {\n\t\t\tbreak\n\t\t}`,
		`if ${x} > 90 {\n\t\t\treturn RET\n\t\t}`,
		note(x),
		`if len(xs) == 5 {\n\t\t\txs = xs[:4]\n\t\t}`,
		`xs := append([]int{}, xs...)`,
	);
	const after = pick(
		'',
		'',
		note('out == nil'),
		note('len(out)'),
		'out = append(out, 7)',
		`show := func() int { return len(out) }\n\t${note('show()')}`,
		'if out == nil {\n\t\treturn RET\n\t}',
	);
	const results = { plain: '[]int', named: '(out []int)', two: '(out []int, n int)' }[form];
	const values = form === 'two' ? 'out, 1' : 'out';
	const last = form === 'plain' ? 'return out' : pick('return', `return ${values}`, `return ${values}`);
	const use = head.startsWith('i, x') ? '\n\t\t_ = i' : '';
	const body = `//go:noinline
func f@(xs []int, log *[]string) ${results} {
	${prologue(pick, 'out', form !== 'plain')}
	${declared}
	${early}
	for ${head} {${use}
		${inside}
		out = append(out, ${x}*2)
	}
	${after}
	${last}
}`.replaceAll('RET', values);
	const calls = `${form === 'two' ? 'out, _' : 'out'} := f@(xs, &log)\n\ttext = fmt.Sprint(out, out == nil)`;
	return file(id, [], body, calls);
}

function built(pick: Pick, id: number): string {
	const form = pick('plain', 'plain', 'named', 'two');
	const declared = form === 'plain' ? pick('s := ""', 'var s string', 's := "begin"') : '';
	const early = pick('', '', 'if len(words) == 3 {\n\t\treturn RET\n\t}');
	const inside = pick(
		'',
		'',
		'if w == "stop" {\n\t\t\tcontinue\n\t\t}',
		'if w == "stop" {\n\t\t\tpanic(w)\n\t\t}',
		'if w == "stop" {\n\t\t\tbreak\n\t\t}',
		'if w == "stop" {\n\t\t\treturn RET\n\t\t}',
		'if i > 0 {\n\t\t\ts += ", "\n\t\t}',
		note('len(s)'),
		note('w'),
		's += s',
		`func() { s += "x" }()`,
	);
	const part = pick('w', 'w + ";"', 'fmt.Sprint(i)', 'words[len(words)-1-i]');
	const after = pick('', '', note('s'), 's += "end"', `show := func() int { return len(s) }\n\t${note('show()')}`);
	const results = { plain: 'string', named: '(s string)', two: '(s string, err error)' }[form];
	const values = form === 'two' ? 's, nil' : 's';
	const last = form === 'plain' ? 'return s' : pick('return', `return ${values}`);
	const loop = pick(
		`for i, w := range words {
		_ = i
		_ = w
		${inside}
		s += ${part}
	}`,
		`for range 2 {
		for i, w := range words {
			_ = i
			_ = w
			${inside}
			s += ${part}
		}
	}`,
	);
	const body = `//go:noinline
func f@(words []string, log *[]string) ${results} {
	${prologue(pick, 's', form !== 'plain')}
	${declared}
	${early}
	${loop}
	${after}
	${last}
}`.replaceAll('RET', values);
	const calls = `${form === 'two' ? 's, _' : 's'} := f@(words, &log)\n\ttext = s`;
	return file(id, [], body, calls);
}

function deferred(pick: Pick, id: number): string {
	const isNamed = pick(true, true, false);
	const got = pick(
		'f, _ := os.Open(os.DevNull)',
		'f, err := os.Open(os.DevNull)\n\t\tif err != nil {\n\t\t\tcontinue\n\t\t}',
		'f := &res@{log: log, n: x}',
		'f := &locks@[i]\n\t\tf.Lock()',
		'_, f := context.WithCancel(context.Background())',
	);
	const release = got.includes('locks@') ? 'f.Unlock()' : got.includes('context') ? 'f()' : 'f.Close()';
	const last = pick(
		`defer func() { ${release} }()`,
		`defer func() { ${release} }()`,
		`defer func() { ${release} }()`,
		`defer ${release}`,
		`defer func() { n += x; ${release} }()`,
		`defer func() { ${release}; ${note('x, n')} }()`,
		`defer func() { kept = append(kept, x); ${release} }()`,
		`defer add@(&n, x)\n\t\tdefer func() { ${release} }()`,
		`defer func(x int) { n = n*10 + x }(x)\n\t\t_ = f`,
	);
	const use = pick(
		'',
		'n += x',
		'n += x',
		note('i'),
		'files = append(files, f)',
		'g := f\n\t\tfiles = append(files, g)',
		'later = func() any { return f }',
		'kept = append(kept, i)',
		'if x > 90 {\n\t\t\treturn RET\n\t\t}',
		'if x > 90 {\n\t\t\tbreak\n\t\t}',
	);
	const after = pick(
		'',
		'',
		note('kept, n'),
		'for _, f := range files {\n\t\tif f, ok := f.(*os.File); ok {\n\t\t\t_, err := f.Stat()\n\t\t\t*log = append(*log, fmt.Sprint(err == nil))\n\t\t}\n\t}',
		'if f, ok := later().(*os.File); ok {\n\t\t_, err := f.Stat()\n\t\t*log = append(*log, fmt.Sprint(err == nil))\n\t}',
		`for i := range xs {\n\t\t*log = append(*log, fmt.Sprint(locks@[i].TryLock()))\n\t}`,
	);
	const results = isNamed ? '(n int)' : 'int';
	const end = isNamed ? pick('return', 'return n', 'return 5') : 'return n';
	const body = `type res@ struct {
	log *[]string
	n   int
}

func (r *res@) Close() { *r.log = append(*r.log, fmt.Sprint("closed ", r.n)) }

func add@(to *int, x int) { *to = *to*10 + x }

var locks@ [16]sync.Mutex

var _ = os.DevNull
var _ = context.Background

//go:noinline
func f@(xs []int, log *[]string) ${results} {
	${isNamed ? '' : 'n := 0'}
	var kept []int
	var files []any
	later := func() any { return kept }
	for i, x := range xs {
		_ = i
		${got}
		${last}
		${use}
	}
	${after}
	_, _, _ = kept, files, later
	${end}
}`.replaceAll('RET', 'n');
	return file(id, ['os', 'sync', 'context'], body, 'n := f@(xs, &log)\n\ttext = fmt.Sprint(n)');
}

function captured(pick: Pick, id: number): string {
	const isNamed = pick(true, false);
	const before = pick('', '', 'v++', 'if len(xs) > 2 {\n\t\tv = 9\n\t}');
	const inside = pick('ch <- v', 'ch <- v', 'v++; ch <- v', 'w := &v; ch <- *w', 'defer func() { ch <- v }()');
	const after = pick('', '', 'v = 100', 'v++', note('v'), 'p := &v\n\t*p = 4', 'defer func() { v++ }()');
	const last = pick('return <-ch', '_ = <-ch\n\treturn v', 'return <-ch + 1');
	const body = `//go:noinline
func f@(xs []int, log *[]string) ${isNamed ? '(v int)' : 'int'} {
	ch := make(chan int)
	${isNamed ? 'v = len(xs)' : pick('v := len(xs)', 'var v = len(xs)')}
	${before}
	go func() { ${inside} }()
	${after.startsWith('v') ? 'runtime.Gosched()' : after}
	${last}
}

var _ = runtime.NumCPU`;
	return file(id, ['runtime'], body, 'n := f@(xs, &log)\n\ttext = fmt.Sprint(n)');
}

function formatted(pick: Pick, id: number): string {
	const part = () => pick('%s', '%d', '%v', '%d', '%s', '%q', '%x', '%5d', '%%', '\\t', 'text ', '[', '"');
	const format = Array.from({ length: pick(1, 2, 3, 4) }, part)
		.join('')
		.replaceAll('"', '\\"');
	const verbs = (format.replaceAll('%%', '').match(/%/g) ?? []).length;
	const value = () =>
		pick(
			'name',
			'n',
			'int64(n)',
			'small',
			'byte(n)',
			'rune(n)',
			'id@(name)',
			'number@(n)',
			'"text"',
			'7',
			'name + "x"',
			'n+1',
			'err',
			'uint(n)',
			'const@',
			'float@',
		);
	const values = Array.from({ length: pick(verbs, verbs, verbs, verbs, verbs + 1, 0) }, value);
	const call = `fmt.Sprintf("${format}"${values.map((each) => `, ${each}`).join('')})`;
	const use = pick(
		call,
		call,
		call,
		`"<" + ${call}`,
		`${call}[:1]`,
		`string([]byte(${call}))`,
		`strings.ToUpper(${call})`,
	);
	const body = `type id@ string

func (i id@) String() string { return "id " + string(i) }

type number@ int

func (number@) Format(f fmt.State, verb rune) { f.Write([]byte("number")) }

const const@ = 12

const float@ = 12.0

//go:noinline
func f@(name string, n int, small uint16, err error) string {
	return ${use}
}

var _ = strings.ToUpper`;
	const calls = `for i, w := range words {\n\t\ttext += f@(w+" with a name", 1000*i+len(xs)-2000, uint16(i)+700, nil)\n\t}`;
	return file(id, ['strings'], body, calls);
}

function found(pick: Pick, id: number): string {
	const type = pick(
		'*failure@',
		'*failure@',
		'value@',
		'interface{ Code() int }',
		'interface {\n\t\terror\n\t\tCode() int\n\t}',
	);
	const between = pick('', '', '', `${note('"between"')}`, '// between', 'err = wrapped@(err)');
	const test = pick(
		'errors.As(err, &t)',
		'errors.As(err, &t)',
		'!errors.As(err, &t)',
		'errors.As(err, &t) && len(xs) > 2',
		'len(xs) > 2 && errors.As(err, &t)',
		'ok := errors.As(err, &t); ok',
		'err != nil && !errors.As(err, &t)',
	);
	const then = test.includes('!errors')
		? pick('return RET', note('"none"'))
		: pick(
				note('t.Code()'),
				'return RET',
				`${note('t.Code()')}\n\t\treturn RET`,
				'keep = func() int { return t.Code() }',
			);
	const other = pick('', '', ` else {\n\t\t${note('t == zero')}\n\t}`, ` else {\n\t\t${note('"else"')}\n\t}`);
	const after = pick('', '', note('t == zero'), 'if ok := t == zero; ok {\n\t\tn++\n\t}');
	const isNamed = pick(true, false);
	const body = `type failure@ struct{ code int }

func (f *failure@) Error() string { return "failure" }
func (f *failure@) Code() int     { return f.code }

type value@ struct{ code int }

func (v value@) Error() string { return "value" }
func (v value@) Code() int     { return v.code }

func wrapped@(err error) error { return fmt.Errorf("wrapped: %w", err) }

//go:noinline
func f@(err error, xs []int, log *[]string) ${isNamed ? '(n int)' : 'int'} {
	${isNamed ? pick('', `defer func() { n++; ${note('n')} }()`) : 'n := 1'}
	keep := func() int { return n }
	var zero ${type}
	var t ${type}
	${between}
	if ${test} {
		${then}
	}${other}
	${after}
	_ = zero
	return n + keep()
}`.replaceAll('RET', 'n');
	const calls = `for _, err := range []error{nil, &failure@{3}, value@{4}, wrapped@(&failure@{5}), wrapped@(value@{6}), errors.New("x")} {\n\t\ttext += fmt.Sprint(f@(err, xs, &log), ";")\n\t}`;
	return file(id, ['errors'], body, calls);
}

function sorted(pick: Pick, id: number): string {
	const key = pick('.n', '.n', '.name', '.inner.n', '.f', '', '.Key()', '.n%3', '.p.n');
	const name = pick('all', 'h.all', 'all');
	const left = `${name}[i]${key}`;
	const right = `${name}[j]${pick(key, key, key, key, '.n')}`;
	const sign = pick('<', '<', '>', '<=');
	const less = pick(
		`${left} ${sign} ${right}`,
		`${right} ${sign} ${left}`,
		`${left} ${sign} ${right} || ${left} == ${right} && i < j`,
	);
	const form = pick('sort.Slice', 'sort.Slice', 'sort.SliceStable');
	const isPlain = key === '';
	const body = `type item@ struct {
	n     int
	name  string
	f     float64
	inner struct{ n uint8 }
	p     *item@
}

func (it item@) Key() int { return it.n }

type holder@ struct{ all []${isPlain ? 'int' : 'item@'} }

//go:noinline
func f@(all []${isPlain ? 'int' : 'item@'}) {
	h := &holder@{all}
	${form}(${name}, func(i, j int) bool { return ${less} })
	_ = h
}

var _ = sort.Strings`;
	const made = isPlain
		? 'all[i] = i * 7919 % 31'
		: 'all[i] = item@{n: i * 7919 % 11, name: fmt.Sprint(i * 31 % 17), f: float64(i % 5)}\n\t\tall[i].inner.n = uint8(i * 13)\n\t\tall[i].p = &item@{n: i * 3 % 7}';
	const calls = `all := make([]${isPlain ? 'int' : 'item@'}, 50+len(xs))\n\tfor i := range all {\n\t\t${made}\n\t}\n\tf@(all)\n\tfor _, each := range all {\n\t\ttext += ${isPlain ? 'fmt.Sprint(each, " ")' : 'fmt.Sprint(each.n, each.name, each.f, each.inner, each.p.n, " ")'}\n\t}`;
	return file(id, ['sort'], body, calls);
}

function hoisted(pick: Pick, id: number): string {
	const receiver = pick('*', '*', '');
	const declared = pick('c := &counter@{}', 'c := start@', 'c := counter@{}', 'var c *counter@ = start@');
	const inside = pick('', '', 'c = &counter@{n: x}', 'if x > 90 {\n\t\t\tbreak\n\t\t}', 'c.n++', note('c.n'));
	const body = `type counter@ struct{ n int }

func (c ${receiver}counter@) add(x int) int { c.n += x; return c.n }

var start@ = &counter@{n: 1}
var kept@ func(int) int

//go:noinline
func each@(f func(int) int, x int) int { kept@ = f; return f(x) }

//go:noinline
func f@(xs []int, log *[]string) (n int) {
	${declared}
	for _, x := range xs {
		${inside}
		n += each@(c.add, x)
	}
	return n + c.n
}`;
	return file(id, [], body, 'start@.n = 1\n\tn := f@(xs, &log)\n\ttext = fmt.Sprint(n)');
}

function remembered(pick: Pick, id: number): string {
	const type = pick('bool', 'bool', 'struct{}', 'any', 'int');
	const value = { bool: pick('true', 'true', 'false'), 'struct{}': 'struct{}{}', any: 'true', int: '1' }[type];
	const key = pick('string(b)', 'string(b)', 'string(b[:2])', 'string(next())', 'string(h.b)');
	const statement = pick(
		`m[${key}] = ${value}`,
		`m[${key}] = ${value}`,
		`h.m[${key}] = ${value}`,
		`h.get()[${key}] = ${value}`,
	);
	const body = `type holder@ struct {
	m map[string]${type}
	b []byte
	n int
}

func (h *holder@) get() map[string]${type} { h.n++; return h.m }

//go:noinline
func f@(m map[string]${type}, b []byte, h *holder@) {
	next := func() []byte { h.n++; return b }
	_ = next
	ok := 1
	${statement}
	h.n += ok
}`;
	const calls = `h := &holder@{m: map[string]${type}{}, b: []byte("a key that is longer than a small buffer")}
	m := h.m
	if len(xs) == 0 {
		m = nil
	}
	for _, w := range words {
		f@(m, []byte(w+" and a longer key than a small buffer"), h)
	}
	text = fmt.Sprint(h.m, h.n, m == nil)`;
	return file(id, [], body, calls);
}

function logged(pick: Pick, id: number): string {
	const value = () =>
		pick(
			'n',
			'int64(n)',
			'uint8(n)',
			'float64(n)',
			'name',
			'n > 3',
			'time.Duration(n)',
			'err',
			'own@(n)',
			'[]int{n}',
			'rune(n)',
		);
	const key = () => pick('"a"', '"b"', '"c"', '"a"', 'name', 'slog.LevelKey');
	const attribute = () =>
		pick(
			() => `${key()}, ${value()}`,
			() => `${key()}, ${value()}`,
			() => `slog.Int(${key()}, n)`,
			() => `slog.Any(${key()}, ${value()})`,
			() => `slog.Group("g", ${key()}, ${value()})`,
			() => value(),
			() => 'attr',
		)();
	const all = Array.from({ length: pick(1, 2, 3) }, attribute).join(', ');
	const logger = pick('l', 'l', 'l.With("x", n)', 'slog', 'w');
	const level = pick('Debug', 'Info', 'Warn', 'Error');
	const call = pick(`${logger}.${level}("done", ${all})`, `${logger}.${level}Context(ctx, "done", ${all})`);
	const body = `type own@ int

func (o own@) LogValue() slog.Value { return slog.StringValue("own") }

type wrapper@ struct{ *slog.Logger }

func (w wrapper@) Info(text string, args ...any) { w.Logger.Error("wrapped "+text, args...) }

//go:noinline
func f@(ctx context.Context, l *slog.Logger, w wrapper@, n int, name string, err error) {
	attr := slog.Int("attr", n)
	_ = attr
	${call}
}

var _ = time.Now`;
	const calls = `var b strings.Builder
	withoutTime := func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}
	l := slog.New(slog.NewTextHandler(&b, &slog.HandlerOptions{Level: slog.LevelInfo, AddSource: false, ReplaceAttr: withoutTime}))
	slog.SetDefault(l)
	for i, w := range words {
		f@(context.Background(), l, wrapper@{l}, i*1000, w, fmt.Errorf("x"))
	}
	text = b.String()`;
	return file(id, ['context', 'log/slog', 'strings', 'time'], body, calls);
}

function runes(pick: Pick, id: number): string {
	const operand = pick('s', 's', 's[1:]', 's + "x"', 'own@(s)', 'string(b)', 'next()');
	const head = pick('_, r := range', '_, r := range', 'range', 'i, r := range', 'i := range', '_, r = range');
	const inside = pick('', 's = "other"', note('n'));
	const body = `type own@ string

//go:noinline
func f@(s string, b []byte, log *[]string) (n int) {
	next := func() string { n++; return s }
	_ = next
	var r rune
	for ${head} []rune(${operand}) {
		${inside}
		n = n*3 + ${head.includes('r') && !head.startsWith('range') && !head.startsWith('i :') ? 'int(r)' : '1'}${head.startsWith('i') ? ' + i' : ''}
	}
	return n + int(r)
}`;
	const calls = `for _, w := range words {\n\t\ttext += fmt.Sprint(f@(w+" äöü \\xff € and more than a small buffer holds", []byte(w), &log), ";")\n\t}`;
	return file(id, [], body, calls);
}
