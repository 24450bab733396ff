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
    static operands& instance() {
        static const auto made = std::make_unique<operands>();
        return *made;
    }

    operands() : expected_(size), scale_(size) {
        hg::rng random{1};
        for (float& x : a_) x = random.uniform(-1.0f, 1.0f);
        for (float& x : b_) x = random.uniform(-1.0f, 1.0f);
        for (int i = 0; i < Problem::m; ++i)
            for (int j = 0; j < Problem::n; ++j)
                for (int k = 0; k < Problem::k; ++k) {
                    const double term = Problem::term(a_.data(), b_.data(), i, j, k);
                    expected_[at(i, j)] += term;
                    scale_[at(i, j)] += std::abs(term);
                }
    }

    const float* a() const { return a_.data(); }
    const float* b() const { return b_.data(); }
    float* out() { return out_.data(); }

    /// So that a contestant who writes nothing is found out.
    void spoil() {
        for (float& x : out_) x = std::numeric_limits<float>::quiet_NaN();
    }

    /// Ends the program if the product is wrong.
    void require_correct(const char* contestant) const {
        const std::string who = Problem::shape().append(" by ").append(contestant);
        for (std::size_t i = 0; i < size; ++i)
            // Rounding errors grow like the square root of K at most; this leaves a wide margin at K = 784.
            require_agreement(who, static_cast<int>(i), static_cast<double>(out_.data()[i]), expected_[i],
                              1e-5 * scale_[i]);
    }

private:
    static constexpr std::size_t size = static_cast<std::size_t>(Problem::m) * Problem::n;
    static std::size_t at(int i, int j) {
        return static_cast<std::size_t>(i) * Problem::n + static_cast<std::size_t>(j);
    }

    hg::matrix<float, Problem::a_type::rows, Problem::a_type::cols> a_;
    hg::matrix<float, Problem::b_type::rows, Problem::b_type::cols> b_;
    hg::matrix<float, Problem::m, Problem::n> out_;
    std::vector<double> expected_, scale_; // the sum, and the sum of the absolute values of its terms
};

} // namespace bench
