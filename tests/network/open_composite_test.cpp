// Layers that a user makes of layers, without the library knowing of them, are frozen, folded, traced and
// checked.
#include <handgrad/handgrad.hpp>
#include <handgrad/testing/gradient_check.hpp>
#include <handgrad/testing/layer_laws.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <type_traits>

namespace {

namespace hg = handgrad;
using hg::dense, hg::extent;

/// Y = 2 f(Z)
template <class Inner>
class doubled : public hg::layer_list<Inner> {
    using base = hg::layer_list<Inner>;

public:
    template <class... Other>
    using rebuilt = doubled<Other...>;

    static constexpr int inputs = Inner::inputs, outputs = Inner::outputs;
    static constexpr bool steps_in_vjp = true;
    template <extent B>
    static constexpr int tape_size = hg::tape_size_of<Inner, B>;
    template <extent B>
    static constexpr int y_size = B* outputs;
    template <extent B>
    static constexpr int scratch_size = y_size<B> + hg::scratch_size_of<Inner, B>;

    template <extent B, class T, class P, class Tape>
    static constexpr void forward(hg::view<const T, B, inputs> z, P p, Tape tape, hg::view<T, B, outputs> y,
                                  hg::view<T, 1, scratch_size<B>> scratch) {
        hg::run_forward<Inner, B, T>(z, base::template parameters_of<1>(p), y,
                                     hg::optional_arguments<Tape, T>{tape, scratch.data() + y_size<B>});
        for (T& number : y) number *= 2;
    }
    template <extent B, hg::write W, class T, class Tape, class GIn, class DP>
    static constexpr void vjp(hg::view<const T, B, inputs> z, hg::view<const T, B, outputs> y,
                              hg::view<const T, 1, Inner::parameter_count> p, Tape tape,
                              hg::view<T, B, outputs> g, GIn g_in, DP dp,
                              hg::view<T, 1, scratch_size<B>> scratch) {
        const hg::view<T, B, outputs> inner_y(scratch.data());
        for (int i = 0; i < y.size; ++i) inner_y.data()[i] = y.data()[i] / 2;
        for (T& number : g) number *= 2;
        hg::run_vjp<Inner, B, W, T>(z, inner_y, base::template parameters_of<1>(p), g, g_in,
                                    base::template parameters_of<1>(dp),
                                    hg::optional_arguments<Tape, T>{tape, scratch.data() + y_size<B>});
    }
};

/// A name for what the library makes.
template <int N>
struct block : hg::residual<dense<N, N>, dense<N, N, hg::relu>> {};

/// The heir of such a layer, which computes something else.
struct negated : hg::residual<dense<3, 3>, dense<3, 3>> {
    template <extent B, class T, class P, class Tape>
    static constexpr void forward(hg::view<const T, B, 3> z, P p, Tape tape, hg::view<T, B, 3> y,
                                  hg::view<T, 1, scratch_size<B>> scratch) {
        hg::residual<dense<3, 3>, dense<3, 3>>::forward<B>(z, p, tape, y, scratch);
        for (T& number : y) number = -number;
    }
};

/// One whose forward takes views alone.
struct plain : hg::layer_list<dense<40, 40>> {
    using inner = dense<40, 40>;
    static constexpr int inputs = 40, outputs = 40;
    template <int B>
    static constexpr int tape_size = 0;

    template <int B, class T, class Tape>
    static constexpr void forward(hg::view<const T, B, 40> z, hg::view<const T, 1, parameter_count> p,
                                  Tape tape, hg::view<T, B, 40> y) {
        inner::forward<B>(z, p, tape, y);
    }
    template <int B, hg::write W, class T, class GIn>
    static constexpr void vjp(hg::view<const T, B, 40> z, hg::view<const T, B, 40> y,
                              hg::view<const T, 1, parameter_count> p, hg::view<const T, 1, 0> tape,
                              hg::view<T, B, 40> g, GIn g_in, hg::view<T, 1, parameter_count> dp) {
        inner::vjp<B, W>(z, y, p, tape, g, g_in, dp);
    }
};

template <class Net>
struct subject {
    hg::parameters<Net> p;
    hg::matrix<float, 5, Net::inputs> x;

    subject() {
        hg::rng random{7};
        Net::initialize(p, random);
        for (float& number : p) number += random.uniform(-0.1f, 0.1f);
        for (float& number : x) number = random.normal<float>();
    }
};

/// A layer by itself, frozen: how many bytes.
template <class Layer, class Weight>
constexpr std::size_t frozen_bytes = sizeof(hg::frozen<hg::network<Layer>, Weight>);

template <class Net, class Weight>
hg::matrix<float, 5, Net::outputs> frozen_outputs(const subject<Net>& of) {
    const auto f = std::make_unique<hg::frozen<Net, Weight>>(of.p);
    return f->forward(of.x);
}

} // namespace

