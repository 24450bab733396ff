#!/usr/bin/env bash
# Proves that check_floors.sh, check_macros.sh and check_format.sh can fail: in a copy of the project each rule is broken once; and that
# mutation.awk changes what it says and nothing else, and mutation.sh refuses numbers that it cannot do with.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

copy="$(mktemp -d)"
trap 'rm -rf "$copy"' EXIT
mkdir -p "$copy/include/handgrad/"{core,simd,kernel/product,layer,activation,loss}
cp -R scripts .clang-format "$copy"
failures=0

# header <path> <text>: writes a header that is in order but for <text>.
header() {
    printf '#pragma once\n%b' "$2" >"$copy/include/handgrad/$1"
}
# verdict <script> <text it must print, or nothing if it must succeed> <name of the case>
verdict() {
    local output status=0
    output="$("$BASH" "$copy/scripts/$1.sh" 2>&1)" || status=$?
    if [[ -z "$2" && "$status" == 0 ]]; then return; fi
    if [[ -n "$2" && "$status" != 0 && "$output" == *"$2"* ]]; then return; fi
    echo "self_test: $3: $1 gave exit code $status, expected ${2:-success}, and printed:"
    echo "$output"
    failures=$((failures + 1))
}
# broken_floor <text> <expected message>: plants the text as core/planted.hpp, and takes it away again.
broken_floor() {
    header "${3:-core}/planted.hpp" "$1"
    verdict check_floors "include/handgrad/${3:-core}/planted.hpp:$2" "$1"
    rm "$copy/include/handgrad/${3:-core}/planted.hpp"
}

verdict check_floors "found no header" "an empty house"
header core/a.hpp '#include <cmath>\n#include <type_traits> // why\n'
header simd/b.hpp '#include <immintrin.h>\n#include <handgrad/core/a.hpp>\n#include <handgrad/simd/c.hpp>\n'
header layer/d.hpp '#include <boost/hana/tuple.hpp>\n#  include <handgrad/loss/e.hpp>\n// #include "nothing"\n'
header activation/f.hpp '#include <handgrad/loss/e.hpp>\n'
header kernel/product/gemm.hpp '#include <handgrad/kernel/product/inner.hpp>\n'
header kernel/product/inner.hpp '#include <handgrad/core/a.hpp>\n'
header layer/g.hpp '#include <handgrad/kernel/product/gemm.hpp>\n'
header handgrad.hpp '#include <handgrad/layer/d.hpp>\n#include <handgrad/kernel/product/inner.hpp>\n'
verdict check_floors "" "a house in order"

broken_floor '#include <handgrad/simd/b.hpp>\n' '2: floor 0 (core) includes floor 1 (simd)'
broken_floor '\n  #  include <handgrad/layer/d.hpp> // why\n' '3: floor 0 (core) includes floor 5 (layer)'
broken_floor '#include <handgrad/handgrad.hpp>\n' '2: floor 5 (layer) includes floor 9' layer
broken_floor '#include <handgrad/attic/a.hpp>\n' '2: includes a header on no floor'
broken_floor '#include "a.hpp"\n' '2: write #include <...>'
broken_floor '#include <immintrin.h>\n' '2: only simd/ may include'
broken_floor '#include <sched.h>\n' '2: only testing/ may include'
broken_floor '#include <unistd.h>\n' '2: only train/ and io/ may include'
broken_floor '#include <sys/stat.h>\n' '2: only io/ may include'
broken_floor '#include <zip.h>\n' '2: only io/ may include'
broken_floor '#include <nlohmann/json.hpp>\n' '2: only io/ may include'
broken_floor '#include <boost/hana.hpp>\n' '2: neither the standard library nor'
broken_floor '#include <zlib.h>\n' '2: neither the standard library nor'
broken_floor '#include <handgrad/kernel/product/inner.hpp>\n' '2: layer enters an inner room of kernel by no door' layer
broken_floor '#include <handgrad/core/planted.hpp>\n' '2: includes itself by way of include/handgrad/core/planted.hpp'
header core/b.hpp '#include <handgrad/core/planted.hpp>\n'
broken_floor '#include <handgrad/core/a.hpp>\n#include <handgrad/core/b.hpp>\n' '3: includes itself by way of include/handgrad/core/b.hpp'
rm "$copy/include/handgrad/core/b.hpp"
mkdir "$copy/include/handgrad/attic"
broken_floor '' '1: is on no floor: attic' attic
echo 'int x;' >"$copy/include/handgrad/core/unguarded.hpp"
verdict check_floors 'core/unguarded.hpp:1: lacks #pragma once' 'no guard'
rm -r "$copy/include/handgrad/core/unguarded.hpp" "$copy/include/handgrad/attic"
verdict check_floors "" "the house put in order again"

