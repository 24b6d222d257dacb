// Command porcupine asks github.com/anishathalye/porcupine whether histories of aggregates are linearizable.
//
// It reads operations as JSON from standard input and prints a line for each key whose history is not, or
// could not be judged in time.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"time"

	"github.com/anishathalye/porcupine"
)

// Operation is one thing that somebody did to an aggregate, and what came of it.
type Operation struct {
	Client  int    `json:"client"`
	Key     string `json:"key"`
	Kind    string `json:"kind"` // commit, refused or read
	Version int    `json:"version"`
	Becomes string `json:"becomes"` // open or closed: what a commit makes of the aggregate
	Code    string `json:"code"`
	OnlyIf  *int   `json:"onlyIf"`
	Call    int64  `json:"call"` // nanoseconds
	Return  int64  `json:"return"`
}

// state is an aggregate: how many commits it has, and what the last of them made of it.
type state struct {
	version int
	word    string // "", open, closed
}

func step(before, input, _ any) (bool, any) {
	was, op := before.(state), input.(Operation)
	switch op.Kind {
	case "commit":
		return op.Version == was.version+1, state{op.Version, op.Becomes}
	case "read": // may be of the past, and never of the future
		return op.Version <= was.version, was
	}
	return refuses(was, op), was
}

func refuses(was state, op Operation) bool {
	switch op.Code {
	case "precondition-failed":
		return op.OnlyIf != nil && *op.OnlyIf != was.version
	case "no-total", "unknown-order", "unknown-payment":
		return was.version == 0
	case "already-placed", "conflict":
		return was.version > 0
	case "no-longer-open", "already-settled":
		return was.word == "closed"
	}
	return false
}

func main() {
	var all []Operation
	if err := json.NewDecoder(os.Stdin).Decode(&all); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	byKey := map[string][]porcupine.Operation{}
	for _, op := range all {
		byKey[op.Key] = append(byKey[op.Key], porcupine.Operation{
			ClientId: op.Client, Input: op, Call: op.Call, Output: nil, Return: op.Return,
		})
	}
	keys := make([]string, 0, len(byKey))
	for key := range byKey {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	model := porcupine.Model{Init: func() any { return state{} }, Step: step}
	for _, key := range keys {
		if result := porcupine.CheckOperationsTimeout(model, byKey[key], time.Minute); result != porcupine.Ok {
			fmt.Println(key, result)
		}
	}
}
