#!/usr/bin/env bash
# check_format.sh [--fix]: every C++ file of the project is as .clang-format says. Exit 77: no clang-format 14 here.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

formatter=""
for candidate in clang-format-14 clang-format; do
    # Another version formats differently, so that two people would undo each other's work.
    if command -v "$candidate" >/dev/null && [[ "$("$candidate" --version)" =~ version\ 14\. ]]; then
        formatter="$candidate"
        break
    fi
done
if [[ -z "$formatter" ]]; then
    echo "check_format: clang-format 14 is not installed (Debian package clang-format-14, see scripts/bootstrap.sh)" >&2
    exit 77
fi

# Committed files and new ones, but no build tree; without git (an unpacked archive), every folder but the build trees.
files() {
    if ! { [[ -e .git ]] &&
        git -c "safe.directory=$PWD" ls-files --cached --others --exclude-standard '*.hpp' '*.cpp' 2>/dev/null; }; then
        find . -name build -prune -o \( -name '*.hpp' -o -name '*.cpp' \) -print
    fi
}
list=()
while read -r file; do
    # A file deleted but not yet committed is still listed.
    if [[ -e "$file" ]]; then list+=("$file"); fi
done < <(files)
if ((${#list[@]} == 0)); then
    echo "check_format: found no file to check" >&2
    exit 1
fi

if [[ "${1:-}" == --fix ]]; then
    "$formatter" -i "${list[@]}"
elif ! report="$("$formatter" --dry-run -Werror "${list[@]}" 2>&1)"; then
    # Where in a file matters little, for nobody mends it by hand.
    sed -n 's/^\([^:]*\):.*: error: /\1: /p' <<<"$report" | sort | uniq -c >&2
    echo "check_format: to put this right, run scripts/check_format.sh --fix" >&2
    exit 1
fi
echo "check_format: ${#list[@]} files"
