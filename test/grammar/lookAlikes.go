// SYNTAX TEST "source.go" "look-alikes that the compiler ignores stay comments, text stays text"

package p

// go:linkname nanotime runtime.nanotime
// ^^^^^^^^^^^ comment.line.double-slash.go - keyword.other.directive.go
//             ^^^^^^^^ comment.line.double-slash.go - entity.name.function.directive.local.go

//go:linkname	nanotime runtime.nanotime
//^^^^^^^^^^^ comment.line.double-slash.go - keyword.other.directive.go
//                     ^^^^^^^ comment.line.double-slash.go - entity.name.namespace.directive.package.go

//go:linkname
//^^^^^^^^^^^ comment.line.double-slash.go - keyword.other.directive.go

//go:linknames a b.c
//^^^^^^^^^^^^ comment.line.double-slash.go - keyword.other.directive.go

//go:noinlined
//^^^^^^^^^^^^ comment.line.double-slash.go - keyword.other.directive.go

//go:noinline	now
//^^^^^^^^^^^ comment.line.double-slash.go - keyword.other.directive.go

//go:buildx
//^^^^^^^^^ comment.line.double-slash.go - keyword.other.directive.go

//Go:noinline
//^^^^^^^^^^^ comment.line.double-slash.go - keyword.other.directive.go

//  //go:noinline
//    ^^^^^^^^^^^ comment.line.double-slash.go - keyword.other.directive.go

/*go:linkname nanotime runtime.nanotime*/
//^^^^^^^^^^^ comment.block.go - keyword.other.directive.go

/*
//go:linkname nanotime runtime.nanotime
//^^^^^^^^^^^ comment.block.go - keyword.other.directive.go
*/

const raw = `
//go:linkname nanotime runtime.nanotime
//^^^^^^^^^^^ string.quoted.raw.go - keyword.other.directive.go
`

const text = "//go:noinline"
//              ^^^^^^^^^^^ string.quoted.double.go - keyword.other.directive.go
