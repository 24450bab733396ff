// A call of a network that fails changes nothing: all arguments are compared bit for bit.
#include "arguments.hpp"

#include <handgrad/testing/gradient_check.hpp>

#include <complaint.hpp>

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>

using namespace failure;

namespace {

constexpr hg::softmax_cross_entropy cross_entropy;
constexpr hg::mean_squared_error squares;

struct failing_call {
    const char* name;
    std::string sentence;
    void (*call)(arguments&);
};

std::string too_few(const std::string& call) {
    return call + ": found 7 targets for 8 rows, expected one for each of at least one row";
}
std::string none(const std::string& call) {
    return call + ": found 0 targets for 0 rows, expected one for each of at least one row";
}
std::string room(const std::string& call, const std::string& what, int found) {
    return call + ": room for the " + what + " of " + std::to_string(found) +
           " rows, expected as many as the batch has: 8";
}
std::string overlap(const std::string& call, const std::string& one, const std::string& other) {
    return call + ": " + one + " and " + other + " overlap, expected memory of its own for each";
}

hg::rows<float, width> some(auto& matrix, int n) { return hg::rows<float, width>(matrix).subrows(0, n); }
hg::rows<const float, width> numbers(const float* from, int n = rows) {
    return hg::rows<const float, width>(from, n);
}
hg::rows<float, width> room_at(float* to, int n = rows) { return hg::rows<float, width>(to, n); }

} // namespace

