// A label that is none, in a build with NDEBUG.
#define NDEBUG
#include "loss_cases.hpp"

#include <handgrad/loss/class_weighted.hpp>
#include <handgrad/loss/hinge.hpp>
#include <handgrad/loss/negative_log_likelihood.hpp>
#include <handgrad/loss/softmax_cross_entropy.hpp>

#include <limits>

namespace {

namespace hg = handgrad;

constexpr int wrong_labels[] = {-1, 6, 1000000, std::numeric_limits<int>::min(),
                                std::numeric_limits<int>::max()};

template <class Loss>
void check_wrong_labels(const Loss& loss) {
    for (int wrong : wrong_labels) {
        loss_cases::batch<Loss, float, 3, 6> b(3, loss);
        b.t = {{2}, {wrong}, {3}};
        CHECK(is_nan(b.loss(0, 1)));
        CHECK(b.g(0, 2) != 0);
        for (int c = 0; c < 6; ++c) CHECK(b.g(1, c) == 0);
        CHECK(b.g(2, 3) != 0);
        CHECK(is_nan(b.loss_only(0, 1)));
    }
}

} // namespace

// checked_label_test.cpp asks the same of the same shape, and ends: the linker must not take one for the
// other.
TEST_CASE("a file without assertions is beside one with them") {
    loss_cases::batch<hg::hinge, float, 1, 5> b(3);
    b.t(0, 0) = 5;
    CHECK(is_nan(b.loss(0, 1)));
}

TEST_CASE("a label that is none makes the loss NaN and leaves the gradient out") {
    check_wrong_labels(hg::softmax_cross_entropy{});
    check_wrong_labels(hg::softmax_cross_entropy{.label_smoothing = 0.1, .ignore_index = -100});
    check_wrong_labels(hg::negative_log_likelihood{});
    check_wrong_labels(hg::hinge{});
}

TEST_CASE("a label that is none has no class weight") {
    const hg::class_weighted loss(hg::negative_log_likelihood{}, {1, 2, 4, 8, 16, 32});
    for (int wrong : wrong_labels) {
        const hg::matrix<int, 3, 1> labels{{1}, {wrong}, {3}};
        CHECK(hg::loss_divisor<float>(loss, hg::rows<const int, 1>(labels)) == 10);
    }
    check_wrong_labels(loss);
}
