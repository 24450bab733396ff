#!/usr/bin/env bash
# mutation.sh [--seed S] [--count N] [--only K[,K...]] [--jobs J]: do the tests notice a change of the library?
#
# A seed draws N lines of include/ (1 and 100 unless told otherwise), one point of each is changed (mutation.awk says how),
# and the tests of that part of the library are built and run until one fails. Done in a copy, build/mutation/tree; what
# is found is kept in build/mutation/results.<seed>.tsv, a line as soon as it is known: number, file:line, the line before
# and after, outcome, by what, seconds. Started again it goes on where it stopped, and --only K asks about change K once
# more, with today's tests. The draw is kept, too (plan.<seed>.tsv), so that new tests meet the old changes; a line that
# has moved is found again, one that has been rewritten is `gone`. Remove build/mutation to begin anew.
#
#     compiler   does not compile
#     killed     a test fails, or no longer compiles
#     timeout    a test takes more than 120 s of processor time to build, or to run
#     survived   no test of the list fails
#     gone       the line is no longer there
#
# Only the tests most likely to fail are run, at -O0 with Clang, which is twice as fast to build as the next choice; all
# results are the same at every level and with every compiler, or other tests fail. A line that another configuration
# alone compiles (no AVX2, GCC, -ffast-math) is judged in that. CI does without: a hundred changes take about an hour.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

die() {
    echo "mutation: $1" >&2
    exit "${2:-1}"
}

# asked <option> <value> <least> <most>: the value is a number of that range, without zeros before it.
asked() {
    if [[ ! "$2" =~ ^(0|[1-9][0-9]{0,8})$ ]] || (($2 < $3 || $4 < $2)); then
        die "$1 is '$2', expected $3 to $4" 2
    fi
}

seed=1 count=100 only="" jobs=1
drawn=1000 # changes of a seed; of a longer draw the first are the same
while (($# > 0)); do
    [[ "$1" =~ ^--(seed|count|only|jobs)$ && $# -ge 2 ]] ||
        die "usage: mutation.sh [--seed S] [--count N] [--only K[,K...]] [--jobs J]" 2
    case "$1" in
        --seed) asked "$1" "$2" 0 999999999 && seed="$2" ;;
        --count) asked "$1" "$2" 1 $drawn && count="$2" ;;
        --only)
            only="$2"
            while IFS= read -r -d , k; do asked "$1" "$k" 1 $drawn; done <<<"$2,"
            ;;
        --jobs) asked "$1" "$2" 1 999 && jobs="$2" ;;
    esac
    shift 2
done

clang="${CLANG:-clang++-16}"
gcc="${GCC:-g++-12}"
for program in "$clang" "$gcc" cmake awk flock objdump; do
    command -v "$program" >/dev/null || die "not installed: $program (see scripts/bootstrap.sh)"
done

here="$PWD/build/mutation"
tree="$here/tree"
plan="$here/plan.$seed.tsv"
results="$here/results.$seed.tsv"
limit=120
mkdir -p "$here"
exec 8>"$here/lock"
flock -n 8 || die "is running here already"
rm -rf "$tree" "$here/unchanged" "$here"/work.*
mkdir -p "$tree" "$here/unchanged"
cp -R include tests "$tree"

if [[ ! -e "$plan" ]]; then
    find include -name '*.hpp' | LC_ALL=C sort | xargs awk -v seed="$seed" -v count="$drawn" -f scripts/mutation.awk >"$plan.new"
    mv "$plan.new" "$plan"
fi
touch "$results"

# flags_of <configuration>: the compiler and its options, one a line.
flags_of() {
    local avx2=-march=x86-64-v3
    case "$1" in
        avx2) printf '%s\n' "$clang" -O0 $avx2 ;;
        scalar) printf '%s\n' "$clang" -O1 ;; # std::fma is a call there: unoptimized it takes minutes
        gcc) printf '%s\n' "$gcc" -O0 $avx2 ;;
        gcc_scalar) printf '%s\n' "$gcc" -O1 ;;
        fast_math) printf '%s\n' "$clang" -O3 -ffast-math $avx2 ;;
        fast_math_scalar) printf '%s\n' "$clang" -O3 -ffast-math ;;
        asan)
            printf '%s\n' "$clang" -O1 $avx2 -fsanitize=address,undefined -fno-sanitize=pointer-overflow,object-size \
                -fno-sanitize-recover=all -fsanitize-address-outline-instrumentation
            ;;
    esac
    printf '%s\n' -std=c++20 -w
}

