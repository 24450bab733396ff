/// Rows that own their numbers: a data set, read from a file.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/rows.hpp>

#include <cstddef>
#include <memory>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace io {

/// count() rows of N numbers, one after the other, on the heap. Moved, not copied.
template <class T, int N>
class row_data {
public:
    /// Numbers that are written before they are read. Of 0 rows there is no memory.
    explicit row_data(std::size_t count)
        : numbers_(std::make_unique_for_overwrite<T[]>(count * std::size_t{N})),
          count_(static_cast<std::ptrdiff_t>(count)) {}

    std::ptrdiff_t count() const noexcept { return count_; }
    T* data() noexcept HANDGRAD_OF_THIS { return numbers_.get(); }
    const T* data() const noexcept HANDGRAD_OF_THIS { return numbers_.get(); }

    /// All of them, as what a network takes.
    handgrad::rows<const T, N> rows() const& { return {numbers_.get(), count_}; }
    void rows() const&& = delete; // rows of a temporary would dangle: name what was read first

private:
    std::unique_ptr<T[]> numbers_;
    std::ptrdiff_t count_;
};

} // namespace io
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
