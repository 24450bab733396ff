#!/usr/bin/env bash
# check.sh <nm> <object of two networks> <object of the first alone>
#
# What a network leaves in an object file: few names that hold the whole network's (debuggers, linkers and profilers
# carry each of them about), the others short; and a layer that two networks have in common once.
set -euo pipefail
export LC_ALL=C
nm="$1"
most=12 longest=300 of_a_layer=6
of_a_network='7networkIJ|5chainIJ|10network_ofI'

names() { "$nm" --defined-only "$1" | awk '$NF ~ /^_Z/ { print $NF }' | sort -u; }

failed=0
complain() {
    echo "symbols: $*"
    failed=1
}

whole="$(names "$3" | grep -cE "$of_a_network" || true)"
((whole > 0)) || complain "no name holds the network's: is its spelling another?"
((whole <= most)) || complain "$whole names hold the whole network's, $most are allowed"
while read -r name; do
    ((${#name} <= longest)) || complain "${#name} characters, $longest are allowed: $(c++filt "$name")"
done < <(names "$2" | grep -vE "$of_a_network")

# All that is made for a layer is named by its widths and by no network, and so is there once for all. (Where one
# network alone has it, g++ puts most of it into the functions of that.)
layer="$(names "$2" | grep -vE "$of_a_network" | grep -c 'Li137ELi155E' || true)"
((layer > 0)) || complain "no name of the common layer was found: is it compiled into each network?"
((layer <= of_a_layer)) || complain "$layer names of one layer, $of_a_layer are allowed"
echo "symbols: $whole hold the whole network's name, $layer are made for the layer that two networks have"
exit "$failed"
