/// The header of an .npy file: the type of the numbers, their shape and their order.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/io/array/python_literal.hpp>
#include <handgrad/io/numbers/stored_numbers.hpp>
#include <handgrad/io/result.hpp>
#include <handgrad/io/source.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace io::detail {

/// The six bytes that every .npy file begins with; two of its version follow.
inline constexpr std::string_view npy_magic{"\x93NUMPY", 6};

/// A type of numbers, as NumPy's `descr` spells it without the byte order, or none.
struct npy_type {
    std::string_view code;
    number_type type;
};
inline constexpr npy_type npy_types[] = {
    {"f8", number_type::f64}, {"f4", number_type::f32}, {"f2", number_type::f16},
    {"i8", number_type::i64}, {"i4", number_type::i32}, {"i2", number_type::i16},
    {"i1", number_type::i8},  {"u8", number_type::u64}, {"u4", number_type::u32},
    {"u2", number_type::u16}, {"u1", number_type::u8},  {"b1", number_type::boolean}};

/// What NumPy has besides numbers of which one is one float or integer.
inline std::string_view foreign_kind(std::string_view descr) {
    const std::size_t order = descr.find_first_of("<>=|") == 0 ? 1 : 0;
    switch (order < descr.size() ? descr[order] : '\0') {
    case 'O':
        return " (Python objects)";
    case 'S':
    case 'a':
        return " (strings of bytes)";
    case 'U':
        return " (strings)";
    case 'V':
        return " (raw bytes)";
    case 'c':
        return " (complex numbers)";
    case 'M':
        return " (dates)";
    case 'm':
        return " (differences of times)";
    default:
        return "";
    }
}

/// Takes `descr` apart: "<f4".
inline bool parse_descr(std::string_view descr, stored_numbers& to) {
    if (descr.size() != 3) return false;
    for (const npy_type& known : npy_types) {
        if (descr.substr(1) != known.code) continue;
        to.type = known.type;
        to.big_endian = descr[0] == '>';
        return descr[0] == '<' || descr[0] == '>' || (descr[0] == '|' && size_of(known.type) == 1);
    }
    return false;
}

/// The dictionary, which has these three keys, in any order, each once.
inline error parse_dictionary(std::string_view text, const std::string& file, stored_numbers& to) {
    error complaint(file);
    python_literal literal(text);
    const auto malformed = [&] {
        complaint.add("header, byte " + std::to_string(literal.at()),
                      "found " + literal.found() + ", expected " + literal.expected());
        return complaint;
    };
    bool seen[3] = {};
    constexpr std::string_view keys[] = {"descr", "fortran_order", "shape"};
    if (!literal.take('{')) return malformed();
    while (!literal.take('}')) {
        std::string key, descr;
        if (!literal.take_string(key) || !literal.take(':')) return malformed();
        std::size_t i = 0;
        while (i < 3 && key != keys[i]) ++i;
        if (i == 3 || seen[i]) {
            complaint.add("header", "found the key '" + key + (i == 3 ? "'" : "' twice") +
                                        ", expected descr, fortran_order and shape, each once");
            return complaint;
        }
        seen[i] = true;
        if (i == 0) {
            if (literal.take('[')) {
                complaint.add("descr",
                              "found a list (records of named fields), expected a type such as '<f4'");
                return complaint;
            }
            if (!literal.take_string(descr)) return malformed();
            if (!parse_descr(descr, to))
                complaint.add("descr",
                              "found '" + descr + "'" + std::string(foreign_kind(descr)) +
                                  ", expected < or > (or | of one byte), then f8, f4, f2, i8, i4, i2, i1, "
                                  "u8, u4, u2, u1 or b1");
        } else if (!(i == 1 ? literal.take_bool(to.fortran_order) : literal.take_tuple(to.shape))) {
            return malformed();
        }
        if (literal.take(',')) continue;
        if (!literal.take('}')) return malformed();
        break;
    }
    if (!literal.ends()) return malformed();
    for (std::size_t i = 0; i < 3; ++i)
        if (!seen[i]) complaint.add("header", "found no key '" + std::string(keys[i]) + "', expected it");
    return complaint;
}

/// Bytes of the numbers of a shape; `limit` if that many or more. A zero extent makes room for any other.
inline std::uint64_t count_bytes(number_type type, const extents& shape, std::uint64_t limit) {
    std::uint64_t bytes = size_of(type);
    for (const std::uint64_t extent : shape)
        if (extent == 0) return 0;
    for (const std::uint64_t extent : shape) {
        if (bytes >= limit || extent > limit / bytes) return limit;
        bytes *= extent;
    }
    return bytes;
}

} // namespace io::detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
