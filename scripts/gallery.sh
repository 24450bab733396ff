#!/usr/bin/env bash
# gallery.sh [--mnist DIR]: builds the examples of the lecture, runs each, and draws examples/lecture/NN_*.svg and .png
# from the numbers they write. Given MNIST's four files, also the pictures that are made of those. The same picture comes
# out every time, to the byte, as long as gnuplot stays the same.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

mnist=()
case "$#:${1:-}" in
    0:) ;;
    2:--mnist)
        [[ -d "$2" ]] || { echo "gallery: $2: no such directory" >&2; exit 1; }
        mnist=(--mnist "$2")
        ;;
    *) echo "usage: gallery.sh [--mnist DIR]" >&2; exit 2 ;;
esac
missing=()
for program in cmake ninja gnuplot; do
    command -v "$program" >/dev/null || missing+=("$program")
done
if ((${#missing[@]} > 0)); then
    echo "gallery: not installed: ${missing[*]} (Debian packages cmake, ninja-build, gnuplot-nox; see" \
        "scripts/bootstrap.sh)" >&2
    exit 1
fi

build=build/demo
numbers="$build/gallery"
cmake --preset demo >/dev/null
cmake --build "$build" --target lecture
mkdir -p "$numbers"

# show <NN_name> <name of the numbers> [argument..]: runs the program with those arguments and draws what it writes.
show() {
    local name="$1" data="$2" commands="examples/lecture/$1.gp" output picture
    shift 2
    echo "$data"
    rm -f "$numbers/$data.dat"
    if ! output="$("$build/examples/lecture/lecture_$name" "$numbers" "$@" 2>&1)"; then
        printf '%s\ngallery: lecture_%s failed\n' "$output" "$name" >&2
        return 1
    fi
    if [[ ! -s "$numbers/$data.dat" ]]; then
        echo "gallery: lecture_$name has written no $data.dat" >&2
        return 1
    fi
    picture="examples/lecture/$data.$(grep -q pngcairo "$commands" && echo png || echo svg)"
    rm -f "$picture"
    # Even what gnuplot calls a warning leaves a hole in the picture.
    output="$(gnuplot -e "folder='$numbers'; picture='$picture'; data='$data'" "$commands" 2>&1)" || true
    if [[ -n "$output" || ! -s "$picture" ]]; then
        printf 'gallery: %s: %s\n' "$commands" "${output:-no picture}" >&2
        return 1
    fi
}

failed=0
for commands in examples/lecture/[0-9][0-9]_*.gp; do
    name="$(basename "$commands" .gp)"
    show "$name" "$name" || failed=1
    if ((${#mnist[@]} > 0)) && grep -q '"--mnist"' "examples/lecture/$name.cpp"; then
        show "$name" "${name}_mnist" "${mnist[@]}" || failed=1
    fi
done
exit "$failed"
