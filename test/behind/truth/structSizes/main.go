// Command structSizes prints what go/types says of every struct type that a package declares, one JSON object a line:
//
//	structSizes GOARCH IMPORTCFG FILE…
//
// FILE may be NAME=TEXT: the text of the file NAME is that of the file TEXT.
package main

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"strings"
)

type field struct {
	Name   string `json:"name"`
	Offset int64  `json:"offset"`
	Size   int64  `json:"size"`
}

type structure struct {
	Name   string  `json:"name"`
	Size   int64   `json:"size"`
	Align  int64   `json:"align"`
	Fields []field `json:"fields"`
}

func main() {
	arch, config := os.Args[1], os.Args[2]
	exports, renamed := readConfig(config)
	fset := token.NewFileSet()
	var files []*ast.File
	for _, arg := range os.Args[3:] {
		name, path, isOther := strings.Cut(arg, "=")
		if !isOther {
			path = name
		}
		text, err := os.ReadFile(path)
		check(err)
		file, err := parser.ParseFile(fset, name, text, parser.SkipObjectResolution)
		check(err)
		files = append(files, file)
	}
	lookup := func(path string) (io.ReadCloser, error) {
		if other, ok := renamed[path]; ok {
			path = other
		}
		return os.Open(exports[path])
	}
	sizes := types.SizesFor("gc", arch)
	settings := types.Config{
		Importer:         importer.ForCompiler(fset, "gc", lookup),
		Sizes:            sizes,
		IgnoreFuncBodies: true,
		Error:            func(error) {},
	}
	pkg, _ := settings.Check("p", fset, files, nil)
	out := json.NewEncoder(os.Stdout)
	for _, name := range pkg.Scope().Names() {
		declared, ok := pkg.Scope().Lookup(name).(*types.TypeName)
		if !ok || declared.IsAlias() {
			continue
		}
		named, ok := declared.Type().(*types.Named)
		if !ok || named.TypeParams().Len() > 0 {
			continue
		}
		under, ok := named.Underlying().(*types.Struct)
		if !ok {
			continue
		}
		one := structure{Name: name, Size: sizes.Sizeof(named), Align: sizes.Alignof(named), Fields: []field{}}
		var all []*types.Var
		for i := range under.NumFields() {
			all = append(all, under.Field(i))
		}
		for i, offset := range sizes.Offsetsof(all) {
			one.Fields = append(one.Fields, field{all[i].Name(), offset, sizes.Sizeof(all[i].Type())})
		}
		check(out.Encode(one))
	}
}

// readConfig reads what the go command hands to the compiler: the export data of each package, and what vendored ones are called.
func readConfig(path string) (exports, renamed map[string]string) {
	text, err := os.ReadFile(path)
	check(err)
	exports, renamed = map[string]string{}, map[string]string{}
	for _, line := range strings.Split(string(text), "\n") {
		verb, rest, _ := strings.Cut(line, " ")
		key, value, _ := strings.Cut(rest, "=")
		switch verb {
		case "packagefile":
			exports[key] = value
		case "importmap":
			renamed[key] = value
		}
	}
	return exports, renamed
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
