#!/usr/bin/env bash
# digests.sh [quick | processors | levels]: the library's bits, which tests/ holds as digests, where no preset looks. A number
# that differs in one bit fails.
#   processors  under qemu-user: ARM of 32 bits with the vectors of VFP, AArch64, and x86 of 32 bits; minutes
#   levels      here: each compiler, instruction set and level of optimization, -Ofast among them (linked without it: it would
#               change the arithmetic of the whole process); half an hour on two cores
#   quick       of these ARM of 32 bits, and only a training and the multiply-adds; the default is processors
# The processors need scripts/bootstrap.sh cross; what is not installed is left out, and said.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
export LC_ALL=C

what="${1:-processors}"
work="$(mktemp -d)"
trap 'rm -r "$work"' EXIT

sources=(lanes/fixed_work_test simd/fma_test)
if [[ "$what" == processors ]]; then sources+=(simd/vector_test math/math_digest_test kernel/product/digest_test frozen/digest_test); fi

failures=0 tried=0
# on <name> <emulator> <compiler and options>: builds the tests of fixed bits and runs them.
on() {
    local name="$1" emulator="$2"
    shift 2
    if ! command -v "$1" >/dev/null || { [[ -n "$emulator" ]] && ! command -v "${emulator%% *}" >/dev/null; }; then
        echo "digests: $name: no $1 or no ${emulator%% *}" >&2
        return
    fi
    tried=$((tried + 1))
    local objects=() link=()
    for option in "$@"; do
        if [[ "$option" != -O* ]]; then link+=("$option"); fi
    done
    for source in main "${sources[@]}"; do
        # What that test compares with it calculates itself, in an arithmetic that -Ofast loosens.
        if [[ "$source" == simd/fma_test && " $* " == *" -Ofast "* ]]; then continue; fi
        objects+=("$work/$name-${source//\//-}.o")
        "$@" -std=c++20 -Wno-psabi -DDOCTEST_CONFIG_SUPER_FAST_ASSERTS -DHANDGRAD_WITHOUT_AVX2 -I "$root/include" -I "$root/tests" \
            -c "$root/tests/$source.cpp" -o "${objects[-1]}" &
        if (($(jobs -rp | wc -l) >= $(nproc))); then wait -n || true; fi
    done
    wait
    local said status=0
    # shellcheck disable=SC2086 # the emulator has arguments
    { "${link[@]}" "${objects[@]}" -pthread -o "$work/$name" && said="$($emulator "$work/$name" 2>&1)"; } || status=$?
    rm -f "$work/$name"*
    echo "digests: $name: exit code $status, $(grep -o 'assertions: .*' <<<"${said:-}" || echo "no assertion")"
    if ((status != 0)); then
        printf '%s\n' "${said:-}" | tail -40
        failures=$((failures + 1))
    fi
}

on_arm() { on armhf "qemu-arm -L /usr/arm-linux-gnueabihf" arm-linux-gnueabihf-g++-12 -O1; }

on_processors() {
    local x86_32=(g++-12 -O1 -m32 -msse2 -mfpmath=sse -idirafter /usr/include/x86_64-linux-gnu)
    on_arm
    on aarch64 "qemu-aarch64 -L /usr/aarch64-linux-gnu" aarch64-linux-gnu-g++-12 -O1
    on x86_32 "" "${x86_32[@]}"
    on x86_32_scalar "" "${x86_32[@]}" -DHANDGRAD_FORCE_SCALAR
}

on_levels() {
    for compiler in g++-12 clang++-16 clang++-19; do
        for level in O0 O2 O3 Os Ofast; do
            on "$compiler-$level-scalar" "" "$compiler" "-$level" -DHANDGRAD_FORCE_SCALAR
            on "$compiler-$level-sse2" "" "$compiler" "-$level"
            on "$compiler-$level-avx" "" "$compiler" "-$level" -mavx
            on "$compiler-$level-avx2" "" "$compiler" "-$level" -march=x86-64-v3
        done
    done
}

case "$what" in
quick) on_arm ;;
processors) on_processors ;;
levels) on_levels ;;
*)
    echo "digests: quick, processors or levels, not $what" >&2
    exit 64
    ;;
esac
if ((tried == 0)); then exit 77; fi
((failures == 0))
