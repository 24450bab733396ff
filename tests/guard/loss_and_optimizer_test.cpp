#include "guarded_views.hpp"

#include <handgrad/loss/mean_squared_error.hpp>
#include <handgrad/loss/softmax_cross_entropy.hpp>
#include <handgrad/optimizer/amsgrad.hpp>
#include <handgrad/optimizer/clip_norm.hpp>
#include <handgrad/optimizer/clip_value.hpp>
#include <handgrad/optimizer/momentum.hpp>
#include <handgrad/optimizer/sgd.hpp>

#include <doctest/doctest.h>

using namespace guard;

namespace {

constexpr flush sides[] = {flush::back, flush::front};

template <class T, int N>
void check_softmax() {
    T value[2];
    for (int k = 0; k < 2; ++k) {
        guarded<T, 3, N> z(sides[k], 1), g(sides[k], 2);
        guarded<int, 3, 1> label(sides[k], 3); // all of them 0
        value[k] = hg::softmax_cross_entropy{}(T(0), z.constant(), label.constant(), T(0.5), g.view());
        CHECK(z.unchanged());
        CHECK(label.unchanged());
        CHECK(g.intact());
        hg::softmax_cross_entropy{}(T(0), z.constant(), label.constant(), T(0.5), hg::discard{});
        CHECK(z.unchanged());
    }
    CHECK(same_bits(value[0], value[1]));
}

template <class T, int N>
void check_squares() {
    T value[2];
    for (int k = 0; k < 2; ++k) {
        guarded<T, 3, N> z(sides[k], 1), g(sides[k], 2), target(sides[k], 3);
        value[k] = hg::mean_squared_error{}(T(0), z.constant(), target.constant(), T(0.5), g.view());
        CHECK(z.unchanged());
        CHECK(target.unchanged());
        CHECK(g.intact());
    }
    CHECK(same_bits(value[0], value[1]));
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
        check_softmax<float, widths[I]>();
        check_squares<float, widths[I]>();
        if constexpr (I % 3 == 0) {
            check_softmax<double, widths[I]>();
            check_squares<double, widths[I]>();
        }
    });
}

TEST_CASE("guard: the optimisers") {
    for_each_width([]<int I>() {
        CAPTURE(widths[I]);
        check_steps<float, widths[I]>();
        if constexpr (I % 3 == 0) {
            check_steps<double, widths[I]>();
            check_many_states<float, widths[I]>();
        }
    });
}
