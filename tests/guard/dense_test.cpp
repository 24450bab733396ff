#include "guarded_views.hpp"

#include <handgrad/activation/relu.hpp>
#include <handgrad/activation/sigmoid.hpp>
#include <handgrad/activation/silu.hpp>
#include <handgrad/layer/dense.hpp>

#include <doctest/doctest.h>

using namespace guard;

namespace {

/// All that a layer reads and writes, flush against the pages behind it or before it: 4 bytes off any
/// alignment, or at the beginning of a page.
template <class Layer, int B, class T>
struct buffers {
    explicit buffers(flush side)
        : z(side, 1), p(side, 2), tape(side, 3), y(side, 4), g(side, 5), g_in(side, 6), dp(side, 7) {}

    guarded<T, B, Layer::inputs> z;
    guarded<T, 1, Layer::parameter_count> p;
    guarded<T, 1, Layer::template tape_size<B>> tape;
    guarded<T, B, Layer::outputs> y, g;
    guarded<T, B, Layer::inputs> g_in;
    guarded<T, 1, Layer::parameter_count> dp;

    bool only_results_are_written() const {
        return z.unchanged() && p.unchanged() && tape.intact() && y.intact() && g.intact() && g_in.intact() &&
               dp.intact();
    }
    bool same_as(const buffers& other) const {
        return tape.same_as(other.tape) && y.same_as(other.y) && g.same_as(other.g) &&
               g_in.same_as(other.g_in) && dp.same_as(other.dp);
    }

    void infer() { Layer::template forward<B>(z.constant(), p.constant(), hg::discard{}, y.view()); }
    void forward() { Layer::template forward<B>(z.constant(), p.constant(), tape.view(), y.view()); }
    void backward() {
        Layer::template vjp<B, hg::write::overwrite>(z.constant(), y.constant(), p.constant(),
                                                     tape.constant(), g.view(), g_in.view(), dp.view());
    }
    /// As the first layer of a network, for another part of a batch.
    void backward_again() {
        Layer::template vjp<B, hg::write::accumulate>(z.constant(), y.constant(), p.constant(),
                                                      tape.constant(), g.view(), hg::discard{}, dp.view());
    }
};

template <class Layer, int B, class T>
void check() {
    CAPTURE(Layer::inputs);
    CAPTURE(Layer::outputs);
    CAPTURE(B);
    using all = buffers<Layer, B, T>;
    all back(flush::back), front(flush::front);
    for (all* b : {&back, &front}) {
        b->infer();
        CHECK(b->only_results_are_written());
        CHECK(b->tape.unchanged());
        b->forward();
        b->backward();
        b->backward_again();
        CHECK(b->only_results_are_written());
    }
    CHECK(back.same_as(front));
}

constexpr int batches[] = {1, 2, 3, 6, 7, 8, 13};

/// Every width as an input, or every so many, each with another output and another batch.
template <class T, class Activation, class Bias, int Shift, int Every>
void check_widths() {
    for_each_width<Every>([]<int I>() {
        check<hg::dense<widths[I], widths[(5 * I + Shift) % 12], Activation, Bias>, batches[(I + Shift) % 7],
              T>();
    });
}

} // namespace

TEST_CASE("guard: a dense layer whose derivative is a function of its output") {
    check_widths<float, hg::relu, hg::bias, 2, 1>();
}
TEST_CASE("guard: a dense layer that keeps its pre-activation") {
    check_widths<float, hg::silu, hg::bias, 7, 1>();
}
TEST_CASE("guard: a dense layer of doubles without bias") {
    check_widths<double, hg::sigmoid, hg::no_bias, 4, 3>();
}
