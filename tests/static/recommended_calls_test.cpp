// The calls that a message recommends are calls: each as it stands there, with variables of its words.
#include <handgrad/handgrad.hpp>

#include <memory>

namespace {

namespace hg = handgrad;

using Net = hg::network<hg::dense<2, 3>, hg::batch_norm<3>, hg::dense<3, 4>>;
using Plain = hg::network<hg::dense<2, 3>, hg::dense<3, 4>>;

/// Of sequences.
using Recurrent = hg::network<hg::gru<2, 3>, hg::dense<3, 4>>;
[[maybe_unused]] void of_sequences(hg::parameters<Recurrent>& p, const hg::matrix<float, 16 * 64, 2>& x,
                                   hg::matrix<float, 16 * 64, 4>& y) {
    constexpr int B = 16;
    static Recurrent::workspace<16 * hg::steps(64)> ws;
    Recurrent::state<B> state;
    static_cast<void>(Recurrent::forward(p, hg::sequences<B>(x)));
    static_cast<void>(Recurrent::forward(p, hg::going_on(x, state)));
    static_cast<void>(Recurrent::forward(p, x, state));
    Recurrent::predict(p, x, y, state);
    Recurrent::predict(p, hg::sequences(x), ws, y);
    Recurrent::stream(p, x.data(), y.data(), 64, state);
}

template <class Net, class Workspace>
[[maybe_unused]] void of_a_network(hg::parameters<Net>& p, const hg::matrix<float, 8, 2>& x, Workspace& ws,
                                   hg::matrix<float, 8, 4>& y) {
    hg::rng rng(42);
    Net::initialize(p, rng);
    Net::initialize(p, rng, hg::he_normal{});
    static_cast<void>(Net::forward(p, x));
    static_cast<void>(Net::forward(p, x, ws));
    Net::forward(p, x, ws, y);
    Net::predict(p, x, y);
    Net::predict(p, x, ws, y);
    static_cast<void>(hg::freeze<hg::bfloat16>(p));
    const hg::frozen<Net, std::int8_t> f(p);
    static_cast<void>(std::make_unique<hg::frozen<Net, std::int8_t>>(p));
    static_cast<void>(f.forward(x));
    static_cast<void>(f.forward(x, ws));
    f.forward(x, ws, y);
    f.predict(x, y);
    f.predict(x, ws, y);
    hg::parameters<hg::collapsed<Net>> q;
    hg::collapse(p, q);
    hg::parameters<hg::without_batch_norm<Net>> r;
    hg::fold_batch_norm(p, r);
    const typename Net::template block<>& block = p;
    static_cast<void>(hg::parameters<Net>(block));
    const hg::rows<const float, 2> many(x);
    static_cast<void>(Net::forward(p, many.template tile<4>(0)));
}

[[maybe_unused]] void of_training(hg::parameters<Plain>& p, const hg::matrix<float, 8, 2>& x,
                                  const hg::matrix<int, 8, 1>& target, Plain::workspace<8>& ws) {
    const hg::softmax_cross_entropy loss{};
    const hg::adam step{};
    hg::parameters<Plain> gradient;
    hg::optimizer_state<hg::adam, Plain::parameter_count> state;
    Plain::value_and_gradient(loss, p, x, target, gradient, ws);
    Plain::train_step(loss, hg::sgd{}, p, x, target, ws);
    Plain::train_step(loss, step, p, x, target, ws, state);
    step(p, gradient, state);
    hg::copy(gradient, p);
    const auto team = [](int count, const auto& f) {
        for (int i = 0; i < count; ++i) f(i);
    };
    using parallel = hg::data_parallel<Plain, 2>;
    static parallel::workspace<8> shards;
    parallel::value_and_gradient(team, loss, p, x, target, gradient, shards);
    parallel::train_step(team, loss, hg::sgd{}, p, x, target, shards);
}

[[maybe_unused]] void of_derivatives(hg::parameters<Plain>& p, hg::matrix<float, 8, 2>& x,
                                     hg::matrix<float, 8, 4>& g, const hg::matrix<int, 8, 1>& target,
                                     Plain::workspace<8>& ws, hg::dual_workspace<Plain, 8>& dual) {
    const auto dp = p;
    auto dx = x;
    auto y = g, dy = g;
    static_cast<void>(hg::jvp(p, dp, x, dx));
    static_cast<void>(hg::jvp(p, dp, x, dx, dual));
    hg::jvp(p, dp, x, dx, dual, y, dy);
    hg::parameters<Plain> to;
    hg::vjp(p, x, g, dx, to);
    hg::vjp(p, x, g, dx, to, ws);
    hg::vjp(p, x, g, hg::discard{}, to, ws);
    hg::vjp(p, x, g, dx, hg::discard{}, ws);
    hg::matrix<float, 4, 2> J;
    static_cast<void>(hg::jacobian(p, x.row(0)));
    hg::jacobian(p, x.row(0), ws, J);
    const hg::softmax_cross_entropy loss{};
    static_cast<void>(hg::hessian_vector_product(loss, p, dp, x, target));
    static_cast<void>(hg::hessian_vector_product(loss, p, dp, x, target, dual));
    hg::hessian_vector_product(loss, p, dp, x, target, dual, to);
}

[[maybe_unused]] constexpr auto instances = &of_a_network<Net, Net::workspace<8>>;

} // namespace
