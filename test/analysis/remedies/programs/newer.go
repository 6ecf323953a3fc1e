//go:build go1.26

package remedies

import (
	"errors"
	"io/fs"
)

func init() { register("as-type", beforeAs, afterAs) }

var pathError error = &fs.PathError{Op: "open", Path: "x", Err: fs.ErrNotExist}

func beforeAs() {
	var target *fs.PathError
	if errors.As(pathError, &target) {
		keptString = target.Path
	}
}

func afterAs() {
	if target, ok := errors.AsType[*fs.PathError](pathError); ok {
		keptString = target.Path
	}
}
