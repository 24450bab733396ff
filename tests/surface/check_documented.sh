#!/usr/bin/env bash
# check_documented.sh <list> <include/>: each name of the list has a `///` right before one of its declarations in the
# headers, so that a hover shows it. Namespaces need none.
set -euo pipefail
export LC_ALL=C

list="$1" include="$2"
headers=()
while read -r file; do
    headers+=("$file")
done < <(find "$include" -name '*.hpp' | sort)

awk '
    # What a declaration declares: the name of a type, a concept or an alias; of a function; of a variable.
    function declared(text) {
        if (match(text, /(^|> )[ ]*(struct|class|concept|using|enum class|enum) (\[\[[^]]*\]\] )?[a-z][a-z0-9_]*/)) {
            text = substr(text, RSTART, RLENGTH)
            sub(/.* /, "", text)
            return text
        }
        gsub(/sizeof\.\.\.\([A-Za-z]*\)/, "", text)
        sub(/ requires .*/, "", text)
        sub(/[({=;].*/, "", text)
        sub(/ +$/, "", text)
        sub(/.*[ *&]/, "", text)
        return text
    }
    FILENAME == ARGV[1] {
        wanted[$1] = 1
        next
    }
    FNR == 1 { documented = 0 }
    /^namespace / {
        sub(/.*::/, "", $2)
        found[$2] = 1
    }
    /^[ \t]*\/\/\// {
        documented = 1
        head = 0
        text = ""
        next
    }
    !documented { next }
    {
        line = $0
        sub(/[ \t]*\/\/.*/, "", line)
        sub(/^[ \t]+/, "", line)
        # The head of a template, of one line or more, whatever its defaults hold, and what is required.
        if (line ~ /^template </) head = 1
        if (head) {
            if (line ~ />$/) head = 0
            next
        }
        if (line ~ /^(requires[ (].*|HANDGRAD_[A-Z]*)$/) next
        text = text " " line
        if (line ~ /[({=;]/ || line ~ /^(struct|class) / || line == "") {
            sub(/^ +/, "", text)
            found[declared(text)] = 1
            documented = 0
        }
    }
    END {
        for (name in wanted)
            if (!(name in found)) {
                print "check_documented: no /// right before a declaration of " name
                bad = 1
            } else
                ++count
        if (!bad) print "check_documented: " count " names"
        exit bad
    }
' "$list" "${headers[@]}" | sort
exit "${PIPESTATUS[0]}"
