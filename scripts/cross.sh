#!/usr/bin/env bash
# cross.sh [--quick]: the digests of this library on other processors, under qemu-user: ARM of 32 bits with the vectors of
# VFP, AArch64, and x86 of 32 bits with SSE2. A number that differs in one bit fails. --quick: ARM of 32 bits alone, and of
# the digests those of a training. Needs scripts/bootstrap.sh cross.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
export LC_ALL=C

quick=0
if [[ "${1:-}" == --quick ]]; then quick=1; fi

work="$(mktemp -d)"
trap 'rm -r "$work"' EXIT

failures=0 tried=0
# on <name> <emulator> <compiler and options>: builds the tests of fixed bits and runs them.
on() {
    local name="$1" emulator="$2" sources=(lanes/fixed_work_test simd/fma_test)
    shift 2
    if ((!quick)); then sources+=(simd/vector_test math/math_digest_test kernel/product/digest_test frozen/digest_test); fi
    if ! command -v "$1" >/dev/null || { [[ -n "$emulator" ]] && ! command -v "${emulator%% *}" >/dev/null; }; then
        echo "cross: $name: no $1 or no ${emulator%% *}: scripts/bootstrap.sh cross" >&2
        return
    fi
    tried=$((tried + 1))
    local objects=()
    for source in main "${sources[@]}"; do
        objects+=("$work/$name-${source//\//-}.o")
        "$@" -std=c++20 -O1 -Wno-psabi -DDOCTEST_CONFIG_SUPER_FAST_ASSERTS -DHANDGRAD_WITHOUT_AVX2 -I "$root/include" -I "$root/tests" \
            -c "$root/tests/$source.cpp" -o "${objects[-1]}" &
        if (($(jobs -rp | wc -l) >= $(nproc))); then wait -n || true; fi
    done
    wait
    local said status=0
    # shellcheck disable=SC2086 # the emulator has arguments
    { "$@" "${objects[@]}" -pthread -o "$work/$name" && said="$($emulator "$work/$name" 2>&1)"; } || status=$?
    echo "cross: $name: exit code $status, $(grep -o 'assertions: .*' <<<"${said:-}" || echo "no assertion")"
    if ((status != 0)); then
        printf '%s\n' "${said:-}" | tail -40
        failures=$((failures + 1))
    fi
}

on armhf "qemu-arm -L /usr/arm-linux-gnueabihf" arm-linux-gnueabihf-g++-12
if ((!quick)); then
    on aarch64 "qemu-aarch64 -L /usr/aarch64-linux-gnu" aarch64-linux-gnu-g++-12
    on x86_32 "" g++-12 -m32 -msse2 -mfpmath=sse -idirafter "/usr/include/x86_64-linux-gnu"
    on x86_32_scalar "" g++-12 -m32 -msse2 -mfpmath=sse -DHANDGRAD_FORCE_SCALAR -idirafter "/usr/include/x86_64-linux-gnu"
fi
if ((tried == 0)); then exit 77; fi
((failures == 0))
