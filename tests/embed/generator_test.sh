#!/usr/bin/env bash
# generator_test.sh SMALL LARGE DIR: the programs that handgrad_embed makes for the two networks, with the files of DIR. Each
# mistake ends them with a sentence, and leaves the files that they would have written as they were.
set -uo pipefail
small="$1" large="$2" files="$3" failures=0
work="$(mktemp -d)"
trap 'rm -r "$work"' EXIT

# refuses SENTENCE PROGRAM MODEL [option...]
refuses() {
    local sentence="$1" program="$2" model="$3" said status=0
    shift 3
    echo old >"$work/n.hpp"
    echo older >"$work/n.cpp"
    said="$("$program" "$model" n "$work/n.hpp" "$work/n.cpp" "$@" 2>&1)" || status=$?
    if [[ $status -ne 1 || "$said" != "handgrad-embed: "*"$sentence"* ]]; then
        printf 'FAILED: expected %s\nfound (exit code %d) %s\n' "$sentence" "$status" "$said"
        failures=$((failures + 1))
    fi
    if [[ "$(cat "$work/n.hpp" "$work/n.cpp")" != $'old\nolder' || "$(ls "$work")" != $'n.cpp\nn.hpp' ]]; then
        echo "FAILED: $sentence: the files are not as they were"
        failures=$((failures + 1))
    fi
}
# accepts SENTENCE PROGRAM MODEL [option...]
accepts() {
    local sentence="$1" program="$2" model="$3" said
    shift 3
    if ! said="$("$program" "$model" n "$work/n.hpp" "$work/n.cpp" "$@" 2>&1)" || [[ "$said" != "$sentence" ]] ||
        [[ "$(head -n 1 "$work/n.hpp")" != "// n, from $(basename "$model"). Made by handgrad-embed: not to be changed." ]]; then
        printf 'FAILED: expected %s\nfound %s\n' "$sentence" "$said"
        failures=$((failures + 1))
    fi
}
check() { echo --check "$files/x.npy" "$files/$1.npy"; }

cd "$work" || exit 1
model="$files/small.safetensors"
accepts "" "$small" "$model"
accepts "" "$small" "$files/named.safetensors" --prefix net. --names in,out
accepts "" "$small" "$model" --as pytorch --rounded --others --any-origin
# shellcheck disable=SC2046 # words
{
    accepts "handgrad-embed: n: its outputs for 5 rows are those of y.npy" "$small" "$model" $(check y) --tolerance 0
    accepts "handgrad-embed: n: its outputs for 5 rows are those of wrong.npy" "$small" "$model" $(check wrong) --tolerance 1

    refuses "small.safetensors: handgrad.network: the file was written for network<dense<6, 16, own::bend>" "$large" "$model"
    refuses "large.nnet: 0.weight: " "$small" "$files/large.nnet"
    refuses "[256, 64] (float32); dense<6, 16, own::bend>, layer 1 of 2, expects [16, 6]" "$small" "$files/large.nnet"
    refuses "in.weight" "$small" "$model" --names in,out
    refuses "expected" "$small" "$model" --names in
    refuses "net.in.weight" "$small" "$files/named.safetensors"
    refuses "wrong.npy: row 3: output 1 of the network with these numbers is " "$small" "$model" $(check wrong)
    refuses "narrow.npy: shape: found [5, 2], expected [any, 3]" "$small" "$model" $(check narrow)
    refuses "y.npy: shape: found [5, 3], expected [any, 6]" "$small" "$model" --check "$files/y.npy" "$files/y.npy"
    refuses "few.npy: found 4 rows, expected as many as $files/x.npy has, 5, and one at least" "$small" "$model" $(check few)
    refuses "infinite.npy: row 3: found inf, expected a finite number" "$small" "$model" $(check infinite)
    refuses "none.npy: cannot be opened: " "$small" "$model" $(check none)
    refuses "none.safetensors: cannot be opened: " "$small" "$files/none.safetensors"
    refuses "x.npy: " "$small" "$files/x.npy"
    refuses "found --nmaes, expected --as, --prefix, --names, " "$small" "$model" --nmaes in,out
    refuses "--as: found torch, expected pytorch, keras or handgrad" "$small" "$model" --as torch
    refuses "--tolerance: found inf, expected a number from 0 on" "$small" "$model" $(check y) --tolerance inf
    refuses "--tolerance: found 1e-3x, expected a number from 0 on" "$small" "$model" $(check y) --tolerance 1e-3x
    refuses "--tolerance is that of --check, which is not there" "$small" "$model" --tolerance 1
    refuses "--check needs a value" "$small" "$model" --check "$files/x.npy"
}
if said="$("$small" "$model" n "$work/n.hpp" 2>&1)" ||
    [[ "$said" != "handgrad-embed: found 3 arguments, expected MODEL NAME HEADER SOURCE" ]]; then
    echo "FAILED: $said"
    failures=$((failures + 1))
fi
if said="$("$small" "$model" n "$work/none/n.hpp" "$work/none/n.cpp" 2>&1)" || [[ "$said" != *"n.cpp: cannot be "* ]]; then
    echo "FAILED: $said"
    failures=$((failures + 1))
fi
((failures == 0))
