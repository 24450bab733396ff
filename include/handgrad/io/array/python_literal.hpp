/// The few literals of Python that the header of an .npy file is made of.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/io/tensor.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace io::detail {

/// Reads a text from its beginning. Each call skips spaces, and takes what it is named for or says no and
/// stays where it is; `expected` is then what it would have taken.
class python_literal {
public:
    explicit python_literal(std::string_view text) : text_(text) {}

    bool take(char c) {
        skip_spaces();
        if (at_ == text_.size() || text_[at_] != c) return refuse(std::string(1, c));
        ++at_;
        return true;
    }
    /// 'text' or "text", without an escape in it.
    bool take_string(std::string& to) {
        skip_spaces();
        const char quote = at_ < text_.size() ? text_[at_] : '\0';
        if (quote != '\'' && quote != '"') return refuse("a string");
        std::size_t end = at_ + 1;
        while (end < text_.size() && text_[end] != quote && text_[end] != '\\' && text_[end] >= ' ') ++end;
        if (end == text_.size() || text_[end] != quote)
            return refuse("a string that ends, without an escape");
        to.assign(text_.substr(at_ + 1, end - at_ - 1));
        at_ = end + 1;
        return true;
    }
    bool take_bool(bool& to) {
        skip_spaces();
        for (const bool value : {false, true}) {
            const std::string_view word = value ? "True" : "False";
            if (text_.substr(at_, word.size()) != word) continue;
            at_ += word.size();
            to = value;
            return true;
        }
        return refuse("True or False");
    }
    /// A decimal number below 2^64, without a sign and without a zero in front.
    bool take_number(std::uint64_t& to) {
        skip_spaces();
        constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
        std::size_t end = at_;
        std::uint64_t value = 0;
        for (; end < text_.size() && '0' <= text_[end] && text_[end] <= '9'; ++end) {
            const auto digit = static_cast<std::uint64_t>(text_[end] - '0');
            if (value > (most - digit) / 10 || (value == 0 && end > at_))
                return refuse("a number below 2^64, without a zero in front");
            value = 10 * value + digit;
        }
        if (end == at_) return refuse("a number");
        to = value;
        at_ = end;
        return true;
    }
    /// (), (1,) or (1, 2), of up to 64 numbers, as many as NumPy has axes. Not (1), which is a number.
    bool take_tuple(extents& to) {
        to.clear();
        if (!take('(')) return refuse("a tuple of numbers");
        while (!take(')')) {
            if (to.size() == 64) return refuse("64 numbers at most");
            std::uint64_t number = 0;
            if (!take_number(number)) return false;
            to.push_back(number);
            if (take(',')) continue;
            if (to.size() == 1) return refuse("a comma: (1) is a number, (1,) is a tuple");
            if (!take(')')) return refuse(", or )");
            return true;
        }
        return true;
    }
    /// Whether nothing is left.
    bool ends() {
        skip_spaces();
        return at_ == text_.size() || refuse("nothing more");
    }

    /// How many bytes have been read, what stands there, and what was expected there.
    std::size_t at() const { return at_; }
    std::string found() const {
        if (at_ == text_.size()) return "the end";
        std::string shown;
        for (const char c : text_.substr(at_, 16)) shown += ' ' <= c && c <= '~' ? c : '?';
        return "`" + shown + "`";
    }
    const std::string& expected() const { return expected_; }

private:
    void skip_spaces() {
        while (at_ < text_.size() && text_[at_] == ' ') ++at_;
    }
    bool refuse(std::string expected) {
        expected_ = std::move(expected);
        return false;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::string expected_;
};

} // namespace io::detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