# tests_of <header, from include/handgrad on>: files of tests/ without .cpp, those most likely to fail first. A prefix
# `scalar:` asks without AVX2, `asan:` with the sanitizers, which find what is read and written past an end. Files of
# static/ are only compiled, those of compile_fail/ and machine_code/ judged as the build does. Left out for the time they
# take, or because they tell little that others do not: allocation, consumer, examples_data, fuzz, most of guard, odr,
# threads/race.
tests_of() {
    local static="static/shapes_test static/network_constants_test static/concepts_test static/call_verdicts_test \
        static/chainable_test static/training_test static/noexcept_test static/verdict_test static/block_test"
    local products="kernel/product/digest_test kernel/product/gemm_nt_test kernel/product/gemm_tn_test \
        kernel/product/gemm_nn_test kernel/product/gemm_specification_test kernel/product/gemm_batch_test \
        kernel/product/gemm_epilogue_test"
    local derivatives="network/derivative/network_test math/dual_test network/derivative/loss_test \
        network/derivative/written_results_test"
    local frozen="frozen/frozen_test frozen/storage_test frozen/own_storage_test"
    case "$1" in
        core/*)
            echo "core/* initializer/initializer_test layer/dropout_test io/* $frozen compile_fail/matrix* compile_fail/row* \
                layer/dense_test"
            ;;
        math/dual*)
            echo "math/dual_test $derivatives kernel/product/digest_test math/math_test"
            ;;
        kernel/product/*plan* | kernel/product/methods* | kernel/product/shape* | kernel/product/split* | kernel/product/compiler* | \
            simd/*machine*)
            echo "kernel/product/plan_test $products machine_code/long_loops machine_code/short_loops $frozen"
            ;;
        simd/*int8*)
            echo "$frozen scalar:frozen/frozen_test simd/*_test"
            ;;
        simd/* | math/*)
            echo "math/math_digest_test simd/vector_test simd/lanes_test simd/load_store_test math/special_values_test \
                math/math_test simd/* activation/activation_test kernel/product/gemm_specification_test kernel/reduce_test \
                math/dual_test $frozen kernel/product/digest_test scalar:math/math_digest_test scalar:simd/vector_test \
                scalar:math/special_values_test options/main"
            ;;
        kernel/packed/*)
            echo "$frozen scalar:frozen/frozen_test guard/network_test kernel/*"
            ;;
        */stack* | network/stack_verdict*)
            echo "$static guarantees/stack_test kernel/product/plan_test network/network_test compile_fail/*stack*"
            ;;
        kernel/*)
            echo "kernel/elementwise_test kernel/column_sums_test kernel/reduce_test $products $frozen guard/dense_test \
                machine_code/long_loops machine_code/short_loops $derivatives asan:kernel/product/digest_test \
                asan:kernel/product/gemm_nt_test"
            ;;
        activation/*)
            echo "activation/* math/fast_activation_test $derivatives static/concepts_test network/collapse_test \
                network/fused_step_test $frozen compile_fail/*activation*"
            ;;
        initializer/*)
            echo "initializer/* settings/* network/network_test static/training_test compile_fail/initialize*"
            ;;
        loss/*)
            echo "loss/* settings/* guard/loss_and_optimizer_test network/derivative/loss_test \
                testing/gradient_check_test $static \
                failure/* compile_fail/loss* compile_fail/gradient* compile_fail/train*"
            ;;
        optimizer/*)
            echo "optimizer/* settings/* network/fused_step_test network/batch_norm_test guard/loss_and_optimizer_test \
                threads/data_parallel_test $static failure/* compile_fail/optimizer* compile_fail/*clip* compile_fail/rmsprop* \
                compile_fail/train*"
            ;;
        schedule/*) echo "schedule/* settings/* optimizer/training_test static/training_test compile_fail/warm_up*" ;;
        frozen/layer* | frozen/composite* | frozen/wrapped*)
            echo "$frozen network/derivative/network_test network/* static/*_test compile_fail/fr*"
            ;;
        layer/*mistake* | layer/*verdict* | layer/concept* | layer/options* | layer/*arguments*)
            echo "$static compile_fail/[a-fi-z]* compile_fail/layer* layer/window/* layer/*"
            ;;
        layer/conv2d* | layer/*pool2d* | layer/window/* | layer/compose/picture*)
            echo "layer/window/* $static testing/layer_laws_test $frozen network/derivative/network_test compile_fail/conv2d* \
                compile_fail/pool* compile_fail/image* asan:layer/window/network_test"
            ;;
        layer/*)
            echo "layer/*_test network/* settings/* $frozen network/derivative/network_test \
                testing/gradient_check_test $static \
                layer/window/network_test guard/dense_test compile_fail/* asan:layer/composed_test"
            ;;
        network/*mistake* | network/*verdict* | network/ill_formed*)
            echo "$static compile_fail/* network/network_test $derivatives frozen/frozen_test"
            ;;
        frozen/* | network/rewrite/*)
            echo "$frozen network/* layer/window/network_test compile_fail/fr*"
            ;;
        network/derivative/*)
            echo "network/derivative/network_test $derivatives static/noexcept_test static/call_verdicts_test compile_fail/*jvp* \
                compile_fail/*hessian* compile_fail/*jacobian* failure/*"
            ;;
        network/*)
            echo "network/* $static $derivatives $frozen failure/* layer/composed_test testing/gradient_check_test \
                threads/data_parallel_test guarantees/stack_test compile_fail/forward* compile_fail/predict* \
                compile_fail/train* asan:network/network_test"
            ;;
        train/data* | train/thread* | train/parts* | train/sharded* | train/executor*)
            echo "threads/thread_team_test threads/data_parallel_test $static failure/* compile_fail/data*"
            ;;
        train/*) echo "train/* $static failure/*" ;;
        io/*) echo "io/* asan:io/*" ;;
        testing/*) echo "testing/* layer/window/conv2d_test layer/norm_test compile_fail/gradient_check*" ;;
        *) echo "$static" ;;
    esac
}

# expanded <header> <test...>: the patterns spelled out, each test once, those named like the header first.
expanded() {
    local stem pattern prefix file name
    stem="$(basename "$1" .hpp)"
    shift
    for pattern in "$@"; do
        prefix=""
        if [[ "$pattern" == *:* ]]; then prefix="${pattern%%:*}:"; fi
        for file in "$tree"/tests/${pattern#*:}.cpp; do
            name="${file#"$tree/tests/"}"
            case "$name" in allocation/* | examples_data/* | frozen/digits_test.cpp | threads/race.cpp) continue ;; esac
            if [[ -e "$file" ]]; then echo "$prefix${name%.cpp}"; fi
        done
    done | awk -v stem="$stem" '
        seen[$0]++ { next }
        index($0, stem) { print; next }
        { later[++n] = $0 }
        END { for (i = 1; i <= n; ++i) print later[i] }'
}

# limited <command...>: with no more processor time and memory than a test may need, and no more than four times as much
# time by the clock. Exit code 124: out of time.
memory=12000000 # KB; `unlimited` under the sanitizers, which reserve terabytes
limited() {
    local status=0
    (
        ulimit -t "$limit" -v "$memory" -f 200000 -c 0
        exec timeout --foreground -k 5 $((4 * limit)) "$@"
    ) || status=$?
    if ((status == 152 || status == 137 || status == 24)); then status=124; fi # SIGXCPU, SIGKILL
    return "$status"
}

# test_main <configuration>: doctest, compiled once for each configuration; prints its object file.
test_main() {
    local object="$here/unchanged/$1.main.o" flags
    mapfile -t flags < <(flags_of "$1")
    (
        flock 9
        if [[ ! -e "$object" ]]; then
            "${flags[@]}" -I "$tree/include" -c "$tree/tests/main.cpp" -o "$object.new"
            mv "$object.new" "$object"
        fi
    ) 9>"$object.lock"
    echo "$object"
}

# try <configuration> <test> <directory> [include directory]: builds and runs one test in the directory, with headers
# found in the include directory first. Exit code 0: it passes; 1: fails; 2: does not compile; 124: out of time. What was
# printed is in `log` there.
try() {
    local configuration="$1" name="$2" work="$3" overlay="${4:-}" flags status=0 source="$tree/tests/$2.cpp" folder
    mapfile -t flags < <(flags_of "$configuration")
    folder="${name%/*}"
    local memory="$memory"
    if [[ "$configuration" == asan ]]; then memory=unlimited; fi
    if [[ -n "$overlay" ]]; then flags+=(-I "$overlay"); fi
    flags+=(-I "$tree/include" -I "$tree/tests")
    case "$folder" in
        static)
            limited "${flags[@]}" -fsyntax-only "$source" >"$work/log" 2>&1 || status=$?
            ((status == 0 || status == 124)) || status=2
            return "$status"
            ;;
        compile_fail)
            local compile id=Clang
            if [[ "${flags[0]}" == "$gcc" ]]; then id=GNU; fi
            if [[ ! -e "$work/prelude.hpp" ]]; then
                echo '#include <handgrad/handgrad.hpp>' >"$work/prelude.hpp"
                limited "${flags[@]}" -x c++-header "$work/prelude.hpp" -o "$work/prelude.hpp.gch" >"$work/log" 2>&1 || return 2
            fi
            compile="$(IFS=';' && echo "${flags[*]}")"
            limited cmake "-DCOMPILE=$compile;-fsyntax-only;-fdiagnostics-color=never" "-DCOMPILER_ID=$id" \
                "-DPRELUDE=$work/prelude.hpp" "-DFILE=$source" -P "$tree/tests/compile_fail/expect_error.cmake" \
                >"$work/log" 2>&1 || status=$?
            ((status == 0 || status == 124)) || status=1
            return "$status"
            ;;
        machine_code)
            local spills=0
            if [[ "$name" == */short_loops ]]; then spills=20; fi
            for compiler in "$gcc" "$clang"; do
                limited "$compiler" "${flags[@]:1}" -O3 -c "$source" -o "$work/code.o" >"$work/log" 2>&1 || return 2
                limited bash "$tree/tests/machine_code/check.sh" objdump "$work/code.o" "$spills" >"$work/log" 2>&1 || return 1
            done
            return
            ;;
    esac
    local sources=("$source") objects=()
    if [[ "$folder" == guarantees ]]; then
        flags+=(-O2) # what is promised of the stack
        sources+=("$tree/tests/guarantees/"{static_calls,run_time_calls}.cpp)
    fi
    for source in "${sources[@]}"; do
        objects+=("$work/test.${#objects[@]}.o")
        limited "${flags[@]}" -c -DHANDGRAD_TEST_RESULTS "$source" -o "${objects[-1]}" >"$work/log" 2>&1 || status=$?
        ((status == 0 || status == 124)) || status=2
        ((status == 0)) || return "$status"
    done
    if [[ "$folder" != options ]]; then objects+=("$(test_main "$configuration")"); fi
    limited "${flags[@]}" "${objects[@]}" -pthread -o "$work/test" >"$work/log" 2>&1 || return 2
    (cd "$work" && limited ./test $([[ "$folder" == options ]] || echo --abort-after=1)) >"$work/log" 2>&1 || status=$?
    ((status == 0 || status == 124)) || status=1
    return "$status"
}

