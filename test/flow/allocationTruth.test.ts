/**
 * Functions of the standard library beside what testing.AllocsPerRun measures: none that allocates may be promised to allocate nothing. The
 * short form measures some of them; LONG=1 measures all, and GOTOOLCHAIN chooses the Go.
 */
import { execFileSync } from 'node:child_process';
import { expect } from 'vitest';
import { flowModule } from '../support/flowModule.ts';
import { goPath, goTest } from '../support/go.ts';
import { long } from '../support/long.ts';

type Row = readonly [target: string, call: string];

const rows: readonly Row[] = [
	// Nothing is allocated in these calls.
	['strings.Index', 'sinkInt = strings.Index(text, "needle")'],
	['strings.Contains', 'sinkBool = strings.Contains(text, "hay")'],
	['strings.HasPrefix', 'sinkBool = strings.HasPrefix(text, "hay")'],
	['strings.EqualFold', 'sinkBool = strings.EqualFold(text, "HAY")'],
	['strings.LastIndex', 'sinkInt = strings.LastIndex(text, "a")'],
	['strings.Count', 'sinkInt = strings.Count(text, "a")'],
	['strings.IndexByte', "sinkInt = strings.IndexByte(text, 'n')"],
	['strings.Cut', 'sinkText, _, sinkBool = strings.Cut(text, " ")'],
	['strings.TrimPrefix', 'sinkText = strings.TrimPrefix(text, "hay")'],
	['strings.TrimSpace', 'sinkText = strings.TrimSpace(text)'],
	['bytes.Equal', 'sinkBool = bytes.Equal(data, data)'],
	['bytes.Index', 'sinkInt = bytes.Index(data, data[3:])'],
	['bytes.IndexByte', "sinkInt = bytes.IndexByte(data, 'd')"],
	['bytes.Compare', 'sinkInt = bytes.Compare(data, data)'],
	['bytes.HasSuffix', 'sinkBool = bytes.HasSuffix(data, data[2:])'],
	['bytes.TrimSpace', 'sinkData = bytes.TrimSpace(data)'],
	['unicode/utf8.DecodeRune', 'sinkRune, sinkInt = utf8.DecodeRune(data)'],
	['unicode/utf8.RuneCountInString', 'sinkInt = utf8.RuneCountInString(text)'],
	['unicode/utf8.ValidString', 'sinkBool = utf8.ValidString(text)'],
	['unicode/utf8.EncodeRune', "sinkInt = utf8.EncodeRune(data, 'é')"],
	['unicode.IsLetter', "sinkBool = unicode.IsLetter('é')"],
	['unicode.ToUpper', "sinkRune = unicode.ToUpper('é')"],
	['math.Sqrt', 'sinkFloat = math.Sqrt(sinkFloat)'],
	['math.Sin', 'sinkFloat = math.Sin(sinkFloat)'],
	['math.Pow', 'sinkFloat = math.Pow(sinkFloat, 3)'],
	['math/bits.LeadingZeros64', 'sinkInt = bits.LeadingZeros64(7)'],
	['sort.Ints', 'sort.Ints(numbers)'],
	['sort.SearchInts', 'sinkInt = sort.SearchInts(numbers, 3)'],
	['sort.Strings', 'sort.Strings(words)'],
	['strconv.Atoi', 'sinkInt, _ = strconv.Atoi("12345")'],
	['strconv.ParseInt', 'parsed, _ := strconv.ParseInt("12345", 10, 64); sinkInt = int(parsed)'],
	['strconv.ParseBool', 'sinkBool, _ = strconv.ParseBool("true")'],
	['strconv.AppendInt', 'sinkData = strconv.AppendInt(buffer[:0], 12345, 10)'],
	['strconv.AppendQuote', 'sinkData = strconv.AppendQuote(buffer[:0], "ab")'],
	['encoding/binary.littleEndian.Uint32', 'sinkInt = int(binary.LittleEndian.Uint32(data))'],
	['encoding/binary.bigEndian.PutUint64', 'binary.BigEndian.PutUint64(buffer[:8], 7)'],
	['encoding/binary.Uvarint', 'wide, _ := binary.Uvarint(data); sinkInt = int(wide)'],
	['encoding/hex.Encode', 'sinkInt = hex.Encode(buffer[:16], data[:8])'],
	['encoding/base64.(*Encoding).Encode', 'base64.StdEncoding.Encode(buffer[:16], data[:8])'],
	['hash/crc32.ChecksumIEEE', 'sinkInt = int(crc32.ChecksumIEEE(data))'],
	['hash/fnv.(*sum32a).Write', 'sinkInt, _ = hash.Write(data)'],
	['crypto/sha256.Sum256', 'sum := sha256.Sum256(data); sinkInt = int(sum[0])'],
	['crypto/md5.Sum', 'digest := md5.Sum(data); sinkInt = int(digest[0])'],
	['sync.(*Mutex).Lock', 'mutex.Lock(); mutex.Unlock()'],
	['sync.(*Mutex).Unlock', 'mutex.Lock(); mutex.Unlock()'],
	['sync.(*RWMutex).RLock', 'rw.RLock(); rw.RUnlock()'],
	['sync/atomic.(*Int64).Add', 'sinkInt = int(counter.Add(1))'],
	['time.Time.Sub', 'sinkInt = int(moment.Sub(moment))'],
	['time.Time.Unix', 'sinkInt = int(moment.Unix())'],
	['time.Now', 'sinkInt = int(time.Now().UnixNano())'],
	['time.Time.AppendFormat', 'sinkData = moment.AppendFormat(buffer[:0], time.RFC3339)'],
	['path.Base', 'sinkText = path.Base("a/b/c")'],
	['net/netip.ParseAddr', 'addr, _ := netip.ParseAddr("10.0.0.1"); sinkBool = addr.Is4()'],
	['net/netip.Addr.Compare', 'sinkInt = address.Compare(address)'],
	['math/rand.(*Rand).Intn', 'sinkInt = random.Intn(10)'],
	['container/list.(*List).Front', 'sinkBool = queue.Front() == nil'],
	// Something is allocated in these.
	['strings.Repeat', 'sinkText = strings.Repeat(text, 2)'],
	['strings.Split', 'sinkWords = strings.Split(text, " ")'],
	['strings.Fields', 'sinkWords = strings.Fields(text)'],
	['strings.Join', 'sinkText = strings.Join(words, ",")'],
	['strings.ToUpper', 'sinkText = strings.ToUpper(text)'],
	['strings.ReplaceAll', 'sinkText = strings.ReplaceAll(text, "a", "bb")'],
	['strings.Map', 'sinkText = strings.Map(unicode.ToUpper, text)'],
	['strings.NewReader', 'sinkAny = strings.NewReader(text)'],
	['strings.Title', 'sinkText = strings.Title(text)'],
	['strings.Clone', 'sinkText = strings.Clone(text)'],
	['bytes.Clone', 'sinkData = bytes.Clone(data)'],
	['bytes.Split', 'sinkAny = bytes.Split(data, data[:1])'],
	['bytes.ToUpper', 'sinkData = bytes.ToUpper(data)'],
	['bytes.Join', 'sinkData = bytes.Join([][]byte{data, data}, data)'],
	['bytes.NewBufferString', 'sinkAny = bytes.NewBufferString(text)'],
	['bytes.(*Buffer).String', 'sinkText = filled.String()'],
	['strconv.Itoa', 'sinkText = strconv.Itoa(123456)'],
	['strconv.Quote', 'sinkText = strconv.Quote(text)'],
	['strconv.FormatFloat', "sinkText = strconv.FormatFloat(1.5, 'g', -1, 64)"],
	['strconv.Unquote', 'sinkText, _ = strconv.Unquote(`"a\\nb"`)'],
	['fmt.Sprintf', 'sinkText = fmt.Sprintf("%d %s", 1000, text)'],
	['fmt.Sprint', 'sinkText = fmt.Sprint(1000)'],
	['fmt.Errorf', 'sinkAny = fmt.Errorf("x %w", failure)'],
	['errors.New', 'sinkAny = errors.New(text)'],
	['errors.Join', 'sinkAny = errors.Join(failure, failure)'],
	['sort.Slice', 'sort.Slice(numbers, func(i, j int) bool { return numbers[i] < numbers[j] })'],
	['sort.Reverse', 'sinkAny = sort.Reverse(sort.IntSlice(numbers))'],
	['encoding/hex.EncodeToString', 'sinkText = hex.EncodeToString(data)'],
	['encoding/hex.DecodeString', 'sinkData, _ = hex.DecodeString("abcd")'],
	['encoding/base64.(*Encoding).EncodeToString', 'sinkText = base64.StdEncoding.EncodeToString(data)'],
	['encoding/json.Marshal', 'sinkData, _ = json.Marshal(words)'],
	['encoding/json.Unmarshal', 'json.Unmarshal([]byte(`[1]`), &numbers)'],
	['path.Join', 'sinkText = path.Join("a", "b")'],
	['path/filepath.Join', 'sinkText = filepath.Join("a", "b")'],
	['net/url.Parse', 'sinkAny, _ = url.Parse("http://a/b?c=d")'],
	['net/url.QueryEscape', 'sinkText = url.QueryEscape("a b&c")'],
	['net/netip.Addr.String', 'sinkText = address.String()'],
	['time.Time.String', 'sinkText = moment.String()'],
	['time.Time.Format', 'sinkText = moment.Format(time.RFC3339)'],
	['time.NewTimer', 'sinkAny = time.NewTimer(time.Hour)'],
	['container/list.(*List).PushBack', 'other.Init(); other.PushBack(3)'],
	['container/list.New', 'sinkAny = list.New()'],
	['regexp.Compile', 'sinkAny, _ = regexp.Compile("a+")'],
	['regexp.(*Regexp).FindString', 'sinkText = pattern.FindStringSubmatch(text)[0]'],
	['context.WithCancel', 'ctx, cancel := context.WithCancel(background); cancel(); sinkAny = ctx'],
	['context.WithValue', 'sinkAny = context.WithValue(background, key{}, 1)'],
	['math/big.NewInt', 'sinkAny = big.NewInt(1 << 40)'],
	['math/big.(*Int).String', 'sinkText = large.String()'],
	['math/rand.New', 'sinkAny = rand.New(rand.NewSource(1))'],
	['bufio.NewReader', 'sinkAny = bufio.NewReader(strings.NewReader(text))'],
	['text/template.New', 'sinkAny = template.New("x")'],
	['sync.(*Map).Store', 'shared.Store(len(words), text+text)'],
	['reflect.New', 'sinkAny = reflect.New(reflect.TypeOf(words)).Interface()'],
	['io.ReadAll', 'sinkData, _ = io.ReadAll(strings.NewReader(text))'],
	['os.Getwd', 'sinkText, _ = os.Getwd()'],
	['crypto/sha256.New', 'sinkAny = sha256.New()'],
	['hash/fnv.New64a', 'sinkAny = fnv.New64a()'],
];

