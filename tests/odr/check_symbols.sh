#!/usr/bin/env bash
# check_symbols.sh <objdump> <c++filt> <one object> <the other>
#
# Two translation units of one program that were built for different instruction sets: where both define a weak function
# of one name, the linker keeps either copy, and the unit whose copy was dropped runs the other's instructions. So no
# function of the library may be in both; and one of somebody else's only if its copies are the same, instruction by
# instruction.
set -euo pipefail
objdump="$1" filter="$2" one="$3" other="$4"
export LC_ALL=C

directory="$(mktemp -d)"
trap 'rm -rf "$directory"' EXIT

# The weak functions of an object, each with its section: one of its own, or one that two names of a constructor share.
# (Symbols that are data are the same in both objects by their type.)
weak_functions() {
    "$objdump" -t "$1" | awk '$2 == "w" && $3 == "F" { print $NF "\t" $4 }' | sort
}
weak_functions "$one" >"$directory/one"
weak_functions "$other" >"$directory/other"
join -t $'\t' "$directory/one" "$directory/other" >"$directory/shared"

# A line for each of those that are in both: its name, then its instructions.
code() {
    local sections=()
    while read -r section; do
        sections+=(-j "$section")
    done < <(cut -f 2 "$directory/shared" | sort -u)
    if ((${#sections[@]} == 0)); then return; fi
    "$objdump" -d --no-show-raw-insn "${sections[@]}" "$1" | awk '
        NR == FNR { section_of[$1] = $2; next }
        /^Disassembly of section / { section = substr($4, 1, length($4) - 1) }
        /^ +[0-9a-f]+:\t/ {
            sub(/^ *[0-9a-f]+:[ \t]*/, "")
            sub(/[ \t]*#.*$/, "") # what an address relative to the instruction comes to
            sub(/ <[^>]*>$/, "")  # the nearest name before an address
            code[section] = code[section] ";" $0
        }
        END { for (name in section_of) print name "\t" code[section_of[name]] }
    ' "$directory/shared" - | sort
}

failures=0
# complain <what> <symbols>: unless there are none of them.
complain() {
    if [[ -z "$2" ]]; then return; fi
    printf 'check_symbols: %s:\n%s\n' "$1" "$2"
    failures=$((failures + 1))
}
shared="$(cut -f 1 "$directory/shared")"
differing="$(join -t $'\t' <(code "$one") <(code "$other") | awk -F '\t' '$2 != $3 { print $1 }')"
# -p: without the parameters; what is left after the template arguments are gone is the function's own name.
complain "functions of the library in both objects" \
    "$("$filter" -p <<<"$shared" | sed -E ':again; s/<[^<>]*>//; t again' | grep -E '(^| )handgrad::' || true)"
complain "functions in both objects with different instructions" "$("$filter" <<<"$differing")"

echo "check_symbols: of $(wc -l <"$directory/one") and $(wc -l <"$directory/other") weak functions," \
    "$(grep -c . <<<"$shared" || true) are in both objects, $(grep -c . <<<"$differing" || true) with different instructions"
((failures == 0))
