#!/usr/bin/env bash
# bootstrap.sh <word>: installs, with apt-get, what one purpose needs on a bare Debian 12, and no more.
#
#     demo    the preset demo: the digits example
#     test    the preset test: all tests, by g++-12
#     formats what reads and writes weights and data of others: .npz, safetensors, and numpy to compare with
#     cross   scripts/digests.sh and isa_link.sh: other processors, by qemu-user
#     bench   the preset bench: the benchmarks, by g++-12, beside their peers
#     all     every preset, the scripts and .ci/run
#
# Run it as often as you like: when nothing is missing it says so, and needs no network.
set -euo pipefail

# package, need, the words that ask for it besides `all`, reason. `optional`: installed where the distribution has it
# and it can be had, its absence is no failure. A new word needs nothing but its name in the third column, and a line
# above.
packages() {
    cat <<'LIST'
g++-12                      required demo,test,bench  the compiler of the presets demo, test, test-scalar and bench
cmake                       required demo,test,bench  3.25 or newer, configures and runs everything
ninja-build                 required demo,test,bench  the build tool of every preset
libboost-dev                required demo,test,bench  Boost.Hana, the library's one dependency
zlib1g-dev                  required demo,test,bench  the examples and a benchmark read .gz files with it
doctest-dev                 required test             the tests
dataset-fashion-mnist       optional test,bench       what the MNIST example and benchmark read unless told otherwise
libbenchmark-dev            required bench            the benchmarks
libeigen3-dev               required bench            the benchmarks measure themselves beside it
libzip-dev                  required test,formats     .npz files are zip files
nlohmann-json3-dev          required demo,test,formats,bench  the headers of safetensors, and the results that the benchmarks' table reads
python3-numpy               required test,formats     the tests exchange .npy and .npz files with it
libxsmm-dev                 optional bench            a peer of the benchmarks
libopenblas-dev             optional bench            a peer of the benchmarks
libdnnl-dev                 optional bench            a peer of the benchmarks: oneDNN
libsleef-dev                optional bench            a peer of the benchmarks
gnuplot-nox                 optional bench            draws the pictures of the benchmarks and of the examples (scripts/gallery.sh)
qemu-user                   optional cross            runs programs for other processors
g++-12-arm-linux-gnueabihf  optional cross            ARM of 32 bits
g++-12-aarch64-linux-gnu    optional cross            ARM of 64 bits
g++-12-multilib             optional cross            x86 of 32 bits
clang-16                    required all              the compiler of the presets test-clang, test-asan and bench-clang
libclang-rt-16-dev          required all              the sanitizers of clang-16, for test-asan
clang-19                    optional all              the compiler of test-asan where it is there, and of test-clang-19
libclang-rt-19-dev          optional all              the sanitizers of clang-19, for test-asan
clang-format-14             required all              scripts/check_format.sh; another version formats differently
git                         required all              .ci/run and the format check list the project's files with it
LIST
}

words="$(packages | awk '{ count = split($3, word, ","); for (i = 1; i <= count; ++i) if (!seen[word[i]]++ && word[i] != "all")
                           printf "%s | ", word[i] } END { print "all" }')"
if (($# != 1)) || [[ " | $words | " != *" | $1 | "* || "$1" == "|" ]]; then
    echo "bootstrap: found ${*:-no word}, expected what is to be installed for: scripts/bootstrap.sh $words" >&2
    exit 2
fi
word="$1"
wanted() { # the list, as far as the word asks for it
    packages | if [[ "$word" == all ]]; then cat; else grep -E "^[^ ]+ +[^ ]+ +([^ ]+,)?$word[ ,]"; fi
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
        wanted
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
done <<<"$(wanted)"

as_root=()
if [[ "$(id -u)" != 0 ]]; then as_root=(sudo); fi
apt() {
    # Errors are on stderr; dpkg's account of hundreds of unpacked files is not worth reading.
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 "$@" \
        </dev/null >/dev/null
}
# size_of <package...>: what apt-get has to fetch and what will be used of the disk, in its own words.
size_of() {
    { LC_ALL=C apt-get -o Debug::NoLocking=1 --assume-no --no-install-recommends install "$@" </dev/null 2>/dev/null || true; } |
        sed -n -E 's/^Need to get ([^/]*\/)?(.*) of archives\.$/\2 to fetch/p; s/^After this operation, (.*) of additional.*/\1 on the disk/p' |
        paste -s -d , | sed 's/,/, /'
}
install_packages() {
    echo "bootstrap: $word: installing $* ($(size_of "$@"))"
    apt install -y --no-install-recommends "$@"
}
if ((${#as_root[@]} > 0)) && ! command -v sudo >/dev/null; then
    if ((${#required[@]} == 0)); then exit 0; fi
    echo "bootstrap: neither root nor sudo; as root, run: apt-get install ${required[*]}" >&2
    exit 1
fi

# The optional ones alone are looked up in the package lists as they are: a distribution without them must not cost a
# trip to the network on every run.
if ((${#required[@]} > 0)); then
    echo "bootstrap: $word: reading the lists of packages"
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
obtainable=()
for package in "${optional[@]}"; do
    if available "$package"; then obtainable+=("$package"); fi
done

if ((${#required[@]} + ${#obtainable[@]} == 0)); then
    echo "bootstrap: $word: nothing is missing"
elif install_packages "${required[@]}" "${obtainable[@]}"; then
    echo "bootstrap: $word: done"
elif ((${#obtainable[@]} == 0)); then
    exit 1
else
    echo "bootstrap: $word: going on without what is optional: ${obtainable[*]}" >&2
    if ((${#required[@]} > 0)); then install_packages "${required[@]}"; fi
fi
