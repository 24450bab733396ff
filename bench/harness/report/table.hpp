/// Aligned columns, as plain text or as Markdown.
#pragma once

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

namespace bench {

enum class style { plain, markdown };

class table {
public:
    /// A column whose title begins with a blank is aligned to the right; the blank is not printed.
    explicit table(std::vector<std::string> titles) : titles_(std::move(titles)) {
        for (auto& title : titles_) {
            right_.push_back(title.starts_with(' '));
            if (right_.back()) title.erase(0, 1);
            widths_.push_back(title.size());
        }
    }

    void add(std::vector<std::string> cells) {
        for (std::size_t c = 0; c < cells.size(); ++c) widths_[c] = std::max(widths_[c], cells[c].size());
        rows_.push_back(std::move(cells));
    }

    void print(style s) const {
        print_row(titles_, s);
        if (s == style::markdown) {
            std::string rule = "|";
            for (std::size_t c = 0; c < titles_.size(); ++c) rule += right_[c] ? "---:|" : "---|";
            std::puts(rule.c_str());
        }
        for (const auto& row : rows_) print_row(row, s);
    }

private:
    void print_row(const std::vector<std::string>& cells, style s) const {
        std::string line = s == style::markdown ? "|" : "";
        for (std::size_t c = 0; c < cells.size(); ++c) {
            const std::string blanks(widths_[c] - cells[c].size(), ' ');
            line += (s == style::markdown ? " " : c > 0 ? "  " : "");
            line += right_[c] ? blanks + cells[c] : cells[c] + blanks;
            if (s == style::markdown) line += " |";
        }
        while (line.ends_with(' ')) line.pop_back();
        std::puts(line.c_str());
    }

    std::vector<std::string> titles_;
    std::vector<bool> right_;
    std::vector<std::size_t> widths_;
    std::vector<std::vector<std::string>> rows_;
};

} // namespace bench
