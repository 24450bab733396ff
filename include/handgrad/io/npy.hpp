/// NumPy's .npy: one array of numbers in a file.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/view.hpp>
#include <handgrad/io/array/npy_header.hpp>
#include <handgrad/io/array/row_data.hpp>
#include <handgrad/io/numbers/stored_numbers.hpp>
#include <handgrad/io/result.hpp>
#include <handgrad/io/source.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace io {

/// An .npy file, taken apart. Its numbers are a part of the bytes that it was read from, which must outlive
/// it.
struct npy_array : stored_numbers {
    std::string name; ///< of the file, for messages

    /// The numbers in row-major order, whatever order and type they have in the file. An error if one of them
    /// has no equal of type T: 0.1 of 64 bits as a float, unless it may be rounded; 1.5 or 300 as an int8_t.
    template <readable_number T>
    result<std::vector<T>> numbers(rounding how = rounding::refused) const {
        std::vector<T> to(size());
        if (auto copied = copy_numbers(*this, to.data(), name, how); !copied)
            return std::move(copied).error();
        return to;
    }

    /// The same of an array of 2 axes, as rows for a network of N inputs: file: shape: found [100, 16],
    /// expected [any, 64].
    template <int N, readable_number T = float>
    result<row_data<T, N>> rows(rounding how = rounding::refused) const {
        if (shape.size() != 2 || shape[1] != std::uint64_t{N})
            return wrong_shape("[any, " + std::to_string(N) + "]");
        row_data<T, N> to(static_cast<std::size_t>(shape[0]));
        if (auto copied = copy_numbers(*this, to.data(), name, how); !copied)
            return std::move(copied).error();
        return to;
    }

    /// The same of an array of R rows and C columns, to a matrix that keeps its numbers on an error.
    template <readable_number T, int R, int C>
    result<void> copy_to(view<T, R, C> to, rounding how = rounding::refused) const {
        if (shape != extents{R, C}) return wrong_shape(describe(extents{R, C}));
        return copy_numbers(*this, to.data(), name, how);
    }

    /// The array as a tensor, without a copy; an error if its numbers are not row-major and little-endian.
    result<tensor> as_tensor() const {
        error complaint(name);
        if (big_endian && size_of(type) > 1)
            complaint.add("byte order", "found big-endian, expected little-endian");
        if (fortran_order && shape.size() > 1)
            complaint.add("order", "found Fortran's (fortran_order: True), expected C's");
        if (complaint) return complaint;
        return tensor{name, type, shape, bytes};
    }

private:
    error wrong_shape(std::string expected) const {
        return {name, "shape", "found " + describe(shape) + ", expected " + std::move(expected)};
    }
};

/// Takes an .npy file of version 1.0, 2.0 or 3.0 apart; the numbers are not copied. (NumPy, "NEP 1: A simple
/// file format for NumPy arrays".) Numbers of 64, 32, 16 bits of floating point, integers of 8 to 64 bits
/// and truth values, in either byte order and either order of axes. Everything else, what is malformed,
/// truncated or longer than it says, is an error.
inline result<npy_array> try_read_npy(const source& from) {
    const std::span<const std::byte> bytes = from.bytes;
    const auto fail = [&](std::string what, const std::string& found, const std::string& expected) {
        return error(from.name, std::move(what), "found " + found + ", expected " + expected);
    };
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    if (text.substr(0, 6) != detail::npy_magic)
        return fail("beginning",
                    text.starts_with("PK") ? "PK (a zip file: an .npz?)"
                                           : detail::python_literal(text).found(),
                    "the bytes 93 'NUMPY'");
    const std::size_t preamble = bytes.size() > 6 && bytes[6] == std::byte{1} ? 10 : 12;
    if (bytes.size() < preamble)
        return fail("length", std::to_string(bytes.size()) + " bytes (truncated?)",
                    std::to_string(preamble) + " bytes before the header");
    const auto version = std::to_integer<unsigned>(bytes[6]);
    if (version < 1 || version > 3 || bytes[7] != std::byte{0})
        return fail("version",
                    std::to_string(version) + "." + std::to_string(std::to_integer<unsigned>(bytes[7])),
                    "1.0, 2.0 or 3.0");
    const std::size_t length = version == 1 ? detail::little_endian<std::uint16_t>(bytes.data() + 8)
                                            : detail::little_endian<std::uint32_t>(bytes.data() + 8);
    if (bytes.size() - preamble < length)
        return fail("header", std::to_string(bytes.size() - preamble) + " bytes (truncated?)",
                    std::to_string(length) + " bytes");
    std::string_view header = text.substr(preamble, length);
    if (!header.ends_with('\n')) return fail("header", "no line break as its last byte", "one");
    header.remove_suffix(1);

    npy_array array;
    array.name = from.name;
    if (error complaint = detail::parse_dictionary(header, from.name, array)) return complaint;

    const std::size_t begin = preamble + length;
    constexpr std::uint64_t limit = std::uint64_t{1} << 62;
    const std::uint64_t expected = detail::count_bytes(array.type, array.shape, limit);
    if (expected == limit) return fail("shape", describe(array.shape), "fewer than 2^62 bytes");
    if (bytes.size() - begin != expected)
        return fail("length",
                    std::to_string(bytes.size()) + (bytes.size() - begin < expected
                                                        ? " bytes (truncated?)"
                                                        : " bytes (trailing bytes?)"),
                    std::to_string(begin + expected) + " bytes (a header of " + std::to_string(begin) +
                        ", then " + describe(array.shape) + " of " + std::string(name_of(array.type)) + ")");
    array.bytes = bytes.subspan(begin);
    if (array.type == number_type::boolean)
        for (const std::byte b : array.bytes)
            if (b > std::byte{1})
                return fail("truth value", std::to_string(std::to_integer<unsigned>(b)), "0 or 1");
    return array;
}

/// The same, which throws a format_error.
inline npy_array read_npy(const source& from) { return try_read_npy(from).value(); }

/// The rows of an .npy file: `const auto x = read_rows<784>(read_file("x.npy"));` owns a copy, x.rows() is
/// what a network takes. See npy_array::rows.
template <int N, readable_number T = float>
result<row_data<T, N>> try_read_rows(const source& from, rounding how = rounding::refused) {
    return try_read_npy(from).and_then([how](const npy_array& array) { return array.rows<N, T>(how); });
}
template <int N, readable_number T = float>
row_data<T, N> read_rows(const source& from, rounding how = rounding::refused) {
    return try_read_rows<N, T>(from, how).value();
}

} // namespace io
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
