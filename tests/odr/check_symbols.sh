#!/usr/bin/env bash
# check_symbols.sh <nm> <objdump> <one object> <the other>
#
# Two translation units of one program that were built for different instruction sets: where both define a weak function
# of one name, the linker keeps either copy, and the unit whose copy was dropped runs the other's instructions. That is
# allowed only if the copies are the same, instruction by instruction; and no function of the library may be shared at
# all, whatever its code.
set -euo pipefail
nm="$1" objdump="$2" one="$3" other="$4"

# The text of an error is put together by the standard library, whose functions belong to every unit of a program that
# uses them. No number goes through them.
only_words='^(void |char\*? |unsigned int )?(std::__cxx11::(to_string|basic_string)|std::operator\+<char|std::__detail::__to_chars)'

# The weak functions of an object; a symbol that is data (V, u, or in a section of data) is the same in both by its type.
functions() {
    "$nm" --defined-only "$1" | awk '$2 == "W" { print $3 }' | sort
}
# One line for each function: its name, then its instructions.
code() {
    "$objdump" -d --no-show-raw-insn "$1" | awk '
        /^[0-9a-f]+ <.*>:$/ {
            if (name) print name "\t" body
            name = substr($2, 2, length($2) - 3)
            body = ""
            next
        }
        name && NF > 1 {
            sub(/^[ \t]*[0-9a-f]+:[ \t]*/, "")
            sub(/[ \t]*#.*$/, "") # what an address relative to the instruction comes to
            if ($0 !~ /^(nop|xchg *%ax,%ax|data16|cs nopw)/) body = body ";" $0
        }
        END { if (name) print name "\t" body }
    ' | sort -u
}

shared="$(comm -12 <(functions "$one") <(functions "$other"))"
same="$(comm -12 <(code "$one") <(code "$other") | cut -f1 | sort -u)"
differing="$(comm -23 <(echo "$shared") <(echo "$same"))"

failures=0
complain() {
    echo "check_symbols: $1"
    failures=$((failures + 1))
}
while read -r symbol; do
    [[ -z "$symbol" ]] && continue
    # -p: without its arguments, so that the library's types among them do not count.
    if [[ "$(c++filt -p "$symbol")" =~ (^|\ )handgrad:: ]]; then
        complain "a function of the library is in both objects: $(c++filt "$symbol")"
    fi
done < <(grep 8handgrad <<<"$shared" | grep -E '^_ZN?K?8handgrad' || true)
while read -r symbol; do
    [[ -z "$symbol" ]] && continue
    name="$(c++filt "$symbol")"
    [[ "$name" =~ $only_words ]] && continue
    complain "a function is in both objects with different instructions: $name"
done <<<"$differing"

echo "check_symbols: $(wc -w <<<"$shared") functions in both objects, $(wc -w <<<"$differing") of them with different instructions"
((failures == 0))
