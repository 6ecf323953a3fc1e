package remedies

import (
	"fmt"
	"testing"
)

func TestPrograms(t *testing.T) {
	for _, p := range programs {
		fmt.Printf("%s %v %v\n", p.id, testing.AllocsPerRun(100, p.before), testing.AllocsPerRun(100, p.after))
	}
}
