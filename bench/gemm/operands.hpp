/// The numbers that a product is made of, and the ones it must give.
#pragma once

#include "../agree.hpp"

#include <handgrad/core/matrix.hpp>
#include <handgrad/core/random.hpp>

#include <cmath>
#include <cstddef>
#include <limits>
#include <memory>
#include <vector>

namespace bench {

namespace hg = handgrad;

/// One set for each problem, shared by all contestants, so that no one has the better addresses.
template <class Problem>
class operands {
public:
    using T = typename Problem::number;

    static operands& instance() {
        static const auto made = std::make_unique<operands>();
        return *made;
    }

    operands() : expected_(size), scale_(size) {
        hg::rng random{1};
        for (T& x : a_) x = T(random.uniform(-1.0f, 1.0f));
        for (T& x : b_) x = T(random.uniform(-1.0f, 1.0f));
        for (int i = 0; i < Problem::m; ++i)
            for (int k = 0; k < Problem::k; ++k)
                for (int j = 0; j < Problem::n; ++j) {
                    const double term = Problem::term(a_.data(), b_.data(), i, j, k);
                    expected_[at(i, j)] += term;
                    scale_[at(i, j)] += std::abs(term);
                }
    }

    const T* a() const { return a_.data(); }
    const T* b() const { return b_.data(); }
    T* out() { return out_.data(); }

    /// So that a contestant who writes nothing is found out.
    void spoil() {
        for (T& x : out_) x = std::numeric_limits<T>::quiet_NaN();
    }

    /// Ends the program if the product is wrong.
    void require_correct(const char* contestant) const {
        const std::string who = Problem::shape().append(" by ").append(contestant);
        for (std::size_t i = 0; i < size; ++i)
            require_agreement(who, static_cast<int>(i), static_cast<double>(out_.data()[i]), expected_[i],
                              tolerance * scale_[i]);
    }

private:
    /// Rounding errors grow like the square root of K at most; this leaves a wide margin at K = 1024.
    static constexpr double tolerance = 80 * static_cast<double>(std::numeric_limits<T>::epsilon());
    static constexpr std::size_t size = static_cast<std::size_t>(Problem::m) * Problem::n;
    static std::size_t at(int i, int j) {
        return static_cast<std::size_t>(i) * Problem::n + static_cast<std::size_t>(j);
    }

    hg::matrix<T, Problem::a_type::rows, Problem::a_type::cols> a_;
    hg::matrix<T, Problem::b_type::rows, Problem::b_type::cols> b_;
    hg::matrix<T, Problem::m, Problem::n> out_;
    std::vector<double> expected_, scale_; // the sum, and the sum of the absolute values of its terms
};

} // namespace bench
