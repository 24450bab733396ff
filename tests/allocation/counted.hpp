/// Every allocation and every release of this program is counted.
#pragma once

/// Calls of malloc and its relatives, of free, and of every operator new and delete so far.
long allocations() noexcept;

/// Whether they can be counted here: not in a program with a sanitizer, which has an allocator of its own,
/// and only with the GNU C library, whose allocator has a second name.
bool allocations_are_counted() noexcept;