const measured = long ? rows : rows.filter((_, index) => index % 12 === 0);

/** Variables that the calls use; a package counts as used where one of them mentions it. */
const variables = `
	text    = "haystack with a needle in it"
	words   = []string{"c", "a", "b"}
	numbers = []int{5, 3, 4}
	data    = []byte("abcdefghijklmnop")
	buffer  = make([]byte, 0, 256)
	mutex   sync.Mutex
	rw      sync.RWMutex
	counter atomic.Int64
	moment  = time.Now()
	address = netip.MustParseAddr("10.0.0.1")
	random  = rand.New(rand.NewSource(1))
	queue   = list.New()
	other   = list.New()
	hash    = fnv.New32a()
	filled  = bytes.NewBufferString("some bytes that are a string")
	failure = errors.New("failed")
	pattern = regexp.MustCompile("n(e+)dle")
	background = context.Background()
	large   = big.NewInt(1 << 50)
	shared  sync.Map
	sinkInt int; sinkBool bool; sinkText string; sinkData []byte; sinkRune rune; sinkFloat = 2.5; sinkWords []string; sinkAny any
`;

const paths =
	'bufio bytes container/list context crypto/md5 crypto/sha256 encoding/base64 encoding/binary encoding/hex encoding/json errors fmt hash/crc32 hash/fnv io math math/big math/bits math/rand net/netip net/url os path path/filepath reflect regexp sort strconv strings sync sync/atomic text/template time unicode unicode/utf8'.split(
		' ',
	);

