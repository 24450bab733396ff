/// Numbers as text, whatever the locale: what is written is read as the same bits.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/config.hpp>

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace io {
namespace detail {

/// The shortest text of which the number is made again.
template <class T>
std::string text_of(T number) {
    std::array<char, 64> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
    return {text.data(), end};
}

/// 16 digits.
inline std::string hex_of(std::uint64_t number) {
    std::string text(16, '0');
    for (std::size_t i = 16; i-- > 0; number >>= 4) text[i] = "0123456789abcdef"[number & 15u];
    return text;
}
/// Whether the text is that of a number.
inline bool read_hex(std::string_view text, std::uint64_t& number) {
    number = 0;
    for (const char c : text) {
        const bool digit = '0' <= c && c <= '9';
        if (!digit && !('a' <= c && c <= 'f')) return false;
        number = number << 4 | static_cast<std::uint64_t>(digit ? c - '0' : c - 'a' + 10);
    }
    return text.size() == 16;
}

/// A text within quotation marks, for messages: of a long one the beginning, and no character that is not
/// printed.
inline std::string in_quotes(std::string_view text) {
    std::string quote = "\"";
    for (const char c : text.substr(0, 40)) quote += c >= ' ' && c <= '~' ? c : '?';
    return quote + (text.size() > 40 ? ".." : "") + "\"";
}

/// Whether all of the text is a number, to the nearest T.
template <class T>
bool read_number(std::string_view text, T& number) {
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    return read.ec == std::errc() && read.ptr == text.data() + text.size();
}

/// Whether a text is UTF-8 by the letter, as JSON has it: no sequence longer than it must be, no surrogates.
inline bool is_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const auto first = static_cast<unsigned char>(text[i++]);
        if (first < 0x80) continue;
        const int more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
        if (first < 0xc2 || first > 0xf4) return false;
        std::uint32_t code = first & (0x3fu >> more);
        for (int k = 0; k < more; ++k, ++i) {
            if (i == text.size() || (static_cast<unsigned char>(text[i]) & 0xc0u) != 0x80u) return false;
            code = code << 6 | (static_cast<unsigned char>(text[i]) & 0x3fu);
        }
        if ((more == 2 && (code < 0x800 || (code >= 0xd800 && code < 0xe000))) ||
            (more == 3 && (code < 0x10000 || code > 0x10ffff)))
            return false;
    }
    return true;
}

/// "0.5 -1 2"
template <class Numbers>
std::string text_of_all(const Numbers& numbers) {
    std::string text;
    for (const auto number : numbers) text += (text.empty() ? "" : " ") + text_of(number);
    return text;
}

/// Whether all of the text is numbers with one space between two.
template <class T>
bool read_numbers(std::string_view text, std::vector<T>& numbers) {
    while (!text.empty()) {
        const std::size_t end = text.find(' ') < text.size() ? text.find(' ') : text.size();
        if (!read_number(text.substr(0, end), numbers.emplace_back())) return false;
        if (end + 1 == text.size()) return false;
        text.remove_prefix(end < text.size() ? end + 1 : end);
    }
    return true;
}

} // namespace detail
} // namespace io
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
