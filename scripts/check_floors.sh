#!/usr/bin/env bash
# The library's headers are built like a house: a header includes headers of its own floor or of lower ones, and from
# outside only the standard library and single Boost.Hana headers; in simd/ the processor's, in testing/ the system's for
# placing a thread, in train/ those for telling a process from the one it was forked from. Each is guarded and shorter
# than 300 lines.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

list=()
while read -r file; do
    list+=("$file")
done < <(find include -name '*.hpp' | sort)
if ((${#list[@]} == 0)); then
    echo "check_floors: found no header under include/" >&2
    exit 1
fi

if ! awk '
    BEGIN {
        floor["core"] = 0
        floor["simd"] = 1
        floor["kernel"] = 2
        floor["activation"] = floor["loss"] = floor["optimizer"] = floor["schedule"] = floor["initialiser"] = 3
        floor["layer"] = 4
        floor["network"] = 5
        floor["train"] = floor["io"] = floor["testing"] = 6
        floor["handgrad.hpp"] = 7
    }
    function complain(line, what) {
        print file ":" line ": " what
        bad = 1
    }
    # The folder of a header below include/, or its name where it is in no folder.
    function room(path) {
        sub(/^handgrad\//, "", path)
        sub(/\/.*/, "", path)
        return path
    }
    function finish() {
        if (!file) return
        if (!guarded) complain(1, "lacks #pragma once")
        if (lines >= 300) complain(lines, "has " lines " lines, must have fewer than 300")
    }
    FNR == 1 {
        finish()
        file = FILENAME
        guarded = 0
        own = file
        sub(/^include\//, "", own)
        own = room(own)
        if (!(own in floor)) complain(1, "is on no floor: " own)
    }
    { lines = FNR }
    /^[ \t]*#[ \t]*pragma[ \t]+once/ { guarded = 1 }
    /^[ \t]*#[ \t]*include/ {
        name = $0
        sub(/^[ \t]*#[ \t]*include[ \t]*/, "", name)
        sub(/[ \t]*(\/\/.*|\/\*.*)?$/, "", name)
        if (name !~ /^<.*>$/) {
            complain(FNR, "write #include <...>, not #include " name)
            next
        }
        header = substr(name, 2, length(name) - 2)
        if (header ~ /^handgrad\//) {
            other = room(header)
            if (!(other in floor))
                complain(FNR, "includes a header on no floor: " name)
            else if ((own in floor) && floor[other] > floor[own])
                complain(FNR, "floor " floor[own] " (" own ") includes floor " floor[other] " (" other "): " name)
        } else if (header == "immintrin.h") {
            if (own != "simd") complain(FNR, "only simd/ may include " name)
        } else if (header == "sched.h") {
            if (own != "testing") complain(FNR, "only testing/ may include " name)
        } else if (header == "unistd.h") {
            if (own != "train") complain(FNR, "only train/ may include " name)
        } else if (header !~ /^[a-z0-9_]+$/ && header !~ /^boost\/hana\/[a-z0-9_\/]+\.hpp$/) {
            complain(FNR, "neither the standard library nor a single Boost.Hana header: " name)
        }
    }
    END {
        finish()
        exit bad
    }
' "${list[@]}" >&2; then
    echo "check_floors: the house is not in order" >&2
    exit 1
fi
echo "check_floors: ${#list[@]} headers"
