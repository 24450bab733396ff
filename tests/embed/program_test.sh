#!/usr/bin/env bash
# program_test.sh PROGRAM GENERATOR HEADER MODEL NUMBERS [file...]: handgrad-embed makes the files that CMake's handgrad_embed
# does. NUMBERS is what was made of the same numbers in a file of another format. No file names a folder of this machine.
set -euo pipefail
program="$1" generator="$2" own="$3" model="$4" numbers="$5"
shift 5
work="$(mktemp -d)"
trap 'rm -r "$work"' EXIT

# says SENTENCE argument...
says() {
    local sentence="$1" said
    shift
    if said="$("$program" "$@" 2>&1)" || [[ "$said" != *"$sentence"* ]]; then
        printf 'FAILED: expected %s\nfound %s\n' "$sentence" "$said"
        exit 1
    fi
}
says "handgrad-embed: --network is missing" "$model" large --include "$own"
says "handgrad-embed: found la-rge, expected the name of a namespace" "$model" la-rge --network 'hg::mlp<hg::relu, 1, 1>'
says "handgrad-embed: --include: there is no file none.hpp" "$model" large --network T --include none.hpp
says "handgrad-embed MODEL NAME --network TYPE" "$model" large
says "expected a hg::network<..>, or what makes one, as hg::mlp<..> does" "$model" large --network 'hg::dense<64, 10>'

"$program" "$model" large --network 'hg::mlp<own::bend, 64, 256, 64, 10>' --include "$own" --output "$work/by program" --others
mkdir "$work/by cmake"
"$generator" "$model" large "$work/by cmake/large.hpp" "$work/by cmake/large.cpp" --others
diff -r "$work/by program" "$work/by cmake"
diff <(tail -n +2 "$numbers") <(tail -n +2 "$work/by cmake/large.cpp")
if grep -nE "$PWD|$work|$(dirname "$own")|\"/" "$work/by cmake"/* "$numbers" "$@"; then exit 1; fi
