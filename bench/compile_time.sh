#!/usr/bin/env bash
# compile_time.sh [compiler...]: what it costs to compile handgrad, and Eigen (fixed sizes) beside it. First networks of
# dense layers, a step of plain gradient descent at batch 32, at -O2: compile_time/trained.cpp, and in Eigen the same step
# written by hand, compile_time/trained_by_eigen.cpp. Then single products, at -O3. Seconds are those of the processor (user
# and system), memory is the peak. Run it from anywhere; it takes some minutes a compiler.
# ROWS=".." prints only some of: headers trainer odd sixteens hundred residual products.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
if (($# == 0)); then set -- g++-12 clang++-16; fi
all="headers trainer odd sixteens hundred residual products"
rows="${ROWS:-$all}"
for row in $rows; do
    if [[ " $all " != *" $row "* ]]; then
        echo "compile_time: ROWS has \"$row\", expected some of: $all" >&2
        exit 1
    fi
done
if ! gnu_time="$(type -P time)"; then
    echo "compile_time: found no GNU time (Debian: time)" >&2
    exit 1
fi
directory="$(mktemp -d)"
trap 'rm -rf "$directory"' EXIT

# cost <runs> <file> <flags...>: the seconds and megabytes of the median run, as $seconds and $megabytes.
cost() {
    local run
    : >"$directory/runs"
    for ((run = 0; run < $1; ++run)); do
        "$gnu_time" -a -o "$directory/runs" -f "%U %S %M" "$compiler" -std=c++20 -march=x86-64-v3 -w \
            -I "$here/../include" -isystem /usr/include/eigen3 "${@:3}" -c "$2" -o "$directory/file.o"
    done
    read -r seconds megabytes < <(awk '{ printf "%.3f %.0f\n", $1 + $2, $3 / 1024 }' "$directory/runs" |
        sort -n | sed -n "$((($1 + 1) / 2))p")
}
# The same of a text.
cost_of() {
    printf '%s\n' "$3" >"$directory/file.cpp"
    cost "$1" "$directory/file.cpp" "$2"
}

# line <name> <ours: seconds, megabytes> <Eigen's>: of the table; a - is not measured.
line() {
    local number
    printf '%-28s' "$1"
    for number in "${@:2}"; do
        if [[ "$number" == *.* ]]; then printf '%12.2f' "$number"; else printf '%12s' "$number"; fi
    done
    echo
}

eigen='#include "'"$here"'/peers/eigen.hpp"
template <int R, int C> using matrix = Eigen::Matrix<float, R, C, bench::row_major<R, C>>;'

headers() {
    cost_of 9 -O2 '#include <handgrad/handgrad.hpp>'
    local ours=("$seconds" "$megabytes")
    cost_of 9 -O2 "$eigen"
    line "the headers alone" "${ours[@]}" "$seconds" "$megabytes"
}

trainer() {
    cost 1 "$here/compile_time/trained.cpp" -O2 -DWIDTHS=784,256,128,10
    local ours=("$seconds" "$megabytes")
    cost 1 "$here/compile_time/trained_by_eigen.cpp" -O2 -DWIDTHS=784,256,128,10
    line "784-256-128-10" "${ours[@]}" "$seconds" "$megabytes"
}

# widths <layers> <factor> <prime> <step> <least>: of layers no two of which are alike.
widths() {
    local text="" i
    for ((i = 0; i <= $1; ++i)); do text+=",$((i * $2 % $3 * $4 + $5))"; done
    echo "${text:1}"
}
odd_widths() { widths "$1" 37 101 2 21; }   # 21, 95, 169, 41, .. up to 221
sixteens_widths() { widths "$1" 5 23 16 16; } # 16, 96, 176, 256, .. up to 368

# each_further <program> <widths> <fewer> <more>: what a layer beyond the fewer adds, of as many as there are then.
each_further() {
    cost 1 "$here/compile_time/$1.cpp" -O2 "-DWIDTHS=$("$2" "$3")"
    local of_fewer="$seconds"
    cost 1 "$here/compile_time/$1.cpp" -O2 "-DWIDTHS=$("$2" "$4")"
    each="$(awk "BEGIN { printf \"%.3f\", ($seconds - $of_fewer) / ($4 - $3) }")"
}
# deep <name> <widths>: of twenty layers Eigen would take minutes and gigabytes.
deep() {
    local each
    each_further trained "$2" 10 20
    line "20 layers, $1" "$seconds" "$megabytes" - -
    local own="$each"
    each_further trained_by_eigen "$2" 2 4
    line "  each further one" "$own" - "$each" -
}
odd() { deep "odd widths" odd_widths; }
sixteens() { deep "multiples of 16" sixteens_widths; }

hundred() {
    cost 1 "$here/compile_time/trained.cpp" -O2 "-DWIDTHS=$(odd_widths 100)"
    line "100 layers, odd widths" "$seconds" "$megabytes" - -
}

residual() {
    cost 1 "$here/compile_time/residual.cpp" -O2
    line "30 layers, residual" "$seconds" "$megabytes" - -
}

products() {
    local code='#include <handgrad/kernel/product/gemm.hpp>
namespace hg = handgrad;'
    cost_of 3 -O3 "$code"
    local header="$seconds" m n k ours
    cost_of 3 -O3 "$eigen"
    local eigens_header="$seconds"
    echo "$compiler, -O3: what a product adds, M x N x K"
    while read -r m n k; do
        cost_of 3 -O3 "$code
void f(hg::view<const float, $m, $k> a, hg::view<const float, $k, $n> b, hg::view<float, $m, $n> c) { hg::gemm_nn(a, b, c); }"
        ours="$(awk "BEGIN { printf \"%.3f\", $seconds - $header }")"
        cost_of 3 -O3 "$eigen
void f(const matrix<$m, $k>& a, const matrix<$k, $n>& b, matrix<$m, $n>& c) { c.noalias() = a * b; }"
        line "${m}x${n}x$k" "$ours" - "$(awk "BEGIN { printf \"%.3f\", $seconds - $eigens_header }")" -
    done < <(printf '%s\n' "8 8 8" "12 12 12" "17 10 33" "32 64 64" "64 10 128" "100 100 100" "64 256 784" "1 64 64" \
        "1 10 128")
}

for compiler; do
    printf '%-28s%12s%12s%12s%12s\n' "$compiler, -O2" "handgrad, s" MB "Eigen, s" MB
    for row in $rows; do "$row"; done
done
