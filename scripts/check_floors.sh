#!/usr/bin/env bash
# The library's headers are built like a house: a header includes headers of its own floor or of lower ones, and from
# outside only the standard library and single Boost.Hana headers; in simd/ the processor's, in testing/ the system's for
# placing a thread, in train/ those for telling a process from the one it was forked from, in io/ those for files, JSON
# and libzip. A folder in a wing (the wing kernel/ has product/) is an inner room: other wings enter it by the doors below
# alone; handgrad.hpp opens them all to users. No header includes itself by way of others, and each is guarded. One of 300
# lines or more is named, as a warning.
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

# The doors of inner rooms, and why they are open; 10 at most.
doors() {
    cat <<'LIST'
kernel/product/gemm.hpp           what a layer computes with
kernel/product/stack.hpp          the bytes of a product are part of its layer's
kernel/packed/packed_gemm.hpp     a frozen layer of floats, or bfloat16
kernel/packed/narrow_weights.hpp  a frozen layer of few outputs
kernel/packed/quantized_gemm.hpp  a frozen layer of int8
layer/compose/chain.hpp           a network is a chain; so are its frozen and its derived forms
layer/compose/layer_list.hpp      frozen layers side by side are listed like those they are made of
layer/compose/picture.hpp         files count the numbers of pictures in another order
layer/compose/stack.hpp           the bytes of a network are those of its layers
layer/compose/stand_in.hpp        an ill-formed network judges its layers
LIST
}
if (($(doors | wc -l) > 10)); then
    echo "check_floors: more than 10 doors" >&2
    exit 1
fi

if ! awk -v doors="$(doors)" '
    BEGIN {
        for (i = split(doors, line, "\n"); i > 0; --i) {
            sub(/ .*/, "", line[i])
            door["handgrad/" line[i]] = 1
        }
        floor["core"] = 0
        floor["simd"] = 1
        floor["math"] = 2
        floor["kernel"] = 3
        floor["activation"] = floor["loss"] = floor["optimizer"] = floor["schedule"] = floor["initializer"] = 4
        floor["layer"] = 5
        floor["network"] = 6
        floor["frozen"] = 7
        floor["train"] = floor["io"] = floor["testing"] = 8
        floor["handgrad.hpp"] = 9
    }
    function complain(line, what) {
        print file ":" line ": " what
        bad = 1
    }
    # The wing of a header below include/, or its name where it is in none.
    function wing(path) {
        sub(/^handgrad\//, "", path)
        sub(/\/.*/, "", path)
        return path
    }
    function finish() {
        if (!file) return
        if (!guarded && !unguarded) complain(1, "lacks #pragma once")
        if (lines >= 300 && !unguarded) print "check_floors: " file " has " lines " lines: is it one idea?"
    }
    FNR == 1 {
        finish()
        file = FILENAME
        guarded = 0
        unguarded = file ~ /^include\/handgrad\/core\/(macros\/)?(push|pop)(_macros)?\.hpp$/ # of use each time
        own = file
        sub(/^include\//, "", own)
        own = wing(own)
        if (!(own in floor)) complain(1, "is on no floor: " own)
    }
    { lines = FNR }
    /^[ \t]*#[ \t]*pragma[ \t]+once/ { guarded = 1 }
    /^[ \t]*#[ \t]*include/ {
        name = $0
        sub(/^[ \t]*#[ \t]*include[ \t]*/, "", name)
        sub(/[ \t]*(\/\/.*|\/\*.*)?$/, "", name)
        if (name ~ /^"handgrad needs [^"]* \(this is about .*, not about a file\)"$/) next # an error that ends it all
        if (name !~ /^<.*>$/) {
            complain(FNR, "write #include <...>, not #include " name)
            next
        }
        header = substr(name, 2, length(name) - 2)
        if (header ~ /^handgrad\//) {
            other = wing(header)
            if (!(other in floor))
                complain(FNR, "includes a header on no floor: " name)
            else if ((own in floor) && floor[other] > floor[own])
                complain(FNR, "floor " floor[own] " (" own ") includes floor " floor[other] " (" other "): " name)
            else if (other != own && own != "handgrad.hpp" && header ~ /^handgrad\/[^\/]*\/.*\// && !(header in door))
                complain(FNR, own " enters an inner room of " other " by no door: " name)
            included[file, ++count[file]] = "include/" header
            at[file, count[file]] = FNR
        } else if (header ~ /^[a-z0-9]*intrin\.h$/) {
            if (own != "simd") complain(FNR, "only simd/ may include " name)
        } else if (header == "sched.h") {
            if (own != "testing") complain(FNR, "only testing/ may include " name)
        } else if (header == "nlohmann/json.hpp") {
            if (own != "io") complain(FNR, "only io/ may include " name)
        } else if (header == "unistd.h") {
            if (own != "train" && own != "io") complain(FNR, "only train/ and io/ may include " name)
        } else if (header == "fcntl.h" || header == "sys/stat.h" || header == "zip.h") {
            if (own != "io") complain(FNR, "only io/ may include " name)
        } else if (header !~ /^[a-z0-9_]+$/ && header !~ /^boost\/hana\/[a-z0-9_\/]+\.hpp$/) {
            complain(FNR, "neither the standard library nor a single Boost.Hana header: " name)
        }
    }
    # Goes down from a header; `way`: the headers on the way to it, each between blanks.
    function descend(file, way,    i, next_one) {
        visited[file] = 1
        for (i = 1; i <= count[file]; ++i) {
            next_one = included[file, i]
            if (index(way " " file " ", " " next_one " ")) {
                print file ":" at[file, i] ": includes itself by way of " next_one
                bad = 1
            } else if (!visited[next_one])
                descend(next_one, way " " file)
        }
    }
    END {
        finish()
        for (i = 1; i < ARGC; ++i)
            if (!visited[ARGV[i]]) descend(ARGV[i], "")
        exit bad
    }
' "${list[@]}" >&2; then
    echo "check_floors: the house is not in order" >&2
    exit 1
fi
echo "check_floors: ${#list[@]} headers"
