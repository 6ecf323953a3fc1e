//go:build experiment

package main

import "example.com/agent/experiment"

func init() { println(experiment.Run(4)) }
