#include "guarded_views.hpp"

#include <handgrad/loss/binary_cross_entropy_with_logits.hpp>
#include <handgrad/loss/class_weighted.hpp>
#include <handgrad/loss/hinge.hpp>
#include <handgrad/loss/mean_squared_error.hpp>
#include <handgrad/loss/negative_log_likelihood.hpp>
#include <handgrad/loss/soft_cross_entropy.hpp>
#include <handgrad/loss/softmax_cross_entropy.hpp>
#include <handgrad/optimizer/amsgrad.hpp>
#include <handgrad/optimizer/clip_norm.hpp>
#include <handgrad/optimizer/clip_value.hpp>
#include <handgrad/optimizer/momentum.hpp>
#include <handgrad/optimizer/sgd.hpp>

#include <doctest/doctest.h>

#include <array>

using namespace guard;

namespace {

constexpr flush sides[] = {flush::back, flush::front};

/// Rows of labels are all 0.
template <class T, int B, int N, class Loss>
void check_loss(const Loss& loss) {
    using target_type = typename Loss::template target_type<T>;
    T value[2];
    for (int k = 0; k < 2; ++k) {
        guarded<T, B, N> z(sides[k], 1), g(sides[k], 2);
        guarded<target_type, B, Loss::template target_cols<N>> target(sides[k], 3);
        value[k] = loss(T(0), z.constant(), target.constant(), T(0.5), g.view());
        CHECK(z.unchanged());
        CHECK(target.unchanged());
        CHECK(g.intact());
    }
    CHECK(same_bits(value[0], value[1]));
}

/// The first two stand for all losses that read rows as they do.
template <class T, int N>
void check_losses() {
    check_loss<T, 3, N>(hg::softmax_cross_entropy{});
    check_loss<T, 3, N>(hg::mean_squared_error{});
}

template <int N>
void check_other_losses() {
    const std::array<double, N> weights{};
    check_loss<float, 2, N>(hg::class_weighted(hg::soft_cross_entropy{.label_smoothing = 0.1}, weights));
    check_loss<float, 2, N>(hg::class_weighted(hg::negative_log_likelihood{}, weights));
    check_loss<float, 2, N>(hg::class_weighted(hg::hinge{}, weights));
    check_loss<float, 2, N>(hg::class_weighted(hg::binary_cross_entropy_with_logits{}, weights));
}

template <class T, int N>
void check_steps() {
    for (const flush side : sides) {
        guarded<T, 1, N> p(side, 1), g(side, 2), u(side, 3);
        hg::sgd{.rate = 0.1, .weight_decay = 0.01}(p.view(), g.constant());
        hg::momentum{.rate = 0.1, .weight_decay = 0.01}(p.view(), g.constant(), u.view());
        CHECK(p.intact());
        CHECK(g.unchanged());
        CHECK(u.intact());
    }
}

/// A state between forbidden pages.
template <class T, int N>
struct counted : hg::view<T, 1, N> {
    std::int64_t count = 0;
    std::int64_t steps() const { return count; }
    void set_steps(std::int64_t n) { count = n; }
};

template <class T, int N>
void check_many_states() {
    guarded<T, 1, N> p[2] = {{flush::back, 1}, {flush::front, 1}};
    for (int k = 0; k < 2; ++k) {
        guarded<T, 1, N> g(sides[k], 2);
        guarded<T, 1, 3 * N> kept(sides[k], 3);
        for (T& s : kept.view()) s = 0;
        counted<T, 3 * N> state{kept.view()};
        hg::clip_norm(g.view(), 0.5);
        hg::clip_value(g.view(), 0.25);
        hg::amsgrad{.rate = 0.1}(p[k].view(), g.constant(), state);
        CHECK(p[k].intact());
        CHECK(g.intact());
        CHECK(kept.intact());
    }
    CHECK(p[0].same_as(p[1]));
}

} // namespace

TEST_CASE("guard: the losses") {
    for_each_width([]<int I>() {
        CAPTURE(widths[I]);
        check_losses<float, widths[I]>();
    });
    for_each_width<3>([]<int I>() {
        CAPTURE(widths[I]);
        check_losses<double, widths[I]>();
    });
    check_other_losses<3>();
    check_other_losses<17>();
    // rows of which columns are made, eight at a time
    check_loss<float, 9, 1>(hg::mean_squared_error{});
    check_loss<float, 8, 3>(hg::softmax_cross_entropy{});
    check_loss<float, 9, 10>(hg::softmax_cross_entropy{});
}

TEST_CASE("guard: the optimizers") {
    for_each_width([]<int I>() {
        CAPTURE(widths[I]);
        check_steps<float, widths[I]>();
    });
    for_each_width<3>([]<int I>() {
        CAPTURE(widths[I]);
        check_steps<double, widths[I]>();
        check_many_states<float, widths[I]>();
    });
}
