// A label that is none, in a build with NDEBUG. The shapes (6 classes) occur in no other file of this
// program: the linker must not take the loss of a file whose assertions are on.
#define NDEBUG
#include "loss_cases.hpp"

#include <handgrad/loss/softmax_cross_entropy.hpp>

#include <initializer_list>
#include <limits>

TEST_CASE("a label that is none makes the loss NaN and leaves the gradient out") {
    for (int wrong : {-1, 6, 1000000, std::numeric_limits<int>::min(), std::numeric_limits<int>::max()}) {
        loss_cases::batch<handgrad::softmax_cross_entropy, float, 3, 6> b(3);
        b.t(1, 0) = wrong;
        CHECK(is_nan(b.loss(0, 1)));
        for (int c = 0; c < 6; ++c) {
            CHECK(b.g(0, c) != 0);
            CHECK(b.g(1, c) == 0);
            CHECK(b.g(2, c) != 0);
        }
        CHECK(is_nan(b.loss_only(0, 1)));
    }
}
