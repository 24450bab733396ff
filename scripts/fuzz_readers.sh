#!/usr/bin/env bash
# fuzz_readers.sh [--into DIR] [SECONDS [TARGET..]]: builds the readers of files as programs of libFuzzer, under the address
# and undefined behaviour sanitizers, and runs each for as long (20 s), beginning with files that the library wrote and
# with what earlier runs found. A file of tests/fuzz_readers is a target; the libraries that it links stand in it after
# "// links". A file that does harm is kept, with the way to repeat it. CXX is the compiler (clang++-19 or clang++-16).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

into=build/fuzz_readers
if [[ "${1:-}" == --into ]]; then into="$2" && shift 2; fi
seconds="${1:-20}"
if [[ ! "$seconds" =~ ^[1-9][0-9]{0,5}$ ]]; then
    echo "fuzz_readers: found $seconds, expected a number of seconds" >&2
    exit 2
fi
targets=("${@:2}")
if ((${#targets[@]} == 0)); then
    for file in tests/fuzz_readers/*.cpp; do targets+=("$(basename "$file" .cpp)"); done
fi
compiler=""
for candidate in ${CXX:-clang++-19 clang++-16}; do
    if command -v "$candidate" >/dev/null; then compiler="$candidate" && break; fi
done
if [[ -z "$compiler" ]]; then
    echo "fuzz_readers: found no clang++-19 or clang++-16, which libFuzzer comes with" >&2
    exit 1
fi

failed=()
for target in "${targets[@]}"; do
    source="tests/fuzz_readers/$target.cpp"
    if [[ ! -e "$source" ]]; then
        echo "fuzz_readers: found no $source, expected a target" >&2
        exit 2
    fi
    mkdir -p "$into/$target/"{corpus,harm}
    read -r -a libraries <<<"$(sed -n 's,^// links ,,p' "$source")"
    "$compiler" -std=c++20 -O1 -g1 -march=x86-64-v3 -Iinclude -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all \
        "$source" -o "$into/$target/program" "${libraries[@]}"
    "$into/$target/program" --seeds "$into/$target/corpus"
    status=0
    "$into/$target/program" -max_total_time="$seconds" -max_len=4096 -rss_limit_mb=1024 -malloc_limit_mb=64 -timeout=10 \
        -print_final_stats=1 -artifact_prefix="$into/$target/harm/" "$into/$target/corpus" >"$into/$target/log" 2>&1 || status=$?
    runs="$(sed -n 's/^stat::number_of_executed_units: *//p' "$into/$target/log")"
    covered="$(sed -n -E 's/.* (cov: [0-9]+ ft: [0-9]+).*/\1/p' "$into/$target/log" | tail -1)"
    if ((status == 0)); then
        echo "fuzz_readers: $target: ${runs:-?} executions in $seconds s, $covered"
    else
        failed+=("$target")
        echo "fuzz_readers: $target: exit code $status after ${runs:-?} executions; again: $into/$target/program $into/$target/harm/*"
        grep -E -m 5 'ERROR|runtime error|SUMMARY|terminate' "$into/$target/log" || tail -5 "$into/$target/log"
    fi
done
((${#failed[@]} == 0))
