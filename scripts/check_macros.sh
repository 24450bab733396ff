#!/usr/bin/env bash
# check_macros.sh [--fix]: the macros of a user's other headers are held off in every header of the library: its first
# directive after #pragma once includes core/push_macros.hpp, its last line core/pop_macros.hpp. What the one pushes and
# undefines, the other pops. --fix puts the two lines where they belong.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

push='#include <handgrad/core/push_macros.hpp>'
pop='#include <handgrad/core/pop_macros.hpp>'
directory=include/handgrad/core

list=()
while read -r file; do
    case "$file" in
        # The pair itself, and what is said of the compiler before all else.
        "$directory/push_macros.hpp" | "$directory/pop_macros.hpp" | "$directory"/macros/* | "$directory/flags.hpp") ;;
        *) list+=("$file") ;;
    esac
done < <(find include -name '*.hpp' | sort)
if ((${#list[@]} == 0)); then
    echo "check_macros: found no header under include/" >&2
    exit 1
fi

if [[ "${1:-}" == --fix ]]; then
    for file in "${list[@]}"; do
        awk -v push="$push" -v pop="$pop" '
            $0 == push || $0 == pop { skipping = 1; next }
            skipping && $0 == "" { skipping = 0; next }
            { skipping = 0; line[++count] = $0 }
            END {
                while (count > 0 && line[count] == "") --count
                for (i = 1; i <= count; ++i) {
                    print line[i]
                    if (line[i] ~ /^#pragma once/) {
                        print ""
                        print push
                        if (line[i + 1] != "") print ""
                    }
                }
                print ""
                print pop
            }' "$file" >"$file.new"
        if cmp -s "$file" "$file.new"; then rm "$file.new"; else mv "$file.new" "$file"; fi
    done
fi

if ! awk -v push="$push" -v pop="$pop" '
    function complain(where, what) {
        print where ": " what
        bad = 1
    }
    function finish() {
        if (!file) return
        if (pushes != 1) complain(file ":1", "expected once, after #pragma once: " push)
        else if (pops != 1 || last != pop) complain(file ":" lines, "expected once, as the last line: " pop)
    }
    FNR == 1 { finish(); file = FILENAME; pushes = pops = directives = 0 }
    { lines = FNR }
    /[^ \t]/ { last = $0 }
    $0 == push {
        ++pushes
        if (directives) complain(file ":" FNR, "a directive stands before " push)
    }
    $0 == pop { ++pops }
    /^[ \t]*#/ && !/^#pragma once/ && $0 != push { ++directives }
    END { finish(); exit bad }
' "${list[@]}" >&2; then
    echo "check_macros: to put this right, run scripts/check_macros.sh --fix" >&2
    exit 1
fi

names_of() { sed -n "s/^#pragma $1_macro(\"\([A-Za-z0-9_]*\)\")\$/\1/p" "$directory/macros/$1.hpp" | sort; }
undefined="$(sed -n 's/^#undef \([A-Za-z0-9_]*\)$/\1/p' "$directory/macros/push.hpp" | sort)"
if ! diff <(names_of push | uniq) <(names_of pop) >&2 || ! diff <(names_of push) <(echo "$undefined") >&2; then
    echo "check_macros: of $directory/macros: < is pushed, > is popped, or undefined: expected the same names, each once" >&2
    exit 1
fi
echo "check_macros: ${#list[@]} headers, $(names_of push | wc -l) names"