# passes_unchanged <configuration> <test>: whether it passes without any change, asked once a run.
passes_unchanged() {
    local mark="$here/unchanged/$1.${2//\//.}" status=0
    (
        flock 9
        if [[ ! -e "$mark.status" ]]; then
            mkdir -p "$mark.work"
            try "$1" "$2" "$mark.work" || status=$?
            echo "$status" >"$mark.status"
            if ((status == 0)); then rm -rf "$mark.work"; fi
        fi
    ) 9>"$mark.lock"
    [[ "$(cat "$mark.status")" == 0 ]]
}

# seen <configuration> <directory with the changed header> <header...>: whether the configuration compiles anything else
# because of the change when these headers are included.
seen() {
    local flags overlay="$2" text
    mapfile -t flags < <(flags_of "$1")
    text="$(printf '#include <handgrad/%s>\n' "${@:3}")"
    ! cmp -s <("${flags[@]}" -E -P -I "$tree/include" -x c++ - <<<"$text" 2>&1) \
        <("${flags[@]}" -E -P -I "$overlay" -I "$tree/include" -x c++ - <<<"$text" 2>&1)
}

# configuration_of <header> <directory with the changed header>: the first that compiles the change.
configuration_of() {
    local candidate
    for candidate in avx2 scalar; do
        if seen "$candidate" "$2" handgrad.hpp; then echo "$candidate" && return; fi
    done
    # A header that handgrad.hpp does not include.
    if seen avx2 "$2" "$1"; then echo avx2 && return; fi
    for candidate in gcc gcc_scalar fast_math fast_math_scalar; do
        if seen "$candidate" "$2" handgrad.hpp; then echo "$candidate" && return; fi
    done
}

