/// The numbers that a product is made of, and the ones it must give.
#pragma once

#include "../harness/aligned.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace bench {

/// The output is m x n, a sum over k; what is transposed is so in memory, row by row.
struct product_shape {
    int m, n, k;
    bool transposed_a, transposed_b;

    auto operator<=>(const product_shape&) const = default;
};

/// One set for each shape, shared by all contestants, so that no one has the better addresses.
template <class T>
class operands {
public:
    static operands& of(const product_shape& shape);

    explicit operands(const product_shape& shape);

    const T* a() const { return numbers_.data(); }
    const T* b() const { return numbers_.data() + b_begins_; }
    T* out() { return numbers_.data() + out_begins_; }

    /// So that a contestant who writes nothing is found out.
    void spoil();

    /// Ends the program if the product is wrong.
    void require_correct(const std::string& who);

private:
    std::size_t b_begins_, out_begins_;
    aligned_vector<T> numbers_;            // a, b and out, each from the beginning of a line on
    std::vector<double> expected_, scale_; // the sum, and the sum of the absolute values of its terms
};

extern template class operands<float>;
extern template class operands<double>;

} // namespace bench
