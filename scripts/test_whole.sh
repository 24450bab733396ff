#!/usr/bin/env bash
# test_whole.sh [preset...]: builds and runs the presets of the tests (all five, unless some are named) with every shape
# of every test and with the examples, which .ci/run deals out among them: two hours of two cores. Each has a folder of
# its own, build/whole-<preset>. The drawn networks of the preset test are left to scripts/fuzz.sh --thorough.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

presets=("$@")
if (($# == 0)); then presets=(test test-clang test-clang-19 test-scalar test-asan); fi
for preset in "${presets[@]}"; do
    directory="build/whole-$preset"
    echo "test_whole: $preset"
    cmake --preset "$preset" -B "$directory" -DHANDGRAD_TEST_SHARE=WHOLE -DHANDGRAD_BUILD_EXAMPLES=ON \
        -DHANDGRAD_BUILD_LECTURE=ON -DHANDGRAD_TEST_FUZZ=OFF
    cmake --build "$directory"
    ctest --test-dir "$directory" --output-on-failure -j "$(nproc)"
done