# judge <header> <directory with the changed header in include/>: prints the outcome and by what, parted by a tab.
judge() {
    local header="$1" work="$2" overlay="$2/include" configuration name status wanted flags how
    # What compilers say of an assertion in a test that is false, or that meets what constant expressions must not.
    local false="static assertion|non-constant condition|constexpr variable '[^']*' must be initialized"
    configuration="$(configuration_of "$header" "$overlay")"
    if [[ -z "$configuration" ]]; then
        printf 'survived\tno configuration compiles the line\n'
        return
    fi
    mapfile -t flags < <(flags_of "$configuration")
    if ! printf '#include <handgrad/handgrad.hpp>\n#include <handgrad/%s>\n' "$header" |
        limited "${flags[@]}" -fsyntax-only -I "$overlay" -I "$tree/include" -x c++ - >"$work/log" 2>&1; then
        printf 'compiler\tthe header, %s\n' "$configuration"
        return
    fi
    local ignored="" first=""
    if [[ "$configuration" == fast_math* ]]; then first=options/main; fi
    while read -r name; do
        wanted="$configuration"
        if [[ "$name" == *:* ]]; then
            if [[ "$configuration" != avx2 ]]; then continue; fi
            wanted="${name%%:*}"
        fi
        name="${name#*:}"
        status=0
        try "$wanted" "$name" "$work" "$overlay" || status=$?
        if ((status == 0)); then continue; fi
        if ! passes_unchanged "$wanted" "$name"; then
            ignored+=" ($wanted:$name fails without the change, too)"
            continue
        fi
        case "$status" in
            124) printf 'timeout\t%s, %s' "$name" "$wanted" ;;
            2)
                how=compiler
                if grep -Eq "tests/[^ ]*: error: ($false)" "$work/log"; then how=killed; fi
                printf '%s\t%s, %s' "$how" "$name" "$wanted"
                ;;
            *)
                printf 'killed\t%s, %s' "$name" "$wanted"
                awk '/^TEST CASE:/ { sub(/^TEST CASE: */, ""); printf ": %s", $0; exit }' "$work/log"
                ;;
        esac
        printf '%s\n' "$ignored"
        return
    done < <(expanded "$header" $first $(set -f && tests_of "$header"))
    printf 'survived\t%s%s\n' "$configuration" "$ignored"
}

