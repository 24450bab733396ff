#!/usr/bin/env bash
# check_references.sh <nm> <object>
#
# What an object file needs from elsewhere: nothing that could allocate, lock, throw or call the system. So the list is
# of what it may need.
set -euo pipefail
nm="$1" object="$2"
export LC_ALL=C

# Copies and fills of memory; the root of a negative number, which the C library has a say in (errno); a fused
# multiply-add where the build knows no instruction for it; a failed assert, in a build with asserts; what stands in the
# tables of every function that calls another (no exception begins there); the end of the program, for an exception that
# leaves a function which promised none; addresses of the linker's. And what the end of the program needs for arguments
# that overlap, which a function that must not throw prints a sentence about: no call that is right comes there.
may_need='memcpy|memset|memmove|sqrtf?|fmaf?|__assert_fail|__gxx_personality_v0|_ZSt9terminatev|__cxa_begin_catch'
may_need+='|_GLOBAL_OFFSET_TABLE_|__stack_chk_fail|(__)?snprintf(_chk)?|(__)?fprintf(_chk)?|stderr|abort'

if [[ -z "$("$nm" --defined-only "$object")" ]]; then
    echo "check_references: $object defines nothing" >&2
    exit 1
fi
needed="$("$nm" --undefined-only "$object" | awk '{ print $NF }' | sort -u)"
wrong="$(grep -vxE "$may_need" <<<"$needed" | grep . || true)"
if [[ -n "$wrong" ]]; then
    printf 'check_references: %s needs:\n%s\n' "$object" "$wrong"
    exit 1
fi
echo "check_references: it needs only" $needed