TEST_CASE("a layer made of layers outside the library is lawful") {
    CHECK(hg::testing::layer_laws<doubled<dense<3, 4, hg::gelu>>>());
    CHECK(hg::testing::layer_laws<doubled<hg::residual<dense<3, 5, hg::tanh>, dense<5, 3>>>>());
    CHECK(hg::testing::layer_laws<hg::checkpoint<doubled<dense<3, 4>>, hg::prelu<4>>>());
    using net =
        hg::network<doubled<dense<4, 3, hg::tanh>>, doubled<hg::layer_norm<3>>, block<3>, dense<3, 2>>;
    const subject<net> s;
    const std::array<int, 5> label{0, 1, 0, 1, 1};
    CHECK(hg::testing::gradient_check<net>(hg::softmax_cross_entropy{}, s.p, s.x, label).holds());
}

TEST_CASE("its layers are frozen in it") {
    using net = hg::network<doubled<dense<40, 40, hg::relu>>, block<40>, doubled<doubled<dense<40, 3>>>>;
    const subject<net> s;
    CHECK(frozen_outputs<net, float>(s) == net::forward(s.p, s.x));
    CHECK(frozen_bytes<doubled<dense<40, 40>>, std::int8_t> == frozen_bytes<dense<40, 40>, std::int8_t>);
    CHECK(frozen_bytes<block<40>, std::int8_t> ==
          frozen_bytes<hg::residual<dense<40, 40>, dense<40, 40>>, std::int8_t>);
    CHECK(3 * frozen_bytes<block<40>, std::int8_t> < frozen_bytes<block<40>, float>);

    // Exactly, as 2 is a power of two.
    using alone = hg::network<dense<40, 40, hg::relu>>;
    using twice = hg::network<doubled<dense<40, 40, hg::relu>>>;
    const subject<alone> a;
    const subject<twice> t;
    auto expected = frozen_outputs<alone, std::int8_t>(a);
    for (float& number : expected) number *= 2;
    CHECK(frozen_outputs<twice, std::int8_t>(t) == expected);
}

TEST_CASE("one whose forward takes views alone is kept as it is") {
    using net = hg::network<plain>;
    const subject<net> s;
    CHECK(frozen_outputs<net, float>(s) == net::forward(s.p, s.x));
    CHECK(frozen_bytes<plain, std::int8_t> >= sizeof(float) * plain::parameter_count);
}

TEST_CASE("an heir that computes something else is neither frozen nor folded as what it inherits") {
    using net = hg::network<negated>;
    const subject<net> s;
    CHECK(frozen_outputs<net, float>(s) == net::forward(s.p, s.x));
    static_assert(std::is_same_v<hg::collapsed<net>, net>);

    // Nor is one that learns nothing made one that does.
    using still = hg::network<hg::fixed<hg::residual<dense<3, 3>, dense<3, 3>>>>;
    static_assert(std::is_same_v<hg::collapsed<still>, still>);
}

TEST_CASE("its layers are folded in it") {
    using net = hg::network<doubled<hg::network<dense<3, 4>, dense<4, 5, hg::relu>>>, dense<5, 3>, block<3>>;
    using less = hg::network<doubled<hg::network<dense<3, 5, hg::relu>>>, dense<5, 3>,
                             hg::residual<dense<3, 3, hg::relu>>>;
    static_assert(std::is_same_v<hg::collapsed<net>, less>);
    subject<net> s;
    for (float& number : s.p) number = static_cast<float>(static_cast<int>(number * 8)); // small integers
    for (float& number : s.x) number = static_cast<float>(static_cast<int>(number * 2));
    CHECK(less::forward(hg::collapse(s.p), s.x) == net::forward(s.p, s.x));

    using normed = hg::network<doubled<hg::network<dense<3, 4>, hg::batch_norm<4, hg::relu>>>, dense<4, 2>>;
    using folded = hg::network<doubled<hg::network<dense<3, 4, hg::relu>>>, dense<4, 2>>;
    static_assert(std::is_same_v<hg::without_batch_norm<normed>, folded>);
    const subject<normed> n;
    const auto y = normed::forward(n.p, n.x), z = folded::forward(hg::fold_batch_norm(n.p), n.x);
    for (int i = 0; i < y.size; ++i) CHECK(y.data()[i] == doctest::Approx(z.data()[i]).epsilon(1e-5));
}

TEST_CASE("it is traced and trained as any layer") {
    using net = hg::network<doubled<dense<4, 6, hg::tanh>>, block<6>, dense<6, 2>>;
    subject<net> s, t;
    const std::array<int, 5> label{0, 1, 0, 1, 1};
    net::trace<5> seen;
    net::workspace<5> ws;
    const auto step = [&](auto& of, auto& in) {
        return net::train_step(hg::softmax_cross_entropy{}, hg::sgd{.rate = 0.1}, of.p, of.x, label, in);
    };
    CHECK(step(s, seen) == step(t, ws));
    CHECK(s.p == t.p);
    CHECK(seen.activation<3>().size == 30);
    CHECK(std::any_of(seen.gradient<2>().begin(), seen.gradient<2>().end(), [](float g) { return g != 0; }));
}
