/// The IDX container (Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits"): two zero
/// bytes, the element type, the number of dimensions d, then d extents as 32-bit numbers, then the elements
/// in row-major order. Every number is big-endian.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/io/format_error.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace io {

/// What the elements are: the third byte of an IDX file.
enum class idx_type : std::uint8_t { u8 = 0x08, i8 = 0x09, i16 = 0x0b, i32 = 0x0c, f32 = 0x0d, f64 = 0x0e };

/// Bytes of one element; 0 if there is no such type.
constexpr int size_of(idx_type type) {
    switch (type) {
    case idx_type::u8:
    case idx_type::i8:
        return 1;
    case idx_type::i16:
        return 2;
    case idx_type::i32:
    case idx_type::f32:
        return 4;
    case idx_type::f64:
        return 8;
    }
    return 0;
}

constexpr const char* name_of(idx_type type) {
    switch (type) {
    case idx_type::u8:
        return "unsigned byte";
    case idx_type::i8:
        return "signed byte";
    case idx_type::i16:
        return "16-bit integer";
    case idx_type::i32:
        return "32-bit integer";
    case idx_type::f32:
        return "32-bit float";
    case idx_type::f64:
        return "64-bit float";
    }
    return "unknown type";
}

/// The big-endian number in the first n <= 8 bytes.
constexpr std::uint64_t big_endian(std::span<const std::byte> bytes, std::size_t n) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < n; ++i) value = (value << 8) | std::to_integer<std::uint64_t>(bytes[i]);
    return value;
}

/// An IDX file, taken apart. The payload is a part of the bytes it was parsed from, which must outlive it.
struct idx_array {
    idx_type type{};
    std::vector<std::uint32_t> extents;
    std::span<const std::byte> payload;

    /// How many elements there are.
    std::size_t size() const { return payload.size() / static_cast<std::size_t>(size_of(type)); }

    /// Element i in row-major order; every IDX type fits a double exactly.
    double operator[](std::size_t i) const {
        const auto n = static_cast<std::size_t>(size_of(type));
        const std::uint64_t bits = big_endian(payload.subspan(i * n, n), n);
        switch (type) {
        case idx_type::u8:
            return static_cast<double>(static_cast<std::uint8_t>(bits));
        case idx_type::i8:
            return static_cast<double>(static_cast<std::int8_t>(bits));
        case idx_type::i16:
            return static_cast<double>(static_cast<std::int16_t>(bits));
        case idx_type::i32:
            return static_cast<double>(static_cast<std::int32_t>(bits));
        case idx_type::f32:
            return static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
        case idx_type::f64:
            return std::bit_cast<double>(bits);
        }
        return 0;
    }
};

namespace detail {

/// "0x00000803 (IDX, unsigned byte, 3 dimensions)", with a guess at what a file is that is not IDX.
inline std::string describe_magic(std::uint64_t magic) {
    constexpr const char* digits = "0123456789abcdef";
    std::string text = "0x";
    for (int shift = 28; shift >= 0; shift -= 4) text += digits[(magic >> shift) & 15u];

    const auto type = static_cast<idx_type>((magic >> 8) & 0xffu);
    if ((magic >> 16) == 0 && size_of(type) != 0) {
        const std::string dimensions = std::to_string(magic & 0xffu);
        text += std::string(" (IDX, ") + name_of(type) + ", " + dimensions;
        text += dimensions == "1" ? " dimension)" : " dimensions)";
    } else if ((magic >> 16) == 0x1f8bu) {
        text += " (a gzip file?)";
    } else if ((magic >> 16) == 0x504bu) {
        text += " (a zip file?)";
    } else if ((magic >> 24) == static_cast<std::uint64_t>('<')) {
        text += " (a web page?)";
    }
    return text;
}

/// "2 x 28 x 28"
inline std::string describe_extents(const std::vector<std::uint32_t>& extents) {
    std::string text;
    for (const std::uint32_t extent : extents) text += (text.empty() ? "" : " x ") + std::to_string(extent);
    return text.empty() ? "1" : text;
}

/// The first four bytes of the file.
inline std::uint64_t read_magic(std::span<const std::byte> bytes, const std::string& name) {
    if (bytes.size() < 4)
        fail_format(name, "magic number", std::to_string(bytes.size()) + " bytes (truncated?)", "4 bytes");
    return big_endian(bytes, 4);
}

} // namespace detail

/// Takes an IDX file apart. `name` stands for the file in the messages. Throws format_error if the magic
/// number is not one of IDX, or if the file is shorter or longer than its extents say.
inline idx_array parse_idx(std::span<const std::byte> bytes, const std::string& name) {
    const std::uint64_t magic = detail::read_magic(bytes, name);
    idx_array array;
    array.type = static_cast<idx_type>((magic >> 8) & 0xffu);
    const auto element = static_cast<std::uint64_t>(size_of(array.type));
    if ((magic >> 16) != 0 || element == 0)
        fail_format(name, "magic number", detail::describe_magic(magic),
                    "0x0000TTDD (IDX; TT is the type: 08, 09, 0b, 0c, 0d or 0e; DD counts the dimensions)");

    const std::uint64_t dimensions = magic & 0xffu;
    const std::uint64_t header = 4 + 4 * dimensions;
    if (bytes.size() < header)
        fail_format(name, "header", std::to_string(bytes.size()) + " bytes (truncated?)",
                    std::to_string(header) + " bytes");
    for (std::uint64_t d = 1; d <= dimensions; ++d)
        array.extents.push_back(static_cast<std::uint32_t>(big_endian(bytes.subspan(4 * d), 4)));

    // A few large extents overflow 64 bits; a zero extent makes room for any other.
    constexpr std::uint64_t limit = std::uint64_t{1} << 62;
    bool empty = false;
    for (const std::uint32_t extent : array.extents) empty = empty || extent == 0;
    std::uint64_t length = empty ? 0 : element;
    for (const std::uint32_t extent : array.extents) {
        if (extent != 0 && length > limit / extent)
            fail_format(name, "extents", detail::describe_extents(array.extents), "fewer than 2^62 bytes");
        length *= extent;
    }

    if (bytes.size() != header + length) {
        const bool truncated = bytes.size() < header + length;
        fail_format(
            name, "length",
            std::to_string(bytes.size()) + (truncated ? " bytes (truncated?)" : " bytes (trailing bytes?)"),
            std::to_string(header + length) + " bytes (a header of " + std::to_string(header) + ", then " +
                detail::describe_extents(array.extents) + " " + name_of(array.type) + "s)");
    }
    array.payload = bytes.subspan(static_cast<std::size_t>(header));
    return array;
}

/// The same for a file that must hold `dimensions` dimensions of `type`.
inline idx_array parse_idx(std::span<const std::byte> bytes, const std::string& name, idx_type type,
                           int dimensions) {
    const std::uint64_t expected =
        (static_cast<std::uint64_t>(type) << 8) | static_cast<std::uint64_t>(dimensions);
    const std::uint64_t found = detail::read_magic(bytes, name);
    if (found != expected)
        fail_format(name, "magic number", detail::describe_magic(found), detail::describe_magic(expected));
    return parse_idx(bytes, name);
}

} // namespace io
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
