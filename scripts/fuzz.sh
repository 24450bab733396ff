#!/usr/bin/env bash
# fuzz.sh [--seed N] [--count M] [--first K] [--jobs J] [--into DIR] [--fresh] [--thorough]: draws the networks
# K .. K + M - 1 of a seed (1, 0 .. 19), builds each for AVX2 and for no instruction set, with two compilers that take
# turns, and compares: the builds with each other, to the last bit, and within one what must be equal there
# (tests/fuzz/checks.hpp). The source and the output of one that fails are kept, with how to repeat it. What has passed
# since a header changed is not built again, unless --fresh is given: a run that was stopped goes on where it was.
#
# CXX is the compiler (g++-12 or g++), FUZZ_OTHER_CXX the other one (clang++-16 or clang++, or the same), whose builds for
# AVX2, of the odd networks, are made under the address and undefined behaviour sanitizers. --thorough: each network has a
# build without sanitizers and one with them, and each build is asked everything. CXXFLAGS are added.
set -euo pipefail
self="$(realpath "${BASH_SOURCE[0]}")"
cd "$(dirname "$self")/.."

seed=1 count=20 first=0 jobs=1 into=build/fuzz fresh="" thorough="${FUZZ_THOROUGH:-}"
usage() {
    sed -n '2s/^# \([^:]*\):.*/usage: \1/p' "$self" >&2
    exit 2
}
while (($# > 0)); do
    case "$1" in
        --seed | --count | --first | --jobs)
            [[ "${2:-}" =~ ^[0-9]{1,9}$ ]] || usage
            printf -v "${1#--}" %d "$((10#$2))"
            shift 2
            ;;
        --into)
            [[ -n "${2:-}" ]] || usage
            into="$2"
            shift 2
            ;;
        --fresh) fresh=yes && shift ;;
        --thorough) thorough=yes && shift ;;
        *) usage ;;
    esac
done

# find_compiler <name..>: the first that is installed.
find_compiler() {
    local name
    for name in "$@"; do
        if command -v "$name" >/dev/null; then echo "$name" && return; fi
    done
    echo "fuzz: found no compiler ($*), expected one of them" >&2
    exit 1
}
one="$(find_compiler ${CXX:-g++-12 g++ clang++})"
other="$(find_compiler ${FUZZ_OTHER_CXX:-clang++-16 clang++} "$one")"
avx2=""
if grep -qs '\bavx2\b' /proc/cpuinfo && grep -qs '\bfma\b' /proc/cpuinfo; then avx2=-march=x86-64-v3; fi
[[ -n "$avx2" ]] || echo "fuzz: this machine has no AVX2: only what needs none is compared" >&2

sanitize="-fsanitize=address,undefined -fno-sanitize-recover=all"
if "$other" --version | grep -q clang; then
    # Calls in place of inline checks, and no check of pointer sums, sizes of objects and null pointers, whose access is
    # found anyway: half the build time each.
    sanitize+=" -fno-sanitize=pointer-overflow,object-size,null -fsanitize-address-outline-instrumentation"
fi

