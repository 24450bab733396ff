#!/usr/bin/env bash
# mine.sh: what the network in bench/mine.cpp takes, beside Eigen and plain loops, by each compiler there is. Change that
# file first; what the figures mean is printed below them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

log="$(mktemp -d)"
trap 'rm -rf "$log"' EXIT

# build <preset>: the program of one compiler; what it says goes to a file.
build() {
    cmake --preset "$1" && cmake --build "build/$1" --target mine_bench
} >"$log/$1" 2>&1

presets=()
command -v g++-12 >/dev/null || command -v g++ >/dev/null && presets+=(bench)
command -v clang++-16 >/dev/null && presets+=(bench-clang)
if ((${#presets[@]} == 0)); then
    echo "mine: found neither g++ nor clang++-16; scripts/bootstrap.sh installs both" >&2
    exit 1
fi

echo "mine: compiling bench/mine.cpp (about half a minute) ..." >&2
jobs=()
for preset in "${presets[@]}"; do
    build "$preset" &
    jobs+=($!)
done
for i in "${!presets[@]}"; do
    if wait "${jobs[$i]}"; then continue; fi
    # What the compiler has to say, without what the build tool says of it. One compiler's words are enough.
    grep -vE '^\[[0-9]+/[0-9]+\] |^FAILED: |^ninja: |-o [^ ]+\.o -c |^-- |^Preset |^$|^  [A-Z_]+.*="' "$log/${presets[$i]}" >&2 || true
    exit 1
done

# One after the other: two programs at a time would disturb each other.
echo "mine: measuring (ten seconds a compiler) ..." >&2
echo
for i in "${!presets[@]}"; do
    arguments=()
    if ((i == 0)); then arguments+=(--title); fi
    if ((i == ${#presets[@]} - 1)); then arguments+=(--legend); fi
    "build/${presets[$i]}/bench/mine_bench" "${arguments[@]}"
done
