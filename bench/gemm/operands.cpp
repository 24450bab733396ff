#include "operands.hpp"

#include "../harness/agree.hpp"

#include <handgrad/core/random.hpp>

#include <cmath>
#include <limits>
#include <map>
#include <memory>

namespace bench {
namespace {

/// Rounded up to a whole line of the cache.
template <class T>
std::size_t in_lines(int rows, int cols) {
    constexpr std::size_t line = 64 / sizeof(T);
    const auto count = static_cast<std::size_t>(rows) * static_cast<std::size_t>(cols);
    return (count + line - 1) / line * line;
}

} // namespace

template <class T>
operands<T>& operands<T>::of(const product_shape& shape) {
    static std::map<product_shape, std::unique_ptr<operands>> all;
    auto& found = all[shape];
    if (!found) found = std::make_unique<operands>(shape);
    return *found;
}

template <class T>
operands<T>::operands(const product_shape& s)
    : b_begins_(in_lines<T>(s.m, s.k)), out_begins_(b_begins_ + in_lines<T>(s.k, s.n)),
      numbers_(out_begins_ + in_lines<T>(s.m, s.n)), expected_(static_cast<std::size_t>(s.m * s.n)),
      scale_(expected_.size()) {
    handgrad::rng random{1};
    T *const a = numbers_.data(), *const b = a + b_begins_;
    for (int i = 0; i < s.m * s.k; ++i) a[i] = T(random.uniform(-1.0f, 1.0f));
    for (int i = 0; i < s.k * s.n; ++i) b[i] = T(random.uniform(-1.0f, 1.0f));
    for (int i = 0; i < s.m; ++i)
        for (int l = 0; l < s.k; ++l)
            for (int j = 0; j < s.n; ++j) {
                const double term = static_cast<double>(a[s.transposed_a ? l * s.m + i : i * s.k + l]) *
                                    static_cast<double>(b[s.transposed_b ? j * s.k + l : l * s.n + j]);
                const auto at = static_cast<std::size_t>(i * s.n + j);
                expected_[at] += term;
                scale_[at] += std::abs(term);
            }
}

template <class T>
void operands<T>::spoil() {
    for (std::size_t i = 0; i < expected_.size(); ++i) out()[i] = std::numeric_limits<T>::quiet_NaN();
}

template <class T>
void operands<T>::require_correct(const std::string& who) {
    // Rounding errors grow like the square root of K at most; this leaves a wide margin at K = 1024.
    constexpr double tolerance = 80 * static_cast<double>(std::numeric_limits<T>::epsilon());
    for (std::size_t i = 0; i < expected_.size(); ++i)
        require_agreement(who, static_cast<int>(i), static_cast<double>(out()[i]), expected_[i],
                          tolerance * scale_[i]);
}

template class operands<float>;
template class operands<double>;

} // namespace bench