# The pair of headers that holds macros off.
mkdir "$copy/include/handgrad/core/macros"
cp include/handgrad/core/{push,pop}_macros.hpp "$copy/include/handgrad/core"
cp include/handgrad/core/macros/*.hpp "$copy/include/handgrad/core/macros"
verdict check_macros 'core/a.hpp:1: expected once, after #pragma once' "headers without the pair"
"$BASH" "$copy/scripts/check_macros.sh" --fix >/dev/null
verdict check_macros "" "headers with it"
verdict check_floors "" "the pair in a house in order"
header core/planted.hpp '#include <cmath>\n#include <handgrad/core/push_macros.hpp>\n#include <handgrad/core/pop_macros.hpp>\n'
verdict check_macros 'core/planted.hpp:3: a directive stands before' "held off too late"
header core/planted.hpp '#include <handgrad/core/push_macros.hpp>\n#include <handgrad/core/pop_macros.hpp>\nint x;\n'
verdict check_macros 'core/planted.hpp:4: expected once, as the last line' "put back too early"
rm "$copy/include/handgrad/core/planted.hpp"
printf '#pragma push_macro("Q7")\n#undef Q7\n' >>"$copy/include/handgrad/core/macros/push.hpp"
verdict check_macros '< Q7' "pushed and never popped"
printf '#pragma pop_macro("Q7")\n' >>"$copy/include/handgrad/core/macros/pop.hpp"
verdict check_macros "" "pushed and popped"
printf '#pragma push_macro("Q8")\n' >>"$copy/include/handgrad/core/macros/push.hpp"
printf '#pragma pop_macro("Q8")\n' >>"$copy/include/handgrad/core/macros/pop.hpp"
verdict check_macros '< Q8' "pushed and not undefined"

status=0
"$BASH" scripts/check_format.sh >/dev/null 2>&1 || status=$?
if [[ "$status" != 77 ]]; then # clang-format 14 is there
    rm -r "$copy/include"
    verdict check_format "found no file" "no file to format"
    printf 'int x = 1;\n' >"$copy/tidy.cpp"
    verdict check_format "" "a tidy file"
    printf 'int   x=1 ;\n' >"$copy/untidy.cpp"
    verdict check_format "run scripts/check_format.sh --fix" "an untidy file"
    "$BASH" "$copy/scripts/check_format.sh" --fix >/dev/null
    verdict check_format "" "a file put right by --fix"
fi

# Of a line with one point that can be changed, the change follows the arrow.
cat >"$copy/points" <<'LINES'
#include <cstdint> // 1 + 1
#define TWO 1 + \
    1
template <int N = 3>
using three = four<5>;
    /* 1 + 1
       2 + 2 */ f("1 + 1", '2'); // a < b
    vector<T, 1> operator!(mask<T, 1> m);
    fail("found " + std::to_string(found) + " rows");
inline constexpr int lanes = 8; -> inline constexpr int lanes = 9;
    if (rows.empty()) return; -> if (!(rows.empty())) return;
    const V s = a * -> const V s = a /
    return -x; -> return x;
    store<W>(max(x, y)); -> store<W>(min(x, y));
    ++i; -> --i;
    x = 0x1.8p+3f; -> x = 0x1.9p+3f;
    x = 1.23456789; -> x = 1.23457789;
    x = 0xffu; -> x = 0xfeu;
    y = c ? a : b; -> y = c == false ? a : b;
    return !found; -> return found;
    return _mm256_add_ps(a, b); -> return _mm256_sub_ps(a, b);
LINES
sed 's/ -> .*//' "$copy/points" >"$copy/points.hpp"
expected="$(sed -n 's/.* -> //p' "$copy/points")"
found="$(awk -v seed=7 -v count=100 -f scripts/mutation.awk "$copy/points.hpp" 2>"$copy/said" | sort -t : -k 2n | cut -f 4 |
    sed 's/^ *//')"
if [[ "$found" != "$expected" ]]; then
    echo "self_test: mutation.awk gave other changes:"
    diff <(echo "$expected") <(echo "$found") || true
    cat "$copy/said"
    failures=$((failures + 1))
fi

# Numbers that mutation.sh cannot do with are refused in one sentence, before anything is begun.
usage_error() { # <text it must print> <option...>
    local status=0
    "$BASH" "$copy/scripts/mutation.sh" "${@:2}" >"$copy/said" 2>&1 || status=$?
    if [[ "$status" == 2 && "$(cat "$copy/said")" == "mutation: $1" && ! -e "$copy/build" ]]; then return; fi
    echo "self_test: mutation.sh ${*:2} gave exit code $status, expected 2, and printed:"
    cat "$copy/said"
    failures=$((failures + 1))
}
for number in 0 08 -1 1000 '' 2,3; do
    usage_error "--jobs is '$number', expected 1 to 999" --jobs "$number"
done
for number in 0 1001 99999999999999999999 1.5; do
    usage_error "--count is '$number', expected 1 to 1000" --count "$number"
    usage_error "--only is '$number', expected 1 to 1000" --only "$number"
    usage_error "--only is '$number', expected 1 to 1000" --only "7,$number,8"
done
usage_error "--only is '', expected 1 to 1000" --seed 3 --only 7,
usage_error "--seed is '1,2', expected 0 to 999999999" --seed 1,2
usage="usage: mutation.sh [--seed S] [--count N] [--only K[,K...]] [--jobs J]"
usage_error "$usage" --jobs
usage_error "$usage" --job 1

if ((failures > 0)); then exit 1; fi
echo "self_test: the checks fail where they must"
