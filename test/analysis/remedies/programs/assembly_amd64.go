package remedies

func init() { register("noescape", beforeAssembly, afterAssembly) }

func sumOf(block *[64]byte) int

//go:noescape
func promisedSumOf(block *[64]byte) int

func beforeAssembly() {
	var block [64]byte
	keptInt = sumOf(&block)
}

func afterAssembly() {
	var block [64]byte
	keptInt = promisedSumOf(&block)
}