TEST_CASE("a network's call that throws changes nothing") {
    const failing_call all[] = {
        // predict
        {"fewer results", room("predict", "results", 7),
         [](arguments& a) { net::predict(a.p, a.x, some(a.y, 7)); }},
        {"more results", room("predict", "results", 9),
         [](arguments& a) { net::predict(a.p, a.x, some(a.more, 9)); }},
        {"results in the place of the batch", overlap("predict", "the results", "the batch"),
         [](arguments& a) { net::predict(a.p, a.x, a.x); }},
        {"results in the place of a batch of rows", overlap("predict", "the results", "the batch"),
         [](arguments& a) { net::predict(a.p, a.x_rows(), some(a.x, rows)); }},
        {"results over the parameters", overlap("predict", "the results", "the parameters"),
         [](arguments& a) { net::predict(a.p, a.x, room_at(a.p.data())); }},
        {"frozen, fewer results", room("predict", "results", 7),
         [](arguments& a) { a.frozen.predict(a.x, some(a.y, 7)); }},
        {"frozen, more results", room("predict", "results", 9),
         [](arguments& a) { a.integers.predict(a.x_rows(), some(a.more, 9)); }},
        {"frozen, in place", overlap("predict", "the results", "the batch"),
         [](arguments& a) { a.frozen.predict(a.x, a.x); }},
        {"frozen as integers, partly in place", overlap("predict", "the results", "the batch"),
         [](arguments& a) { a.integers.predict(numbers(a.more.data()), room_at(a.more.data() + 1)); }},
        {"frozen, results over the weights", overlap("predict", "the results", "the frozen network"),
         [](arguments& a) { a.frozen.predict(a.x, room_at(reinterpret_cast<float*>(&a.frozen))); }},

        // predict in a workspace
        {"fewer results, in a workspace", room("predict", "results", 7),
         [](arguments& a) { net::predict(a.p, a.x, a.ws, some(a.y, 7)); }},
        {"in place, in a workspace", overlap("predict", "the results", "the batch"),
         [](arguments& a) { net::predict(a.p, a.x, a.ws, a.x); }},
        {"results over the parameters, in a workspace", overlap("predict", "the results", "the parameters"),
         [](arguments& a) { net::predict(a.p, a.x, a.ws, room_at(a.p.data())); }},
        {"results in the workspace", overlap("predict", "the results", "the workspace"),
         [](arguments& a) { net::predict(a.p, a.x, a.tile, room_at(a.tile.scratch().data() + 1)); }},
        {"the batch in the scratch of the workspace", overlap("predict", "the workspace", "the batch"),
         [](arguments& a) { net::predict(a.p, numbers(a.ws.scratch().data()), a.ws, a.y); }},
        {"frozen, more results, in a workspace", room("predict", "results", 9),
         [](arguments& a) { a.frozen.predict(a.x, a.ws, some(a.more, 9)); }},
        {"frozen, partly in place, in a workspace", overlap("predict", "the results", "the batch"),
         [](arguments& a) { a.frozen.predict(numbers(a.more.data()), a.ws, room_at(a.more.data() + 1)); }},

        // value_and_gradient, of which vjp is one
        {"a label less", too_few("value_and_gradient"),
         [](arguments& a) {
             net::value_and_gradient(cross_entropy, a.p, a.x, a.labels(7), a.gradient, a.ws, a.dx);
         }},
        {"a label less, in tiles", too_few("value_and_gradient"),
         [](arguments& a) {
             net::value_and_gradient(cross_entropy, a.p, a.x, a.labels(7), a.gradient, a.tile, a.dx);
         }},
        {"a label less, run-time rows", too_few("value_and_gradient"),
         [](arguments& a) {
             net::value_and_gradient(cross_entropy, a.p, a.x_rows(), a.labels(7), a.gradient, a.ws, a.dx);
         }},
        {"a label less, traced", too_few("value_and_gradient"),
         [](arguments& a) {
             net::value_and_gradient(cross_entropy, a.p, a.x, a.labels(7), a.gradient, a.trace);
         }},
        {"a label more",
         "value_and_gradient: found 9 targets for 8 rows, expected one for each of at least one row",
         [](arguments& a) {
             net::value_and_gradient(cross_entropy, a.p, a.x_rows(), a.label, a.gradient, a.ws, a.dx);
         }},
        {"a row of targets less", too_few("value_and_gradient"),
         [](arguments& a) {
             hg::discard nowhere;
             net::value_and_gradient(squares, a.p, a.x, numbers(a.t.data(), 7), nowhere, a.ws, a.dx);
         }},
        {"no row", none("value_and_gradient"),
         [](arguments& a) {
             net::value_and_gradient(squares, a.p, numbers(a.x.data(), 0), numbers(a.t.data(), 0), a.gradient,
                                     a.ws);
         }},
        {"room for less of dx", room("value_and_gradient", "input gradients", 7),
         [](arguments& a) {
             net::value_and_gradient(squares, a.p, a.x, a.t, a.gradient, a.ws, some(a.dx, 7));
         }},
        {"room for more of dx", room("value_and_gradient", "input gradients", 9),
         [](arguments& a) {
             net::value_and_gradient(squares, a.p, a.x, a.t, a.gradient, a.ws, some(a.more, 9));
         }},
        {"room for more of dx, run-time rows", room("value_and_gradient", "input gradients", 9),
         [](arguments& a) {
             net::value_and_gradient(squares, a.p, a.x_rows(), a.t, a.gradient, a.tile, some(a.more, 9));
         }},
        {"room for more of dx, static room", room("value_and_gradient", "input gradients", 9),
         [](arguments& a) {
             net::value_and_gradient(squares, a.p, a.x_rows(), a.t, a.gradient, a.ws, a.more);
         }},
        {"vjp of a g of less rows", too_few("value_and_gradient"),
         [](arguments& a) { hg::vjp(a.p, a.x, numbers(a.t.data(), 7), a.dx, a.gradient, a.ws); }},
        {"vjp of a g of more rows, its own workspace",
         "value_and_gradient: found 9 targets for 8 rows, expected one for each of at least one row",
         [](arguments& a) { hg::vjp(a.p, a.x, numbers(a.more.data(), 9), a.dx, a.gradient); }},
        {"vjp with room for more of dx", room("value_and_gradient", "input gradients", 9),
         [](arguments& a) { hg::vjp(a.p, a.x, a.t, some(a.more, 9), a.gradient, a.ws); }},
        {"the gradient in the place of the parameters",
         overlap("value_and_gradient", "the gradient", "the parameters"),
         [](arguments& a) { net::value_and_gradient(squares, a.p, a.x_rows(), a.t_rows(), a.p, a.ws); }},
        {"dx in the place of the batch", overlap("value_and_gradient", "the input gradient", "the batch"),
         [](arguments& a) {
             net::value_and_gradient(squares, a.p, a.x_rows(), a.t_rows(), a.gradient, a.ws, a.x);
         }},
        {"dx partly in the place of the targets",
         overlap("value_and_gradient", "the input gradient", "the targets"),
         [](arguments& a) {
             net::value_and_gradient(squares, a.p, a.x_rows(), numbers(a.more.data() + 1), a.gradient, a.ws,
                                     room_at(a.more.data()));
         }},
        {"dx over labels", overlap("value_and_gradient", "the input gradient", "the targets"),
         [](arguments& a) {
             const auto over_labels = room_at(reinterpret_cast<float*>(a.label.data()) - 47);
             net::value_and_gradient(cross_entropy, a.p, a.x_rows(), a.labels(rows), a.gradient, a.ws,
                                     over_labels);
         }},
        {"dx over the parameters", overlap("value_and_gradient", "the input gradient", "the parameters"),
         [](arguments& a) {
             net::value_and_gradient(squares, a.p, a.x_rows(), a.t, a.gradient, a.ws,
                                     room_at(a.p.data() + 9));
         }},
        {"dx over the gradient", overlap("value_and_gradient", "the gradient", "the input gradient"),
         [](arguments& a) {
             net::value_and_gradient(squares, a.p, a.x_rows(), a.t, a.gradient, a.ws,
                                     room_at(a.gradient.data()));
         }},
        {"the batch in the gradient", overlap("value_and_gradient", "the gradient", "the batch"),
         [](arguments& a) {
             net::value_and_gradient(squares, a.p, numbers(a.gradient.data()), a.t, a.gradient, a.ws);
         }},
        {"the targets in the gradient", overlap("value_and_gradient", "the gradient", "the targets"),
         [](arguments& a) {
             net::value_and_gradient(squares, a.p, a.x, numbers(a.gradient.data() + 5), a.gradient, a.ws);
         }},
        {"the batch in the workspace", overlap("value_and_gradient", "the workspace", "the batch"),
         [](arguments& a) {
             net::value_and_gradient(squares, a.p, numbers(a.ws.activation<4>().data()), a.t, a.gradient,
                                     a.ws);
         }},
        {"the batch in the trace", overlap("value_and_gradient", "the workspace", "the batch"),
         [](arguments& a) {
             net::value_and_gradient(squares, a.p, numbers(a.trace.gradient<1>().data()), a.t, a.gradient,
                                     a.trace);
         }},
        {"the targets in the workspace", overlap("value_and_gradient", "the workspace", "the targets"),
         [](arguments& a) {
             net::value_and_gradient(squares, a.p, a.x, numbers(a.ws.output_gradient().data()), a.gradient,
                                     a.ws);
         }},
        {"dx in the workspace", overlap("value_and_gradient", "the workspace", "the input gradient"),
         [](arguments& a) {
             net::value_and_gradient(squares, a.p, a.x_rows(), a.t, a.gradient, a.ws,
                                     room_at(a.ws.output_gradient().data()));
         }},
        {"the parameters in the workspace", overlap("value_and_gradient", "the workspace", "the parameters"),
         [](arguments& a) {
             net::value_and_gradient(squares, a.ws.parameter_gradient(), a.x_rows(), a.t, a.gradient, a.ws);
         }},
        {"vjp of a g in the place of dx", overlap("value_and_gradient", "the input gradient", "the targets"),
         [](arguments& a) { hg::vjp(a.p, a.x, a.t_rows(), a.t, a.gradient, a.ws); }},

        // train_step: no step is counted
        {"Adam, a label less", too_few("train_step"),
         [](arguments& a) {
             net::train_step(cross_entropy, hg::adam{}, a.p, a.x, a.labels(7), a.ws, a.state);
         }},
        {"Adam in tiles, a label less", too_few("train_step"),
         [](arguments& a) {
             net::train_step(cross_entropy, hg::adam{}, a.p, a.x, a.labels(7), a.tile, a.state);
         }},
        {"Adam, a label less, run-time rows", too_few("train_step"),
         [](arguments& a) {
             net::train_step(cross_entropy, hg::adam{}, a.p, a.x_rows(), a.labels(7), a.ws, a.state);
         }},
        {"SGD, a label less", too_few("train_step"),
         [](arguments& a) { net::train_step(cross_entropy, hg::sgd{}, a.p, a.x, a.labels(7), a.ws); }},
        {"a function, a label less", too_few("train_step"),
         [](arguments& a) {
             const auto step = [&a](auto&, auto&) { ++a.calls; };
             net::train_step(cross_entropy, step, a.p, a.x, a.labels(7), a.ws);
         }},
        {"Adam, no row", none("train_step"),
         [](arguments& a) {
             net::train_step(squares, hg::adam{}, a.p, numbers(a.x.data(), 0), numbers(a.t.data(), 0), a.ws,
                             a.state);
         }},
        {"the batch in the parameters", overlap("train_step", "the parameters", "the batch"),
         [](arguments& a) {
             net::train_step(squares, hg::adam{}, a.p, numbers(a.p.data() + 1), a.t, a.ws, a.state);
         }},
        {"the targets in the parameters", overlap("train_step", "the parameters", "the targets"),
         [](arguments& a) {
             net::train_step(squares, hg::adam{}, a.p, a.x, numbers(a.p.data()), a.ws, a.state);
         }},
        {"the batch in the state", overlap("train_step", "the optimizer's state", "the batch"),
         [](arguments& a) {
             net::train_step(squares, hg::adam{}, a.p, numbers(a.state.data()), a.t, a.ws, a.state);
         }},
        {"the targets in the state", overlap("train_step", "the optimizer's state", "the targets"),
         [](arguments& a) {
             net::train_step(squares, hg::adam{}, a.p, a.x, numbers(a.state.data() + 200), a.ws, a.state);
         }},
        {"the batch in the workspace of a step", overlap("train_step", "the workspace", "the batch"),
         [](arguments& a) {
             net::train_step(squares, hg::sgd{}, a.p, numbers(a.ws.activation<2>().data()), a.t, a.ws);
         }},
        {"the gradient in the workspace as parameters",
         overlap("train_step", "the workspace", "the parameters"),
         [](arguments& a) {
             net::train_step(squares, hg::sgd{}, a.ws.parameter_gradient(), a.x_rows(), a.t, a.ws);
         }},
        {"the state in the workspace", overlap("train_step", "the workspace", "the optimizer's state"),
         [](arguments& a) {
             hg::view<float, 1, net::parameter_count> m(a.ws.parameter_gradient().data());
             net::train_step(squares, hg::momentum{}, a.p, a.x_rows(), a.t, a.ws, m);
         }},
        {"the state in the parameters", overlap("train_step", "the parameters", "the optimizer's state"),
         [](arguments& a) {
             hg::view<float, 1, net::parameter_count> m(a.p.data());
             net::train_step(squares, hg::momentum{}, a.p, a.x_rows(), a.t, a.ws, m);
         }},

        // data_parallel
        {"shards, a label less", too_few("data_parallel"),
         [](arguments& a) {
             parallel::value_and_gradient(a.serial, cross_entropy, a.p, a.x, a.labels(7), a.gradient,
                                          a.shards);
         }},
        {"shards, Adam, a label less", too_few("data_parallel"),
         [](arguments& a) {
             parallel::train_step(a.serial, cross_entropy, hg::adam{}, a.p, a.x, a.labels(7), a.shards,
                                  a.state);
         }},
        {"shards, a function, no row", none("data_parallel"),
         [](arguments& a) {
             const auto step = [&a](auto&, auto&) { ++a.calls; };
             parallel::train_step(a.serial, squares, step, a.p, numbers(a.x.data(), 0),
                                  numbers(a.t.data(), 0), a.shards);
         }},
        {"shards, the gradient in the place of the parameters",
         overlap("data_parallel", "the gradient", "the parameters"),
         [](arguments& a) { parallel::value_and_gradient(a.serial, squares, a.p, a.x, a.t, a.p, a.shards); }},
        {"shards, a shard's gradient as parameters",
         overlap("data_parallel", "the workspace", "the parameters"),
         [](arguments& a) {
             auto& p = a.shards.shard(1).parameter_gradient();
             parallel::train_step(a.serial, squares, hg::sgd{}, p, a.x, a.t, a.shards);
         }},
        {"shards, the batch in the state", overlap("data_parallel", "the optimizer's state", "the batch"),
         [](arguments& a) {
             parallel::train_step(a.serial, squares, hg::adam{}, a.p, numbers(a.state.data()), a.t, a.shards,
                                  a.state);
         }},

        // derivatives
        {"H v, a row of targets less",
         "hessian_vector_product: found 7 targets, expected as many as the batch has rows: 8",
         [](arguments& a) {
             hg::hessian_vector_product(squares, a.p, a.gradient, a.x, numbers(a.t.data(), 7), a.dual);
         }},
        {"H v, a label more",
         "hessian_vector_product: found 9 targets, expected as many as the batch has rows: 8",
         [](arguments& a) {
             hg::hessian_vector_product(cross_entropy, a.p, a.gradient, a.x, a.labels(9), a.dual);
         }},
        {"H v, the batch in the workspace", overlap("hessian_vector_product", "the workspace", "the batch"),
         [](arguments& a) {
             const hg::view<const float, rows, width> x(reinterpret_cast<const float*>(&a.dual) + 8);
             hg::hessian_vector_product(squares, a.p, a.gradient, x, a.t, a.dual);
         }},
        {"H v, the targets in the workspace",
         overlap("hessian_vector_product", "the workspace", "the targets"),
         [](arguments& a) {
             const auto* end = reinterpret_cast<const float*>(&a.dual + 1);
             hg::hessian_vector_product(squares, a.p, a.gradient, a.x, numbers(end - 1), a.dual);
         }},
        {"gradient_check, a label less", "gradient_check: found 7 targets for 8 rows, expected one for each",
         [](arguments& a) { hg::testing::gradient_check<net>(cross_entropy, a.p, a.x, a.labels(7)); }},

        // minibatches
        {"a label less than samples", "minibatches: 8 rows of inputs, but 7 targets",
         [](arguments& a) {
             a.batches.for_each(a.x_rows(), a.labels(7), a.order, [&a](auto, auto) { ++a.calls; });
         }},
        {"a label more than samples, in order", "minibatches: 8 rows of inputs, but 9 targets",
         [](arguments& a) { a.batches.for_each(a.x_rows(), a.labels(9), [&a](auto, auto) { ++a.calls; }); }},
        {"a sample that there is not", "minibatches: order[0] is 7, but there are 7 rows",
         [](arguments& a) {
             a.batches.for_each(numbers(a.x.data(), 7), a.labels(7), a.order,
                                [&a](auto, auto) { ++a.calls; });
         }},
    };
    const auto a = std::make_unique<arguments>();
    for (const failing_call& f : all) {
        CAPTURE(std::string(f.name));
        const photograph before(*a);
        CHECK(complaint([&] { f.call(*a); }) == f.sentence);
        CHECK(before.unchanged());
    }
}

