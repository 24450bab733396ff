/// How many are right.
#pragma once

#include "../confusion_matrix.hpp"

#include <span>

namespace lecture {

/// The share of rows of `scores` whose largest number is at the row's label.
template <class Scores>
double accuracy(const Scores& scores, std::span<const int> labels) {
    int right = 0;
    for (int i = 0; i < scores.rows; ++i)
        right += examples::argmax(scores.row(i)) == labels[static_cast<std::size_t>(i)];
    return static_cast<double>(right) / scores.rows;
}

} // namespace lecture
