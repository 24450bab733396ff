/// Numbers as they lie in a file, of any type and in any order, and copies of them in order.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/io/numbers/exact_number.hpp>
#include <handgrad/io/numbers/text.hpp>
#include <handgrad/io/result.hpp>
#include <handgrad/io/tensor.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace io {

/// Numbers of a file, which must outlive it; they may begin at any byte.
struct stored_numbers {
    number_type type{};
    extents shape;
    bool fortran_order = false; ///< the first axis is the one whose numbers are neighbours, not the last
    bool big_endian = false;    ///< of a number, the highest byte comes first
    std::span<const std::byte> bytes;

    /// How many numbers there are.
    std::size_t size() const noexcept { return bytes.size() / size_of(type); }
};

namespace detail {

/// Calls f(i, n, first, step) for each run of numbers whose row-major places are i .. i + n - 1 and which
/// lie at first, first + step, .. in the file.
template <class F>
void for_each_run(const stored_numbers& s, F f) {
    if (s.size() == 0) return;
    if (!s.fortran_order || s.shape.size() < 2)
        return f(std::size_t{0}, s.size(), std::size_t{0}, std::size_t{1});

    // The place of each axis' next number; the last axis is the run.
    std::vector<std::size_t> index(s.shape.size(), 0), step(s.shape.size(), 1);
    for (std::size_t d = 1; d < step.size(); ++d)
        step[d] = step[d - 1] * static_cast<std::size_t>(s.shape[d - 1]);
    const auto n = static_cast<std::size_t>(s.shape.back());
    for (std::size_t i = 0; i < s.size(); i += n) {
        std::size_t first = 0;
        for (std::size_t d = 0; d + 1 < step.size(); ++d) first += index[d] * step[d];
        f(i, n, first, step.back());
        for (std::size_t d = step.size() - 1; d-- > 0 && ++index[d] == s.shape[d];) index[d] = 0;
    }
}

/// The number at a place, whose bytes come in either order.
template <number_type Type>
HANDGRAD_INLINE loaded<Type> load(const std::byte* from, bool big_endian) noexcept {
    constexpr std::size_t size = size_of(Type);
    if (!big_endian || size == 1) return stored<Type>::load(from);
    std::array<std::byte, size> turned;
    for (std::size_t i = 0; i < size; ++i) turned[i] = from[size - 1 - i];
    return stored<Type>::load(turned.data());
}

/// Calls f(i, number) for each number, i counting them in row-major order.
template <number_type Type, class F>
void for_each_number(const stored_numbers& s, F f) {
    for_each_run(s, [&](std::size_t i, std::size_t n, std::size_t first, std::size_t step) {
        const std::byte* from = s.bytes.data() + first * size_of(Type);
        if (s.big_endian)
            for (std::size_t k = 0; k < n; ++k) f(i + k, load<Type>(from + k * step * size_of(Type), true));
        else
            for (std::size_t k = 0; k < n; ++k) f(i + k, load<Type>(from + k * step * size_of(Type), false));
    });
}

/// "file: number [0, 1]: found 0.1 (float64), expected one that float32 has (and 3 more of the 8)"; no
/// complaint where each number can be had as a T.
template <class T, number_type Type>
error find_inexact(const stored_numbers& s, const std::string& file, rounding how) {
    error complaint(file);
    if constexpr (!has_all_of<T, loaded<Type>>()) {
        std::size_t count = 0, place = 0;
        loaded<Type> found{};
        for_each_number<Type>(s, [&](std::size_t i, loaded<Type> x) {
            if (converts<T>(x, how)) return;
            if (count++ == 0) found = x, place = i;
        });
        if (count > 0) {
            std::string text = "found " + text_of(found) + " (" + std::string(name_of(Type)) +
                               "), expected one that " + std::string(name_of(type_of<T>())) +
                               (how == rounding::refused ? " has" : " has, or has near it");
            if (count > 1)
                text +=
                    " (and " + std::to_string(count - 1) + " more of the " + std::to_string(s.size()) + ")";
            complaint.add("number " + describe_place(s.shape, place), std::move(text));
        }
    }
    return complaint;
}

/// The numbers as T, row-major, to `to`, which has room for them. Each must convert.
template <class T, number_type Type>
void copy_as(const stored_numbers& s, T* to) {
    constexpr bool same = std::is_same_v<T, loaded<Type>> && sizeof(T) == size_of(Type);
    if constexpr (same && std::endian::native == std::endian::little)
        if (!s.big_endian && (!s.fortran_order || s.shape.size() < 2)) {
            if (!s.bytes.empty()) std::memcpy(to, s.bytes.data(), s.bytes.size());
            return;
        }
    for_each_number<Type>(s, [to](std::size_t i, loaded<Type> x) { to[i] = static_cast<T>(x); });
}

} // namespace detail

/// Copies them in row-major order to `to`, which has room for all, each as the T that it is; or says of the
/// first that no T is (file: number [3, 1]: found .., expected ..), before a number is copied.
template <readable_number T>
result<void> copy_numbers(const stored_numbers& from, T* to, const std::string& file,
                          rounding how = rounding::refused) {
    return detail::with_number_type(from.type, [&]<number_type Type>() -> result<void> {
        if (error complaint = detail::find_inexact<T, Type>(from, file, how)) return complaint;
        detail::copy_as<T, Type>(from, to);
        return {};
    });
}

} // namespace io
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