TEST_CASE("a jacobian that would lie where it is made of is refused") {
    using curve = hg::network<hg::dense<width, 9, hg::tanh>, hg::dense<9, width>>;
    struct {
        hg::parameters<curve> p;
        hg::matrix<float, width, width> x;
        curve::workspace<3> ws;
    } a;
    hg::rng r{8};
    curve::initialize(a.p, r);
    for (float& v : a.x) v = r.uniform(-1.f, 1.f);
    hg::jacobian(a.p, a.x.row(0), a.ws); // so that no buffer is as it was made
    const auto says = [&](const std::string& one, const std::string& other, const auto& p, float* J) {
        const photograph before(a);
        CHECK(complaint([&] { hg::jacobian(p, a.x.row(2), a.ws, hg::view<float, width, width>(J)); }) ==
              overlap("jacobian", one, other));
        CHECK(before.unchanged());
    };
    says("the jacobian", "the row", a.p, a.x.data());
    says("the jacobian", "the parameters", a.p, a.p.data() + 2);
    says("the jacobian", "the workspace", a.p, a.ws.scratch().data() + 1);
    hg::matrix<float, width, width> apart;
    says("the workspace", "the parameters", a.ws.parameter_gradient(), apart.data());
}

TEST_CASE("mini-batches of the mini-batch that one has given are refused") {
    const auto a = std::make_unique<arguments>();
    int batches = 0;
    a->batches.for_each(a->x_rows(), a->labels(rows), a->order, [&](auto x, auto labels) {
        ++batches;
        const photograph before(*a);
        const std::array<int, 1> first{0};
        const auto again = [&](auto x_again, auto labels_again) {
            return complaint(
                [&] { a->batches.for_each(x_again, labels_again, first, [&](auto, auto) { ++batches; }); });
        };
        CHECK(again(x, a->labels(static_cast<std::size_t>(x.count()))) ==
              overlap("minibatches", "the buffers", "the samples"));
        CHECK(again(numbers(a->x.data(), static_cast<int>(x.count())), labels) ==
              overlap("minibatches", "the buffers", "the targets"));
        CHECK(before.unchanged());
    });
    CHECK(batches == 3);
}
