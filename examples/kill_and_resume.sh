#!/usr/bin/env bash
# kill_and_resume.sh <example_10_resume>: kills the program three times in the middle, and starts it again each time. Its
# last line, with a digest of all parameters, must be that of a run that was not killed.
set -euo pipefail
program="$1"
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
epochs=200

expected="$("$program" "$epochs" "$folder/whole" | tail -1)"

killed=0
for epoch in 20 60 110; do
    "$program" "$epochs" "$folder/killed" >"$folder/log" &
    process=$!
    until grep -q "^epoch $epoch$" "$folder/log"; do
        kill -0 "$process" 2>/dev/null || break
        sleep 0.002
    done
    kill -9 "$process" 2>/dev/null || true
    status=0
    wait "$process" 2>/dev/null || status=$?
    ((status == 128 + 9)) && killed=$((killed + 1))
done
"$program" "$epochs" "$folder/killed" >"$folder/log"
found="$(tail -1 "$folder/log")"

if ! grep -q "^going on after epoch" "$folder/log" || ((killed == 0)); then
    echo "kill_and_resume: the program was killed $killed times, and then:"
    head -1 "$folder/log"
    exit 1
fi
if [[ "$found" != "$expected" ]]; then
    echo "kill_and_resume: found    $found"
    echo "kill_and_resume: expected $expected"
    exit 1
fi
echo "kill_and_resume: killed $killed times: $found"