function program(): string {
	const body = measured
		.map(([, call], index) => `\tfmt.Println(${index}, testing.AllocsPerRun(100, func() { ${call} }))`)
		.join('\n');
	const uses = (path: string) => new RegExp(`\\b${path.split('/').at(-1)}\\.`).test(variables + body);
	const imports = [...paths.filter(uses), 'testing'].map((path) => `\t"${path}"`).join('\n');
	return `package main\n\nimport (\n${imports}\n)\n\ntype key struct{}\n\nvar (${variables})\n\nfunc main() {\n${body}\n}\n`;
}

const toolchain = process.env['GOTOOLCHAIN'];
const bench = flowModule({ 'go.mod': 'module example.com/m\n\ngo 1.21\n', 'main.go': program() });

goTest('no function that allocates is promised to allocate nothing', { timeout: 600_000 }, async () => {
	const env = { ...process.env, ...(toolchain !== undefined && { GOTOOLCHAIN: toolchain }) };
	const printed = execFileSync(goPath ?? 'go', ['run', '.'], { cwd: bench.root, env, encoding: 'utf8' });
	const counts = new Map(
		printed
			.trim()
			.split('\n')
			.map((line) => line.split(' ').map(Number) as [number, number]),
	);
	const found: { target: string; allocations: number; verdict: string }[] = [];
	for (const [index, [target]] of measured.entries()) {
		const { verdict } = await bench.queries.allocations(target, bench.root, new AbortController().signal);
		found.push({ target, allocations: counts.get(index) ?? -1, verdict });
	}
	expect(found.filter(({ allocations }) => allocations < 0)).toEqual([]);
	const wrong = found.filter(({ allocations, verdict }) => allocations > 0 && verdict === 'holds');
	expect(wrong).toEqual([]);
	const quiet = found.filter(({ allocations }) => allocations === 0);
	const held = quiet.filter(({ verdict }) => verdict === 'holds');
	if (long)
		console.log(
			`${held.length} of ${quiet.length} hold:`,
			quiet.map(({ target, verdict }) => `${target} ${verdict}`).join(', '),
		);
	expect(held.length).toBeGreaterThan(0.5 * quiet.length);
});
