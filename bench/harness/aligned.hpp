/// Numbers that begin where a vector and a line of the cache do.
#pragma once

#include <cstddef>
#include <new>
#include <vector>

namespace bench {

template <class T>
struct aligned_allocator {
    using value_type = T;
    static constexpr std::align_val_t alignment{64};

    aligned_allocator() = default;
    template <class U>
    aligned_allocator(const aligned_allocator<U>&) noexcept {}

    T* allocate(std::size_t count) { return static_cast<T*>(::operator new(count * sizeof(T), alignment)); }
    void deallocate(T* numbers, std::size_t) noexcept { ::operator delete(numbers, alignment); }
    bool operator==(const aligned_allocator&) const = default;
};

template <class T>
using aligned_vector = std::vector<T, aligned_allocator<T>>;

} // namespace bench
