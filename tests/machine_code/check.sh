#!/usr/bin/env bash
# check.sh <objdump> <object> <spills per hundred>
#
# The machine code of kernels, loop by loop: in an innermost loop that multiplies and adds, how many registers are
# spilled (vectors at a fixed place of the stack; a panel is addressed with an index) for every hundred multiply-adds?
# Are there calls, or products that were not fused? Prints what it counted, and fails above the limit.
set -euo pipefail
export LC_ALL=C

"$1" -d --no-show-raw-insn -C "$2" | awk -v limit="$3" '
    function judge(    n, a, b, i, k, m, inner, fused, spilled, where) {
        n = jumps
        for (i = 1; i <= n; ++i) {
            a = first[i]
            b = last[i]
            inner = 1
            for (k = 1; k <= n; ++k)
                if (k != i && first[k] >= a && last[k] <= b && (first[k] != a || last[k] != b)) inner = 0
            if (!inner) continue
            fused = spilled = 0
            for (m = a; m <= b; ++m) {
                if (line[m] ~ /vfn?madd[123]+ps/) ++fused
                if (line[m] ~ /ymm/ && line[m] ~ /[ ,-](0x[0-9a-f]+)?\(%r[sb]p\)/) ++spilled
            }
            if (fused == 0) continue
            ++loops
            all_fused += fused
            all_spilled += spilled
            if (100 * spilled > limit * fused) complain(spilled " spilled registers beside " fused " multiply-adds in a loop")
        }
        if (multiplies) for (m = 1; m <= lines; ++m) {
            if (line[m] ~ /[ \t]call/ && line[m] !~ /handgrad::/) complain("a call: " line[m])
            if (line[m] ~ /vmulp[sd]/) complain("a product that is not fused: " line[m])
        }
        lines = jumps = multiplies = 0
        delete at
    }
    function complain(what) {
        print "check: " name ": " what
        failed = 1
    }
    /^[0-9a-f]+ <.*>:$/ {
        judge()
        name = substr($0, index($0, "<"))
        next
    }
    /^ +[0-9a-f]+:\t/ {
        address = $1
        sub(/:$/, "", address)
        line[++lines] = $0
        at[address] = lines
        if (/vfn?madd/) multiplies = 1
        if ($2 ~ /^j/ && ($3 in at)) {
            first[++jumps] = at[$3]
            last[jumps] = lines
        }
    }
    END {
        judge()
        printf "check: %d loops, %d multiply-adds, %d spilled registers\n", loops, all_fused, all_spilled
        if (loops == 0) complain("no loop was found")
        exit failed
    }
'
