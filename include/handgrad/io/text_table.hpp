/// Columns of text, for people to read.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/config.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace io::detail {

/// "1,234,567", in every locale.
inline std::string with_commas(long long n) {
    const std::string digits = std::to_string(n < 0 ? -n : n);
    std::string text = n < 0 ? "-" : "";
    for (std::size_t i = 0; i < digits.size(); ++i)
        text += (i > 0 && (digits.size() - i) % 3 == 0 ? "," : "") + digits.substr(i, 1);
    return text;
}

enum class alignment { left, right };

/// Rows of cells, each column as wide as its longest cell, and two blanks between them: the first begins at
/// the left, the last where it is said, those between end at the right.
template <std::size_t Columns, alignment Last>
class text_table {
public:
    using row = std::array<std::string, Columns>;

    void add(row cells) { rows_.push_back(std::move(cells)); }

    std::string text() const {
        std::array<std::size_t, Columns> width{};
        for (const row& cells : rows_)
            for (std::size_t c = 0; c < Columns; ++c)
                if (cells[c].size() > width[c]) width[c] = cells[c].size();

        std::string text;
        for (const row& cells : rows_) {
            for (std::size_t c = 0; c < Columns; ++c) {
                const bool first = c == 0, last = c == Columns - 1;
                const bool at_once = last && Last == alignment::left;
                const std::string blanks(at_once ? 0 : width[c] - cells[c].size(), ' ');
                text += (first ? cells[c] + blanks : blanks + cells[c]) + (last ? "\n" : "  ");
            }
        }
        return text;
    }

private:
    std::vector<row> rows_;
};

} // namespace io::detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
