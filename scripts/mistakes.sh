#!/usr/bin/env bash
# mistakes.sh [-v] [-x] [-t N] FOLDER [COMPILER..]: what the compilers answer to each FOLDER/*.cpp, one mistake of a
# user each. Counted are those with exactly one error, with 15 lines at most, and with the wrong line among them; those
# that compile; and the longest line. -v: one line for each file and compiler, too. The wrong lines of a file are those
# that say HERE or, where none does, those that go away with -DWELL_FORMED. FLAGS in the environment go to every
# compiler. Fails if a file cannot be judged; with -x unless each has exactly one error, in 15 lines at most. -t N:
# every third file, from the N-th on.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"

verbose=0 exacting=0 third=
while [[ "${1:-}" == -[vxt] ]]; do
    case "$1" in
        -v) verbose=1 ;;
        -x) exacting=1 ;;
        -t)
            third=$((${2:-0} % 3))
            shift
            ;;
    esac
    shift
done
if (($# == 0)) || [[ ! -d "$1" ]]; then
    echo "usage: mistakes.sh [-v] [-x] [-t N] FOLDER [COMPILER..]" >&2
    exit 2
fi
folder="$1"
shift
compilers=("$@")
if ((${#compilers[@]} == 0)); then
    for compiler in g++-12 clang++-16 clang++-19; do
        if command -v "$compiler" >/dev/null; then compilers+=("$compiler"); fi
    done
fi
shopt -s nullglob
files=("$folder"/*.cpp)
if [[ -n "$third" ]]; then
    all=("${files[@]}") files=()
    for ((i = third; i < ${#all[@]}; i += 3)); do files+=("${all[i]}"); done
fi
if ((${#files[@]} == 0 || ${#compilers[@]} == 0)); then
    echo "mistakes: no *.cpp in $folder, or no compiler" >&2
    exit 1
fi

work="$(mktemp -d)"
trap 'rm -r "$work"' EXIT
export LC_ALL=C
read -r -a flags <<<"${FLAGS:-}"

# Numbers of the lines that are wrong, one a line.
marked() {
    awk '/HERE/ { here[NR] }
        /^#ifdef WELL_FORMED/ { inside = 1; next }
        /^#ifndef WELL_FORMED/ { inside = 1; other = 1; next }
        /^#else/ && inside { other = !other; next }
        /^#endif/ { inside = other = 0; next }
        other { without[NR] }
        END {
            if (length(here)) for (line in here) print line
            else for (line in without) print line
        }' "$1"
}

# judge <file> <diagnostics>: errors, lines, whether a marked line is among them, the longest line. A compiler names a
# line by its number or, in an excerpt of some lines, quotes it.
judge() {
    awk -v file="$1" -v prelude="$work/prelude.hpp" '
        FILENAME == ARGV[1] { wrong[$1]; next }
        /[^ \t]/ && $0 != "In file included from " prelude ":1:" { ++lines }
        /^[^ \t].*: (fatal )?error: / { ++errors }
        length($0) > longest { longest = length($0) }
        {
            for (line in wrong) if (index($0, file ":" line ":")) seen = 1
        }
        END { print errors + 0, lines + 0, seen ? "@" : "-", longest + 0 }' "$work/marked" "$2"
}

printf '%-12s %6s %10s %10s %10s %9s %8s  %s\n' compiler files "one error" "15 lines" "the line" compiles longest file
failures=0
for compiler in "${compilers[@]}"; do
    compile=("$compiler" -std=c++20 -march=x86-64-v3 -I "$root/include" ${flags[@]+"${flags[@]}"})
    echo '#include <handgrad/handgrad.hpp>' >"$work/prelude.hpp"
    "${compile[@]}" -x c++-header "$work/prelude.hpp" -o "$work/prelude.hpp.gch"
    total=0 one=0 short=0 line=0 silent=0 longest=0 where=
    for file in "${files[@]}"; do
        prelude=()
        if grep -q '#include <handgrad/handgrad.hpp>' "$file" && ! grep -q '^# *define' "$file"; then
            prelude=(-include "$work/prelude.hpp")
        fi
        marked "$file" >"$work/marked"
        [[ -s "$work/marked" ]] || echo 0 >"$work/marked"
        status=0
        "${compile[@]}" ${prelude[@]+"${prelude[@]}"} -fsyntax-only -fdiagnostics-color=never "$file" >"$work/said" 2>&1 ||
            status=$?
        read -r errors lines seen length <<<"$(judge "$file" "$work/said")"
        if ((status > 1)); then
            echo "mistakes: $compiler fails by itself on $file" >&2
            exit 1
        fi
        total=$((total + 1))
        if ((status == 0)); then
            silent=$((silent + 1))
        else
            if ((errors == 1)); then one=$((one + 1)); fi
            if ((lines <= 15)); then short=$((short + 1)); fi
            if [[ "$seen" == @ ]]; then line=$((line + 1)); fi
        fi
        if ((length > longest)); then longest=$length where="$(basename "$file")"; fi
        if ((exacting && (status == 0 || errors != 1 || lines > 15))); then
            echo "mistakes: $compiler, $file: found $errors errors in $lines lines, expected one in at most 15" >&2
            failures=$((failures + 1))
        fi
        if ((verbose)); then
            printf '  %-44s %-11s rc%d e%d L%d %s longest %d\n' "$(basename "$file" .cpp)" "$compiler" "$status" \
                "$errors" "$lines" "$seen" "$length"
        fi
    done
    failing=$((total - silent))
    printf '%-12s %6d %10s %10s %10s %9d %8d  %s\n' "$compiler" "$total" "$one/$failing" "$short/$failing" \
        "$line/$failing" "$silent" "$longest" "$where"
done
((failures == 0))
