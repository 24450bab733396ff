// A loss called by hand: matrices, temporaries, const and not, give what the views of a network give.
#include "loss_cases.hpp"

#include <handgrad/loss/binary_cross_entropy_with_logits.hpp>
#include <handgrad/loss/class_weighted.hpp>
#include <handgrad/loss/hinge.hpp>
#include <handgrad/loss/huber.hpp>
#include <handgrad/loss/mean_absolute_error.hpp>
#include <handgrad/loss/mean_squared_error.hpp>
#include <handgrad/loss/negative_log_likelihood.hpp>
#include <handgrad/loss/smooth_l1.hpp>
#include <handgrad/loss/soft_cross_entropy.hpp>
#include <handgrad/loss/softmax_cross_entropy.hpp>

#include <utility>

namespace {

namespace hg = handgrad;

template <class T, class Loss>
void check(const Loss& loss) {
    loss_cases::batch<Loss, T, 5, 3> b(3, loss);
    const T weight = 1, expected = b.loss(0, weight);
    const auto gradient = b.g;
    const auto z = b.z;
    const auto t = b.t;
    CHECK(loss(0, b.z, b.t, weight, hg::discard{}) == expected);
    CHECK(loss(0, b.z.view(), b.t.view(), weight, hg::discard{}) == expected);
    CHECK(loss(0, z, t.view(), weight, hg::discard{}) == expected);
    CHECK(loss(0, decltype(b.z)(z), decltype(b.t)(t), weight, hg::discard{}) == expected);

    // The gradient goes to the matrix, not to a copy of it.
    const auto writes = [&](auto&& from, auto&& target, auto&& to) {
        b.g = {};
        const T found = loss(0, from, target, weight, to);
        return found == expected && b.g == gradient;
    };
    CHECK(writes(z, t, b.g));
    CHECK(writes(z.view(), t.view(), b.g));
    CHECK(writes(b.z.view(), t, b.g.view()));
}

} // namespace

TEST_CASE("a loss by hand takes matrices, temporaries, and views that may write") {
    const auto check_both = [](const auto& loss) {
        check<float>(loss);
        check<double>(loss);
    };
    check_both(hg::binary_cross_entropy_with_logits{});
    check_both(hg::hinge{});
    check_both(hg::huber{});
    check_both(hg::mean_absolute_error{});
    check_both(hg::mean_squared_error{});
    check_both(hg::negative_log_likelihood{});
    check_both(hg::smooth_l1{});
    check_both(hg::soft_cross_entropy{});
    check_both(hg::softmax_cross_entropy{});
}

TEST_CASE("so does one with class weights") {
    const hg::class_weighted loss(hg::softmax_cross_entropy{}, {1, 2, 3});
    const auto z = hg::row(0.5f, -1.0f, 2.0f);
    hg::matrix<int, 1, 1> label{{2}};
    hg::matrix<float, 1, 3> g, by_hand;
    const float expected = loss(0, z.view(), std::as_const(label).view(), 1.0f, g.view());
    CHECK(loss(0, hg::row(0.5f, -1.0f, 2.0f), label, 1.0f, by_hand) == expected);
    CHECK(by_hand == g);
}
