// What may not lie in the place of something else is refused wherever it overlaps, and not next to it; what
// may gives the same bits there. -DHANDGRAD_TEST_ALL_WIDTHS asks it of predict at all widths from 1 to 70:
// minutes.
#include "arguments.hpp"

#include "share.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstring>
#include <stdexcept>
#include <utility>

using namespace failure;

namespace {

// predict: never in place

template <class Predict, int N>
int wrong_places(Predict predict) {
    int wrong = 0;
    for (int count = 1; count <= 41; ++count) {
        const std::ptrdiff_t size = std::ptrdiff_t{N} * count;
        std::vector<float> memory(static_cast<std::size_t>(3 * size)), before;
        hg::rng r{3};
        for (float& v : memory) v = r.uniform(-1.f, 1.f);
        before = memory;
        float* const x = memory.data() + size;
        // As many numbers before the batch as behind it: at its ends, in it, and in its place.
        for (const std::ptrdiff_t by : {1 - size, -size / 2, std::ptrdiff_t{-1}, std::ptrdiff_t{0},
                                        std::ptrdiff_t{3}, size / 2, size - 1}) {
            if (by <= -size || by >= size) continue;
            bool refused = false;
            try {
                predict(hg::rows<const float, N>(x, count), hg::rows<float, N>(x + by, count));
            } catch (const std::invalid_argument&) {
                refused = true;
            }
            wrong += !refused || memory != before;
        }
        // Next to the batch is apart from it.
        predict(hg::rows<const float, N>(x, count), hg::rows<float, N>(x - size, count));
        predict(hg::rows<const float, N>(x, count), hg::rows<float, N>(x + size, count));
        wrong += !std::equal(x, x + size, before.data() + size);
        wrong += std::memcmp(x - size, x + size, static_cast<std::size_t>(size) * sizeof(float)) != 0;
    }
    return wrong;
}

template <int N>
void check_predict() {
    CAPTURE(N);
    using square = hg::network<hg::dense<N, N, hg::tanh>>;
    hg::parameters<square> p;
    hg::rng r{1};
    square::initialize(p, r);
    const auto f = hg::freeze(p);
    const auto live = [&](auto x, auto y) { square::predict(p, x, y); };
    const auto frozen = [&](auto x, auto y) { f.predict(x, y); };
    CHECK(wrong_places<decltype(live), N>(live) == 0);
    CHECK(wrong_places<decltype(frozen), N>(frozen) == 0);
}

} // namespace

TEST_CASE("predict refuses results that overlap the batch, from 1 to 41 rows") {
#if defined(HANDGRAD_TEST_ALL_WIDTHS)
    [&]<int... N>(std::integer_sequence<int, N...>) { (check_predict<N + 1>(), ...); }
    (std::make_integer_sequence<int, 70>{});
#else
    for_my_part<0, 1, 24, 8, 33, 64>([]<int N>() { check_predict<N>(); });
#endif
}

// Optimizers: the gradient may lie where the parameters do, as that of |p|^2 / 2

namespace {

template <int N, class Rule>
bool right_in_place(const Rule& rule) {
    hg::matrix<float, 1, N> p, in_place, gradient;
    hg::rng r{6};
    for (int i = 0; i < N; ++i) p(0, i) = in_place(0, i) = r.uniform(-1.f, 1.f);
    hg::optimizer_state<Rule, N> state, state_in_place;
    for (int k = 0; k < 3; ++k) {
        gradient = p;
        rule(p, gradient, state);
        rule(in_place, in_place, state_in_place);
    }
    return p == in_place && std::equal(state.begin(), state.end(), state_in_place.begin());
}

} // namespace

TEST_CASE("an optimizer takes a gradient that lies where the parameters do") {
    const auto check = [](const auto& rule) {
        for_my_part<0, 1, 2, 7, 8, 9, 15, 16, 17, 33, 70>([&]<int N>() { CHECK(right_in_place<N>(rule)); });
    };
    check(hg::sgd{.rate = 0.1});
    check(hg::momentum{.rate = 0.1});
    check(hg::averaged_momentum{.rate = 0.1});
    check(hg::adam{.rate = 0.1});
    check(hg::adamw{.rate = 0.1});
    check(hg::amsgrad{.rate = 0.1});
    check(hg::rmsprop{.rate = 0.1});
    check(hg::adagrad{.rate = 0.1});
}

// What is read may overlap what is read, and what a workspace is not written in.

