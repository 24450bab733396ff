// Every loss takes dual numbers: the loss has the bits that it has without tangents, its tangent is g . dz,
// and the tangents of its gradient agree with central differences.
#include <bits.hpp>
#include <doctest/doctest.h>

#include <handgrad/handgrad.hpp>

#include <cmath>
#include <type_traits>

namespace hg = handgrad;

namespace {

constexpr int rows = 2, columns = 3;
using D = hg::dual<double>;

template <class Loss, class Target>
void check(const Loss& loss, const hg::matrix<Target, rows, Loss::template target_cols<columns>>& target) {
    INFO(__PRETTY_FUNCTION__);
    const hg::matrix<double, rows, columns> z{{0.3, -1.2, 0.7}, {2.1, 0.4, -0.9}};
    const hg::matrix<double, rows, columns> dz{{1, 0.5, -0.25}, {-0.75, 2, 1}};
    const auto at = [&](double t, auto& g) {
        auto moved = z;
        for (int i = 0; i < z.size; ++i) moved.data()[i] += t * dz.data()[i];
        return loss(0., hg::view<const double, rows, columns>(moved), target.view(), 0.5, g.view());
    };
    constexpr double h = 1e-5;
    hg::matrix<double, rows, columns> g, before, after;
    const double value = at(0, g), value_before = at(-h, before), value_after = at(h, after);

    hg::matrix<D, rows, columns> dual_z, dual_g;
    for (int i = 0; i < z.size; ++i) dual_z.data()[i] = {z.data()[i], dz.data()[i]};
    const auto constant = [&] {
        if constexpr (std::is_same_v<Target, int>) {
            return target;
        } else {
            hg::matrix<D, rows, columns> t;
            for (int i = 0; i < t.size; ++i) t.data()[i] = target.data()[i];
            return t;
        }
    }();
    const D found =
        loss(D(0), hg::view<const D, rows, columns>(dual_z.view()), constant.view(), D(0.5), dual_g.view());
    CHECK(same_bits(found.value, value));
    CHECK(std::abs(found.tangent - (value_after - value_before) / (2 * h)) < 1e-8);
    double slope = 0;
    for (int i = 0; i < g.size; ++i) {
        CHECK(same_bits(dual_g.data()[i].value, g.data()[i]));
        CHECK(std::abs(dual_g.data()[i].tangent - (after.data()[i] - before.data()[i]) / (2 * h)) < 1e-8);
        slope += 2 * g.data()[i] * dz.data()[i];
    }
    CHECK(found.tangent == doctest::Approx(slope).epsilon(1e-12));
}

} // namespace

TEST_CASE("losses of duals") {
    const hg::matrix<int, rows, 1> label{{2}, {0}};
    const hg::matrix<double, rows, columns> number{{0.2, 0.3, 0.5}, {1, 0.25, 0}};
    check(hg::softmax_cross_entropy{}, label);
    check(hg::class_weighted(hg::softmax_cross_entropy{.label_smoothing = 0.1}, {1, 2, 0.5}), label);
    check(hg::negative_log_likelihood{}, label);
    check(hg::hinge{}, label);
    check(hg::soft_cross_entropy{.label_smoothing = 0.1}, number);
    check(hg::binary_cross_entropy_with_logits{.pos_weight = 2}, number);
    check(hg::mean_squared_error{.reduction = hg::reduction::sum}, number);
    check(hg::huber{.reduction = hg::reduction::sum}, number);
    check(hg::smooth_l1{.reduction = hg::reduction::sum}, number);
    check(hg::mean_absolute_error{.reduction = hg::reduction::sum}, number);
}
