/// A sentence about a mistake, put together of words and numbers.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/config.hpp>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

/// Its parts are texts, characters and numbers, one after the other. Takes nothing from the heap; beyond 511
/// characters it is cut off.
class sentence {
public:
    template <class... Parts>
    explicit sentence(const Parts&... parts) noexcept {
        (add(parts), ...);
        text_[size_] = '\0';
    }

    const char* c_str() const noexcept { return text_; }

private:
    void add(char c) noexcept {
        if (size_ + 1 < sizeof text_) text_[size_++] = c;
    }
    void add(const char* text) noexcept {
        for (; *text != '\0'; ++text) add(*text);
    }
    /// The shortest text that is read as x again, the same in every locale.
    void add(double x) noexcept {
        char digits[32];
        *std::to_chars(digits, digits + sizeof digits - 1, x).ptr = '\0';
        add(static_cast<const char*>(digits));
    }
    /// By hand: what the standard library has for integers are templates, with instructions of one machine
    /// that the linker might keep for another.
    template <class Integer>
        requires std::is_integral_v<Integer>
    void add(Integer n) noexcept {
        char digits[24];
        char* first = digits + sizeof digits;
        *--first = '\0';
        auto rest = n < 0 ? 0 - static_cast<std::uint64_t>(n) : static_cast<std::uint64_t>(n);
        do {
            *--first = static_cast<char>('0' + rest % 10);
            rest /= 10;
        } while (rest != 0);
        if (n < 0) *--first = '-';
        add(static_cast<const char*>(first));
    }

    char text_[512];
    std::size_t size_ = 0;
};

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