TEST_CASE("forward takes a batch that is an activation of its workspace") {
    for_my_part<0, 1, 17, 64>([]<int N>() {
        constexpr int B = 9;
        CAPTURE(N);
        using square = hg::network<hg::dense<N, N, hg::tanh>, hg::dense<N, N, hg::silu>, hg::dense<N, N>>;
        hg::parameters<square> p, gradient;
        hg::rng r{1};
        square::initialize(p, r);
        hg::matrix<float, B, N> x;
        for (float& v : x) v = r.uniform(-1.f, 1.f);
        const auto ws = std::make_unique<typename square::template workspace<B>>();
        square::value_and_gradient(hg::mean_squared_error{}, p, x, x, gradient, *ws);
        const auto check_place = [&](hg::view<const float, B, N> z) {
            hg::matrix<float, B, N> copy;
            std::copy(z.begin(), z.end(), copy.begin());
            CHECK(square::forward(p, z, *ws) == square::forward(p, copy));
            CHECK(std::equal(z.begin(), z.end(), copy.begin()));
        };
        check_place(ws->template activation<2>());
        check_place(ws->template activation<3>());
        check_place(ws->template activation<4>());
    });
}

TEST_CASE("derivatives take arguments that overlap each other") {
    const auto a = std::make_unique<arguments>();
    const hg::parameters<net> v = a->p;
    const auto x = a->x, t = a->x;
    const auto apart = hg::jvp(a->p, v, x, t);
    const auto on_itself = hg::jvp(a->p, a->p, a->x, a->x, a->dual);
    CHECK(on_itself.y == apart.y);
    CHECK(on_itself.dy == apart.dy);
    constexpr hg::mean_squared_error squares;
    const auto hv = hg::hessian_vector_product(squares, a->p, v, x, t);
    CHECK(hg::hessian_vector_product(squares, a->p, a->p, a->x, a->x) == hv);

    // The row of a Jacobian is copied first; the gradient may go where train_step has it.
    using plain = hg::network<hg::dense<6, 12, hg::tanh>, hg::dense<12, 6>>;
    hg::parameters<plain> p, gradient;
    hg::rng r{2};
    plain::initialize(p, r);
    plain::workspace<rows> ws;
    plain::value_and_gradient(squares, p, a->x, a->t, gradient, ws);
    hg::matrix<float, 1, 6> row;
    const hg::view<const float, 1, 6> in_workspace(ws.activation<3>().data());
    std::copy(in_workspace.begin(), in_workspace.end(), row.begin());
    CHECK(hg::jacobian(p, in_workspace, ws) == hg::jacobian(p, row));
    plain::value_and_gradient(squares, p, a->x, a->t, ws.parameter_gradient(), ws);
    CHECK(ws.parameter_gradient() == gradient);
    using two = hg::data_parallel<plain, 2>;
    const auto shards = std::make_unique<two::workspace<rows>>();
    two::value_and_gradient(arguments::serial, squares, p, a->x, a->t, gradient, *shards);
    two::value_and_gradient(arguments::serial, squares, p, a->x, a->t, shards->shard(1).parameter_gradient(),
                            *shards);
    CHECK(shards->shard(1).parameter_gradient() == gradient);
}

// What a step of the caller's own is given is its own affair: it may be what the step is taken for.

TEST_CASE("a function that takes the step is given the batch, the targets, the workspace") {
    const auto apart = std::make_unique<arguments>(), given = std::make_unique<arguments>();
    constexpr hg::mean_squared_error squares;
    constexpr hg::sgd rule{.rate = 0.1};
    const auto step = [=](auto& p, const auto& gradient) { rule(p, gradient); };
    int looked_at = 0;
    const auto step_and_look = [&](auto& p, const auto& gradient, auto& at) {
        rule(p, gradient);
        looked_at += at.data() != nullptr;
    };
    const auto take_step = [&](auto& state) {
        arguments &a = *apart, &b = *given;
        const float loss = net::train_step(squares, step, a.p, a.x, a.t, a.ws);
        CHECK(net::train_step(squares, step_and_look, b.p, b.x, b.t, b.ws, state) == loss);
        const float of_rows = net::train_step(squares, step, a.p, a.x_rows(), a.t_rows(), a.ws);
        CHECK(net::train_step(squares, step_and_look, b.p, b.x_rows(), b.t_rows(), b.ws, state) == of_rows);
        const float of_shards = parallel::train_step(a.serial, squares, step, a.p, a.x, a.t, a.shards);
        CHECK(parallel::train_step(b.serial, squares, step_and_look, b.p, b.x, b.t, b.shards, state) ==
              of_shards);
        CHECK(a.p == b.p);
    };
    take_step(given->x);
    take_step(std::as_const(given->x));
    take_step(std::as_const(given->t));
    take_step(given->p);
    take_step(given->ws.parameter_gradient());
    CHECK(looked_at == 15);
}
