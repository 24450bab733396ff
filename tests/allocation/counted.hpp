/// Every allocation and every release of this program is counted.
#pragma once

#include <sanitized.hpp>

#include <cstdlib> // which names the C library

/// Whether they can be: not in a program with a sanitizer, which has an allocator of its own, and only with
/// the GNU C library, whose allocator has a second name.
#if defined(__GLIBC__) && !HANDGRAD_TEST_SANITIZED
#define HANDGRAD_COUNTS_ALLOCATIONS 1
#else
#define HANDGRAD_COUNTS_ALLOCATIONS 0
#endif

/// Calls of malloc and its relatives, of free, and of every operator new and delete so far.
long allocations() noexcept;
