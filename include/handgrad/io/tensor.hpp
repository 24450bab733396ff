/// Numbers with a name and a shape, as files have them.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/io/number_type.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace io {

/// Extents, the slowest first: none of a single number.
using extents = std::vector<std::uint64_t>;

/// A tensor of a file: its numbers, row-major and little-endian, are bytes of the file, which must outlive
/// it, and may begin at any byte.
struct tensor {
    std::string name;
    number_type type{};
    extents shape;
    std::span<const std::byte> bytes;
};

/// "[10, 128]"
inline std::string describe(const extents& shape) {
    std::string text = "[";
    for (const std::uint64_t extent : shape) text += (text.size() > 1 ? ", " : "") + std::to_string(extent);
    return text + "]";
}
/// "[1, 0, 3]": the indices of the number at a row-major place.
inline std::string describe_place(const extents& shape, std::size_t i) {
    extents index(shape.size());
    for (std::size_t d = shape.size(); d-- > 0; i /= static_cast<std::size_t>(shape[d]))
        index[d] = i % shape[d];
    return describe(index);
}

} // namespace io
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
