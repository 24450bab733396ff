/// The state of a random number generator as a text, the same on every platform.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/random.hpp>
#include <handgrad/io/numbers/text.hpp>
#include <handgrad/io/result.hpp>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace io {

namespace detail {

inline constexpr std::string_view random_algorithm = "xoshiro256++";
/// A word is a blank and 16 digits.
inline constexpr std::size_t random_word = 17, random_text_size = random_algorithm.size() + 4 * random_word;

} // namespace detail

/// "xoshiro256++ " and the words of the state, each of 16 hexadecimal digits, a blank between them.
inline std::string text_of(const rng& random) {
    std::string text(detail::random_algorithm);
    for (const std::uint64_t word : random.state()) text += " " + detail::hex_of(word);
    return text;
}

/// The generator of which text_of made the text: that text, and nothing before or after it. `name` stands for
/// it in messages.
inline result<rng> try_rng_of_text(std::string_view text, std::string name = "text") {
    const auto refused = [&](std::string found, std::string expected) {
        return error(std::move(name), "random generator",
                     "found " + std::move(found) + ", expected " + std::move(expected));
    };
    if (!text.starts_with(detail::random_algorithm))
        return refused(detail::in_quotes(text), "a text that begins with \"xoshiro256++\"");
    if (text.size() != detail::random_text_size)
        return refused(std::to_string(text.size()) + " characters, " + detail::in_quotes(text),
                       std::to_string(detail::random_text_size));

    std::array<std::uint64_t, 4> state{};
    std::uint64_t any = 0;
    for (std::size_t i = 0; i < state.size(); ++i) {
        const std::string_view word =
            text.substr(detail::random_algorithm.size() + i * detail::random_word, detail::random_word);
        if (word[0] != ' ' || !detail::read_hex(word.substr(1), state[i]))
            return refused(detail::in_quotes(word) + " as word " + std::to_string(i + 1),
                           "a blank and 16 of the digits 0 to 9 and a to f");
        any |= state[i];
    }
    if (any == 0) return refused("a state of zeros alone", "one that a generator can have");
    return rng(state);
}

/// The same; throws a format_error.
inline rng rng_of_text(std::string_view text, std::string name = "text") {
    return try_rng_of_text(text, std::move(name)).value();
}

} // namespace io
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