# flags <build>: how a source is compiled. A build is called by its compiler and its kind; the first of a network is
# asked everything, a plain one after it for results alone. (At -O0 a frozen network of bytes takes g++-12 a minute and
# 2.7 GB.)
flags() {
    local asked=2
    case "$thorough/$1" in
        /*-sanitized) asked=1 ;;
        /"$(basename "$other")"-scalar) [[ -z "$avx2" || "$one" == "$other" ]] || asked=0 ;;
    esac
    echo "-std=c++20 -DHANDGRAD_WITHOUT_AVX2 -pthread -Iinclude -Itests -Itests/fuzz -DHANDGRAD_FUZZ_ASKED=$asked ${CXXFLAGS:-}"
    case "$1" in
        *-avx2) echo "-O1 $avx2" ;;
        *-scalar) echo "-O1 -DHANDGRAD_FORCE_SCALAR" ;;
        *-sanitized) echo "-O1 $avx2 $sanitize" ;;
    esac
}
# builds_of <number>
builds_of() {
    local even="$one" odd="$other"
    if (($1 % 2 == 1)); then even="$other" odd="$one"; fi
    local plain=yes sanitized=yes
    if [[ -z "$thorough" ]]; then
        if (($1 % 2 == 0)); then sanitized=""; else plain=""; fi
    fi
    if [[ -n "$avx2" && -n "$plain" ]]; then echo "$(basename "$even")-avx2"; fi
    echo "$(basename "$odd")-scalar"
    if [[ -z "$avx2" || -n "$sanitized" ]]; then echo "$(basename "$other")-sanitized"; fi
}
compiler_of() {
    if [[ "${1%-*}" == "$(basename "$one")" ]]; then echo "$one"; else echo "$other"; fi
}

# newer_than <file>: something that it was made of has changed.
newer_than() {
    [[ -n "$(find include tests/fuzz tests/bits.hpp scripts/fuzz.sh -newer "$1" -type f -print -quit)" ]]
}

# examine <number>: prints one line, and leaves <number>.ok or all that there is to see.
examine() {
    local number="$1" base build expected="" wrong=""
    base="$into/seed-$seed/$number"
    if [[ -e "$base.ok" ]] && ! newer_than "$base.ok"; then return; fi
    rm -f "$base".*
    "$into/generate" "$seed" "$number" >"$base.cpp"
    for build in $(builds_of "$number"); do
        if ! "$(compiler_of "$build")" $(flags "$build") -include "$into/$build/prelude.hpp" "$base.cpp" \
            -o "$base.$build" >"$base.$build.log" 2>&1; then
            wrong+=" $build does not compile."
            continue
        fi
        local status=0
        timeout 600 "$base.$build" >"$base.$build.txt" 2>>"$base.$build.log" || status=$?
        if ((status != 0)); then wrong+=" $build gives exit code $status."; fi
        grep '^digest ' "$base.$build.txt" >"$base.$build.digests" || wrong+=" $build has no result."
        expected="${expected:-$build}"
        if ! cmp -s "$base.$expected.digests" "$base.$build.digests"; then wrong+=" $expected and $build differ."; fi
    done
    if [[ -n "$wrong" ]]; then
        {
            echo "network $number of seed $seed:$wrong"
            grep -h '^failed ' "$base".*.txt | sort -u | head -5 || true
            for build in $(builds_of "$number"); do # the first results that differ, of each build
                diff "$base.$expected.digests" "$base.$build.digests" | sed -n "s/^> digest/$build:/p" | head -3 || true
            done
            grep -hE 'error|ERROR|runtime error' "$base".*.log | head -3 || true
            echo "its source is $base.cpp; again: scripts/fuzz.sh --seed $seed --first $number --count 1"
        } >"$base.failed" 2>/dev/null
        cat "$base.failed"
    else
        grep '^compared ' "$base.$expected.txt" >"$into/$seed.$number.part"
        rm -f "$base".*
        mv "$into/$seed.$number.part" "$base.ok"
    fi
}
if [[ -n "${FUZZ_EXAMINE:-}" ]]; then # by the xargs below
    examine "$FUZZ_EXAMINE"
    exit
fi

if [[ -n "$fresh" ]]; then rm -rf "$into/seed-$seed"; fi
mkdir -p "$into/seed-$seed"
if [[ ! -x "$into/generate" ]] || newer_than "$into/generate"; then
    "$one" -std=c++20 -O1 -Iinclude tests/fuzz/generate.cpp -o "$into/generate"
fi
for build in $(builds_of 0) $(builds_of 1); do
    prelude="$into/$build/prelude.hpp"
    if [[ ! -e "$prelude.gch" ]] || newer_than "$prelude.gch"; then
        mkdir -p "$into/$build"
        echo "#include <checks.hpp>" >"$prelude"
        echo "$(compiler_of "$build")" $(flags "$build") -x c++-header "$prelude" -o "$prelude.gch"
    fi
done | sort -u | xargs -P "$jobs" -I{} sh -c '{}'

export FUZZ_EXAMINE FUZZ_THOROUGH="$thorough"
seq "$first" "$((first + count - 1))" |
    xargs -P "$jobs" -I{} env FUZZ_EXAMINE={} "$BASH" "$self" --seed "$seed" --into "$into" || true # the verdict is below

passed=() failed=()
for ((number = first; number < first + count; ++number)); do
    if [[ -e "$into/seed-$seed/$number.ok" ]]; then
        passed+=("$into/seed-$seed/$number.ok")
    else
        failed+=("$number")
    fi
done
if ((${#passed[@]} > 0)); then
    awk '{ sum[substr($0, length($1 $2) + 3)] += $2 }
         END { for (what in sum) printf "%7d %s\n", sum[what], what }' "${passed[@]}" | sort -k2
fi
echo "fuzz: seed $seed, networks $first .. $((first + count - 1)): ${#passed[@]} passed, ${#failed[@]} failed${failed:+: ${failed[*]}}"
((${#failed[@]} == 0))
