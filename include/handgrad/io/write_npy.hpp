/// Arrays written as NumPy's .npy.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/matrix.hpp>
#include <handgrad/core/rows.hpp>
#include <handgrad/io/array/npy_header.hpp>
#include <handgrad/io/numbers/stored_numbers.hpp>
#include <handgrad/io/result.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace io {
namespace detail {

/// All bytes of an .npy file before its numbers: version 1.0, a multiple of 64.
inline std::string npy_preamble(std::string_view code, number_type type, const extents& shape) {
    std::string tuple = describe(shape);
    tuple.front() = '(';
    tuple.back() = shape.size() == 1 ? ',' : ')';
    if (shape.size() == 1) tuple += ')';
    std::string text(npy_magic);
    text += {'\1', '\0', '\0', '\0'};
    text += std::string("{'descr': '") + (size_of(type) == 1 ? '|' : '<') + std::string(code) +
            "', 'fortran_order': False, 'shape': " + tuple + ", }";
    while (text.size() % 64 != 63) text += ' ';
    text += '\n';
    const std::size_t length = text.size() - 10; // 64 axes have less than 2000 bytes
    text[8] = static_cast<char>(length & 0xff);
    text[9] = static_cast<char>(length >> 8);
    return text;
}

} // namespace detail

/// The tensor as an .npy file: version 1.0, C's order, little-endian, as NumPy itself would write it. An
/// error if NumPy has no such type (bfloat16), or if there are not as many bytes as the shape says.
inline result<std::vector<std::byte>> try_write_npy(const tensor& t) {
    error complaint(t.name);
    if (t.shape.size() > 64)
        complaint.add("shape", "found " + std::to_string(t.shape.size()) + " axes, expected 64 at most");
    const std::uint64_t expected = detail::count_bytes(t.type, t.shape, std::uint64_t{1} << 62);
    if (t.bytes.size() != expected)
        complaint.add("length", "found " + std::to_string(t.bytes.size()) + " bytes, expected " +
                                    std::to_string(expected) + " of " + describe(t.shape) + " of " +
                                    std::string(name_of(t.type)));
    const detail::npy_type* known = nullptr;
    for (const detail::npy_type& each : detail::npy_types)
        if (each.type == t.type) known = &each;
    if (known == nullptr)
        complaint.add("type", "found " + std::string(name_of(t.type)) + ", expected one that NumPy has");
    if (complaint) return complaint;

    const std::string preamble = detail::npy_preamble(known->code, t.type, t.shape);
    const auto begin = std::as_bytes(std::span(preamble));
    std::vector<std::byte> file;
    file.reserve(begin.size() + t.bytes.size());
    file.insert(file.end(), begin.begin(), begin.end());
    file.insert(file.end(), t.bytes.begin(), t.bytes.end());
    return file;
}

/// Numbers of a shape, row-major: write_npy(std::span(x), {10, 64}). Throws a format_error if there are not
/// as many as the shape says.
template <class T, std::size_t Count>
    requires readable_number<std::remove_const_t<T>> std::vector<std::byte>
    write_npy(std::span<T, Count> numbers, extents shape) {
        using number = std::remove_const_t<T>;
        tensor t{"write_npy", detail::type_of<number>(), std::move(shape), std::as_bytes(numbers)};
        std::vector<std::byte> turned;
        if constexpr (std::endian::native != std::endian::little && sizeof(T) > 1) {
            for (std::size_t i = 0; i < t.bytes.size(); ++i)
                turned.push_back(t.bytes[i / sizeof(T) * sizeof(T) + (sizeof(T) - 1 - i % sizeof(T))]);
            t.bytes = turned;
        }
        return try_write_npy(t).value();
    }
/// A view, rows or a matrix of floating-point numbers, of 2 axes.
template <class T, int R, int C>
std::vector<std::byte> write_npy(view<T, R, C> numbers) {
    return write_npy(std::span<const T>(numbers.data(), std::size_t{handgrad::view<T, R, C>::size}), {R, C});
}
template <class T, int C>
std::vector<std::byte> write_npy(rows<T, C> numbers) {
    const auto count = static_cast<std::size_t>(numbers.count());
    return write_npy(std::span<const T>(numbers.data(), count * std::size_t{C}), {count, C});
}
template <class T, int R, int C>
std::vector<std::byte> write_npy(const matrix<T, R, C>& numbers) {
    return write_npy(numbers.view());
}

} // namespace io
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
