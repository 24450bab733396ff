#!/usr/bin/env bash
# isa_link.sh [COMPILER..]: one program of units for different instruction sets, of which it runs those that the processor
# has: compiled without optimization and with, linked in every order, and run under qemu-user (the package qemu-user) as
# processors that have one set and none beyond: where the linker took a unit's function for another's, such a program dies
# of an illegal instruction. Every unit must print the same bits.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
export LC_ALL=C

compilers=("$@")
if ((${#compilers[@]} == 0)); then
    for compiler in g++-12 clang++-16; do
        if command -v "$compiler" >/dev/null; then compilers+=("$compiler"); fi
    done
fi
if ! command -v qemu-x86_64 >/dev/null; then
    echo "isa_link: qemu-x86_64 is missing: scripts/bootstrap.sh cross" >&2
    exit 77
fi

work="$(mktemp -d)"
trap 'rm -r "$work"' EXIT

# A set's unit, its options, and a processor that has it and no later one of the list.
sets=(v1 v2 avx v3 v4)
declare -A options=([v1]="-march=x86-64" [v2]="-march=x86-64-v2" [avx]="-march=x86-64 -mavx" [v3]="-march=x86-64-v3"
    [v4]="-march=x86-64-v4")
declare -A processor=([v1]=core2duo [v2]=Nehalem [avx]=SandyBridge [v3]=Haswell)

cat >"$work/unit.cpp" <<'CODE'
#include <fixed_work.hpp>
unsigned long long UNIT() { return fixed_work::classifier(); }
CODE
cat >"$work/main.cpp" <<'CODE'
#include <cstdio>
#include <cstdlib>
unsigned long long v1(), v2(), avx(), v3(), v4();
int main(int, char** argument) { // of how many sets the processor has
    unsigned long long (*const unit[])() = {v1, v2, avx, v3, v4};
    const int count = std::atoi(argument[1]);
    for (int i = count - 1; i >= 0; --i) std::printf("%llx ", unit[i]());
    std::printf("\n");
}
CODE

failures=0
for compiler in "${compilers[@]}"; do
    for level in -O0 -O2; do
        "$compiler" -std=c++20 "$level" -c "$work/main.cpp" -o "$work/main.o"
        for set in "${sets[@]}"; do
            # shellcheck disable=SC2086 # the options are words
            "$compiler" -std=c++20 "$level" ${options[$set]} -DHANDGRAD_WITHOUT_AVX2 "-DUNIT=$set" -I "$root/include" \
                -I "$root/tests" -c "$work/unit.cpp" -o "$work/$set.o" &
        done
        wait
        for order in "v1 v2 avx v3 v4" "v4 v3 avx v2 v1" "avx v4 v1 v3 v2"; do
            objects=()
            for set in $order; do objects+=("$work/$set.o"); done
            "$compiler" "$work/main.o" "${objects[@]}" -o "$work/program"
            count=0
            for set in v1 v2 avx v3; do
                count=$((count + 1))
                status=0
                said="$(qemu-x86_64 -cpu "${processor[$set]}" "$work/program" "$count" 2>"$work/complaints")" || status=$?
                different="$(tr ' ' '\n' <<<"$said" | sed '/^$/d' | sort -u | wc -l)"
                if ((status != 0 || different != 1)); then
                    echo "isa_link: $compiler $level, linked as $order, as ${processor[$set]}: exit code $status, found $said," \
                        "expected the same bits $count times" >&2
                    grep -v "TCG doesn.t support" "$work/complaints" >&2 || true
                    failures=$((failures + 1))
                fi
            done
        done
        echo "isa_link: $compiler $level: 3 orders of linking, 4 processors, $said"
    done
done
((failures == 0))
