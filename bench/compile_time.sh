#!/usr/bin/env bash
# compile_time.sh [compiler...]: the seconds that one product costs to compile, in handgrad and in Eigen (fixed sizes),
# beside those of a file that only includes the headers; and those of a residual network of thirty layers that is trained
# and asked. Run it from anywhere; the best of three counts.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
if (($# == 0)); then set -- g++-12 clang++-16; fi
directory="$(mktemp -d)"
trap 'rm -rf "$directory"' EXIT
shapes=("8 8 8" "12 12 12" "17 10 33" "32 64 64" "64 10 128" "100 100 100" "64 256 784" "1 64 64" "1 10 128")

# seconds <compiler> <text>
seconds() {
    local best=999 begin took
    printf '%s\n' "$2" >"$directory/file.cpp"
    for _ in 1 2 3; do
        begin="$EPOCHREALTIME"
        "$1" -std=c++20 -O3 -march=x86-64-v3 -w -I "$here/../include" -isystem /usr/include/eigen3 -c "$directory/file.cpp" \
            -o "$directory/file.o"
        took="$(awk "BEGIN { print $EPOCHREALTIME - $begin }")"
        best="$(awk "BEGIN { print ($took < $best ? $took : $best) }")"
    done
    echo "$best"
}

handgrad='#include <handgrad/kernel/product/gemm.hpp>
namespace hg = handgrad;'
deep='#include <handgrad/handgrad.hpp>
namespace hg = handgrad;
using block = hg::residual<hg::dense<32, 32, hg::relu>, hg::dense<32, 32>>;
using blocks = hg::network<block, block, block, block, block, block, block>;
using net = hg::network<hg::dense<16, 32, hg::relu>, blocks, blocks, hg::dense<32, 10>>;
float f(hg::parameters<net>& p, net::workspace<32>& ws, const hg::matrix<float, 32, 16>& x, const hg::matrix<int, 32, 1>& label) {
    return net::train_step(hg::softmax_cross_entropy{}, hg::sgd{}, p, x, label, ws);
}
auto g(const hg::parameters<net>& p, const hg::matrix<float, 1, 16>& x) { return net::forward(p, x); }'
eigen='#include "'"$here"'/peers/eigen.hpp"
template <int R, int C> using matrix = Eigen::Matrix<float, R, C, bench::row_major<R, C>>;'

for compiler; do
    ours="$(seconds "$compiler" "$handgrad")"
    theirs="$(seconds "$compiler" "$eigen")"
    printf '%-12s %10s %10s   seconds\n' "$compiler" handgrad Eigen
    printf '%-12s %10.2f %10.2f\n' "headers" "$ours" "$theirs"
    for shape in "${shapes[@]}"; do
        read -r m n k <<<"$shape"
        one="$(seconds "$compiler" "$handgrad
void f(hg::view<const float, $m, $k> a, hg::view<const float, $k, $n> b, hg::view<float, $m, $n> c) { hg::gemm_nn(a, b, c); }")"
        other="$(seconds "$compiler" "$eigen
void f(const matrix<$m, $k>& a, const matrix<$k, $n>& b, matrix<$m, $n>& c) { c.noalias() = a * b; }")"
        awk "BEGIN { printf \"%-12s %+10.2f %+10.2f\n\", \"${m}x${n}x$k\", $one - $ours, $other - $theirs }"
    done
    printf '%-12s %10.2f\n' "30 layers" "$(seconds "$compiler" "$deep")"
done
