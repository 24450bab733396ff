#!/usr/bin/env bash
# Installs, with apt-get, everything that the presets and .ci/run need on a bare Debian 12. Run it as often as you like:
# when nothing is missing it says nothing and needs no network.
set -euo pipefail

# package, need, reason. `optional`: installed where the distribution has it, its absence is no failure.
packages() {
    cat <<'LIST'
git                    required  .ci/run and the format check list the project's files with it
g++-12                 required  the compiler of the presets demo, test, test-scalar and bench
clang-16               required  the compiler of the presets test-clang, test-asan and bench-clang
libclang-rt-16-dev     required  the sanitizers of clang-16, for test-asan
clang-19               optional  the compiler of the preset test-clang-19
cmake                  required  3.25 or newer, configures and runs everything
ninja-build            required  the build tool of every preset
clang-format-14        required  scripts/check_format.sh; another version formats differently
libboost-dev           required  Boost.Hana, the library's one dependency
doctest-dev            required  the tests
libbenchmark-dev       required  the benchmarks
libeigen3-dev          required  the benchmarks measure themselves beside it
nlohmann-json3-dev     required  the benchmarks' table reads their results with it
libxsmm-dev            optional  a peer of the benchmarks
libopenblas-dev        optional  a peer of the benchmarks
libdnnl-dev            optional  a peer of the benchmarks: oneDNN
libsleef-dev           optional  a peer of the benchmarks
gnuplot-nox            optional  draws the pictures of the examples (scripts/gallery.sh) and of the benchmarks
zlib1g-dev             required  the examples read .gz files with it
dataset-fashion-mnist  optional  what the MNIST example reads unless told otherwise
LIST
}

installed() {
    [[ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" == installed ]]
}
available() {
    [[ "$(apt-cache policy "$1" 2>/dev/null)" =~ Candidate:\ [^\(] ]]
}

if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    {
        echo "bootstrap: this system has no apt-get, so please install by hand what these Debian packages hold:"
        echo
        packages
    } >&2
    exit 1
fi

required=()
optional=()
while read -r package need _; do
    installed "$package" && continue
    case "$need" in
        required) required+=("$package") ;;
        optional) optional+=("$package") ;;
    esac
done <<<"$(packages)"

as_root=()
if [[ "$(id -u)" != 0 ]]; then as_root=(sudo); fi
apt() {
    # Errors are on stderr; dpkg's account of hundreds of unpacked files is not worth reading.
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 "$@" \
        </dev/null >/dev/null
}
if ((${#as_root[@]} > 0)) && ! command -v sudo >/dev/null; then
    if ((${#required[@]} == 0)); then exit 0; fi
    echo "bootstrap: neither root nor sudo; as root, run: apt-get install ${required[*]}" >&2
    exit 1
fi

# The optional ones alone are looked up in the package lists as they are: a distribution without them must not cost a
# trip to the network on every run.
wanted=("${required[@]}")
if ((${#required[@]} > 0)); then
    echo "bootstrap: missing: ${required[*]}"
    apt update
    unavailable=()
    for package in "${required[@]}"; do
        available "$package" || unavailable+=("$package")
    done
    if ((${#unavailable[@]} > 0)); then
        {
            echo "bootstrap: this distribution does not have the following; please install their like by hand:"
            packages | grep -E "^($(IFS='|'; echo "${unavailable[*]//+/\\+}")) "
        } >&2
        exit 1
    fi
fi
for package in "${optional[@]}"; do
    if available "$package"; then wanted+=("$package"); fi
done
if ((${#wanted[@]} > 0)); then
    echo "bootstrap: installing ${wanted[*]} (a minute or two)"
    apt install -y --no-install-recommends "${wanted[@]}"
fi
