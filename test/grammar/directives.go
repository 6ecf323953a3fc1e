// SYNTAX TEST "source.go" "directives that the compiler reads"

package p

import _ "unsafe"

//go:linkname nanotime runtime.nanotime
//^^^^^^^^^^^ keyword.other.directive.go
//            ^^^^^^^^ entity.name.function.directive.local.go
//                     ^^^^^^^ entity.name.namespace.directive.package.go
//                             ^^^^^^^^ entity.name.function.directive.symbol.go
func nanotime() int64

//go:linkname doGrow bytes.(*Buffer).grow
//^^^^^^^^^^^ keyword.other.directive.go
//            ^^^^^^ entity.name.function.directive.local.go
//                   ^^^^^ entity.name.namespace.directive.package.go
//                          ^ keyword.operator.address.go
//                           ^^^^^^ entity.name.type.directive.receiver.go
//                                   ^^^^ entity.name.function.directive.symbol.go

//go:linkname sec time.Time.sec
//^^^^^^^^^^^ keyword.other.directive.go
//            ^^^ entity.name.function.directive.local.go
//                ^^^^ entity.name.namespace.directive.package.go
//                     ^^^^ entity.name.type.directive.receiver.go
//                          ^^^ entity.name.function.directive.symbol.go

//go:linkname doRead net/http.(*body).readLocked
//            ^^^^^^ entity.name.function.directive.local.go
//                   ^^^^^^^^ entity.name.namespace.directive.package.go
//                              ^^^^ entity.name.type.directive.receiver.go
//                                    ^^^^^^^^^^ entity.name.function.directive.symbol.go

//go:linkname hidden example.com/m/yaml%2ev2.hidden
//            ^^^^^^ entity.name.function.directive.local.go
//                   ^^^^^^^^^^^^^^^^^^^^^^^ entity.name.namespace.directive.package.go
//                                           ^^^^^^ entity.name.function.directive.symbol.go

//go:linkname pushed
//^^^^^^^^^^^ keyword.other.directive.go
//            ^^^^^^ entity.name.function.directive.local.go

//go:linkname   spaced	 	runtime.spaced
//              ^^^^^^ entity.name.function.directive.local.go
//                       ^^^^^^^ entity.name.namespace.directive.package.go
//                               ^^^^^^ entity.name.function.directive.symbol.go

//go:linkname nodot nodot
//            ^^^^^ entity.name.function.directive.local.go
//                  ^^^^^ entity.name.function.directive.symbol.go

//go:linknamestd fast runtime.fast
//^^^^^^^^^^^^^^ keyword.other.directive.go
//               ^^^^ entity.name.function.directive.local.go
//                    ^^^^^^^ entity.name.namespace.directive.package.go
//                            ^^^^ entity.name.function.directive.symbol.go

//go:noinline
//^^^^^^^^^^^ keyword.other.directive.go

//go:nosplit please
//^^^^^^^^^^ keyword.other.directive.go
//           ^^^^^^ comment.line.double-slash.go - keyword.other.directive.go

//go:noescape
//^^^^^^^^^^^ keyword.other.directive.go
func copyBytes(to *byte, n int)

//go:uintptrescapes
//^^^^^^^^^^^^^^^^^ keyword.other.directive.go

//go:embed assets/*.txt
//^^^^^^^^ keyword.other.directive.go
//         ^^^^^^^^^^^^ string.unquoted.directive.go
var assets string

//go:generate stringer -type=Kind
//^^^^^^^^^^^ keyword.other.directive.go
//            ^^^^^^^^^^^^^^^^^^^ string.unquoted.directive.go

//go:wasmimport env log
//^^^^^^^^^^^^^ keyword.other.directive.go
//              ^^^^^^^ string.unquoted.directive.go

//go:build linux && !race
//^^^^^^^^ keyword.other.directive.go
//         ^^^^^ constant.other.build-tag.directive.go
//               ^^ keyword.operator.logical.go
//                  ^ keyword.operator.logical.go
//                   ^^^^ constant.other.build-tag.directive.go

func inside() {
	//go:linkname indented runtime.indented
// ^^^^^^^^^^^ keyword.other.directive.go
//             ^^^^^^^^ entity.name.function.directive.local.go
//                      ^^^^^^^ entity.name.namespace.directive.package.go
//                              ^^^^^^^^ entity.name.function.directive.symbol.go
	f() //go:noinline
//     ^^^^^^^^^^^ keyword.other.directive.go
}