# change <number>: makes the change, judges it and notes the result.
change() {
    local n="$1" work="$here/work.$1" fields path line header start=$SECONDS outcome
    IFS= read -r fields < <(awk -F '\t' -v n="$n" '$1 == n' "$plan")
    path="$(cut -f 2 <<<"$fields")"
    line="${path##*:}"
    header="${path#include/handgrad/}"
    header="${header%:*}"
    mkdir -p "$work/include/handgrad/$(dirname "$header")"
    # The nearest line that reads as it did.
    if [[ -e "$tree/include/handgrad/$header" ]] && fields="$fields" awk -v at="$line" '
        BEGIN { split(ENVIRON["fields"], field, "\t") } # -v would read backslashes
        function distance(a) { return a > at ? a - at : at - a }
        { text[NR] = $0 }
        $0 == field[3] && (!best || distance(NR) < distance(best)) { best = NR }
        END {
            for (i = 1; i <= NR; ++i) print i == best ? field[4] : text[i]
            exit !best
        }' "$tree/include/handgrad/$header" >"$work/include/handgrad/$header"; then
        outcome="$(judge "$header" "$work")"
    else
        outcome=$'gone\t'
    fi
    printf '%s\t%s\t%s\n' "$fields" "$outcome" $((SECONDS - start)) >>"$results"
    printf '%s %s: %s\n' "$n" "$path" "${outcome/$'\t'/, }"
    rm -rf "$work"
}

todo=()
if [[ -n "$only" ]]; then
    IFS=, read -r -a todo <<<"$only"
else
    mapfile -t todo < <(awk -F '\t' -v count="$count" '
        FILENAME == ARGV[1] { known[$1]; next }
        $1 <= count && !($1 in known) { print $1 }' "$results" "$plan")
fi
trap 'trap - INT && kill 0' INT # background jobs ignore it
for n in "${todo[@]}"; do
    while (($(jobs -rp | wc -l) >= jobs)); do wait -n || true; done
    change "$n" 8>&- &
done
wait

# The latest word on each, in order.
awk -F '\t' '{ last[$1] = $0 } END { for (n in last) print last[n] }' "$results" | sort -n >"$results.new"
mv "$results.new" "$results"
awk -F '\t' -v count="$count" '
    $1 <= count { ++of[$5]; ++all }
    END {
        printf "mutation: %d changes", all
        for (outcome in of) printf ", %d %s", of[outcome], outcome
        print ""
    }' "$results"
awk -F '\t' -v count="$count" '
    $1 <= count && $5 == "survived" {
        sub(/^ +/, "", $3)
        sub(/^ +/, "", $4)
        printf "\n%d %s (%s)\n  - %s\n  + %s\n", $1, $2, $6, $3, $4
    }' "$results"
