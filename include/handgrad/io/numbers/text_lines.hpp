/// The lines of a text that numbers stand in, separated by commas.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/config.hpp>
#include <handgrad/io/numbers/text.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace io::detail {

/// Goes through the lines of a text, which end in \n or \r\n; the last one may lack its end.
class text_lines {
public:
    explicit text_lines(std::string_view text) : rest_(text) {}

    /// Whether there is a line more.
    bool ends() const { return rest_.empty(); }
    /// The next line, which must exist, without its end.
    std::string_view next() {
        ++number_;
        const std::size_t end = rest_.find('\n');
        std::string_view line = rest_.substr(0, end);
        rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
        if (line.ends_with('\r')) line.remove_suffix(1);
        return line;
    }
    /// "line 7": where the last line was; one that is not there counts, too.
    std::string where() const { return "line " + std::to_string(number_); }
    void count_missing() { ++number_; }
    bool next_starts_with(std::string_view text) const { return rest_.starts_with(text); }

private:
    std::string_view rest_;
    std::size_t number_ = 0;
};

/// The number that the text is, all of it: the nearest T, by std::from_chars, which knows no locale. Not a
/// number that is infinite, none, or beyond T's range at either end.
template <class T>
bool parse_number(std::string_view text, T& to) {
    // from_chars takes "inf" and "nan", too.
    for (const char c : text)
        if (!(('0' <= c && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E'))
            return false;
    return read_number(text, to);
}

} // namespace io::detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
