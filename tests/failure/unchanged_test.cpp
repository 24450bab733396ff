// A call that fails changes nothing: every path of the library that throws, all arguments compared bit for
// bit.
#include "arguments.hpp"

#include <handgrad/io/labeled_images.hpp>
#include <handgrad/testing/gradient_check.hpp>
#include <handgrad/testing/latency.hpp>
#include <handgrad/train/thread_team.hpp>

#include <complaint.hpp>
#include <sanitized.hpp>

#include <doctest/doctest.h>

#include <span>
#include <stdexcept>
#include <string>
#include <system_error>

#if defined(__linux__)
#include <sched.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#endif

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

// A loss or a step of the caller's that throws is the caller's affair; but what holds then is said, and is
// so.

namespace {

/// Throws at its `bad`-th call of those that are left.
struct throwing_loss {
    int* left;

    template <class T>
    using target_type = int;
    template <int N>
    static constexpr int target_cols = 1;

    template <class Sum, class T, int B, int N, class G>
    Sum operator()(Sum start, hg::view<const T, B, N> z, hg::view<const int, B, 1> label, T weight,
                   G g) const {
        if (--*left == 0) throw std::runtime_error("a loss");
        return cross_entropy(start, z, label, weight, g);
    }
};

} // namespace

TEST_CASE("a loss that throws leaves parameters and state as they were") {
    const auto a = std::make_unique<arguments>();
    const photograph p(a->p);
    const photograph state(a->state);
    const auto train = [&](auto& ws, int calls) {
        const auto run = [&](const auto& step, auto&... kept) {
            int left = calls;
            CHECK(complaint<std::runtime_error>([&] {
                      net::train_step(throwing_loss{&left}, step, a->p, a->x, a->labels(rows), ws, kept...);
                  }) == "a loss");
            CHECK(p.unchanged());
            CHECK(state.unchanged());
        };
        run(hg::adam{}, a->state);
        run(hg::sgd{});
    };
    train(a->ws, 1);
    train(a->tile, 1);
    train(a->tile, 3);
}

TEST_CASE("a mini-batch that throws is the last, and the object goes on to be of use") {
    const auto a = std::make_unique<arguments>();
    int batches = 0;
    const auto all = [&](int bad) {
        a->batches.for_each(a->x_rows(), a->labels(rows), a->order, [&](auto, auto) {
            if (++batches == bad) throw std::runtime_error("a batch");
        });
    };
    CHECK(complaint<std::runtime_error>([&] { all(2); }) == "a batch");
    CHECK(batches == 2);
    all(0);
    CHECK(batches == 5);
}

// The other wings: they are given constants, and what they make they return.

namespace {

std::vector<std::byte> idx(std::initializer_list<int> values) {
    std::vector<std::byte> bytes;
    for (const int v : values) bytes.push_back(static_cast<std::byte>(v));
    return bytes;
}

struct failing_reader {
    std::string sentence;
    std::vector<std::byte> bytes;
    void (*read)(std::span<const std::byte>);
};

} // namespace

TEST_CASE("a file that is refused leaves its bytes as they were") {
    namespace io = hg::io;
    failing_reader all[] = {
        {"f: magic number: found 3 bytes (truncated?), expected 4 bytes", idx({0, 0, 8}),
         [](auto bytes) { io::parse_idx(bytes, "f"); }},
        {"f: magic number: found 0x00000701, expected 0x0000TTDD (IDX; TT is the type: 08, 09, 0b, 0c, 0d or "
         "0e; DD "
         "counts the dimensions)",
         idx({0, 0, 7, 1}), [](auto bytes) { io::parse_idx(bytes, "f"); }},
        {"f: magic number: found 0x00000801 (IDX, unsigned byte, 1 dimension), expected 0x00000803 (IDX, "
         "unsigned "
         "byte, 3 dimensions)",
         idx({0, 0, 8, 1, 0, 0, 0, 0}), [](auto bytes) { io::parse_images(bytes, "f"); }},
        {"f: header: found 5 bytes (truncated?), expected 8 bytes", idx({0, 0, 8, 1, 0}),
         [](auto bytes) { io::parse_idx(bytes, "f"); }},
        {"f: extents: found 4294967295 x 4294967295, expected fewer than 2^62 bytes",
         idx({0, 0, 8, 2, 255, 255, 255, 255, 255, 255, 255, 255}),
         [](auto bytes) { io::parse_idx(bytes, "f"); }},
        {"f: length: found 9 bytes (trailing bytes?), expected 8 bytes (a header of 8, then 0 unsigned "
         "bytes)",
         idx({0, 0, 8, 1, 0, 0, 0, 0, 1}), [](auto bytes) { io::parse_idx(bytes, "f"); }},
        {"f: number of images: found 0, expected 1 to 2147483647",
         idx({0, 0, 8, 3, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1}),
         [](auto bytes) { io::parse_images(bytes, "f"); }},
        {"f: pixels of an image: found 2 x 1 = 2, expected 3",
         idx({0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 1, 7, 8}),
         [](auto bytes) { (void)io::parse_images(bytes, "f").template rows<3>(); }},
        {"f: label 1: found 5, expected 0 to 4", idx({0, 0, 8, 1, 0, 0, 0, 2, 4, 5}),
         [](auto bytes) { io::parse_labels(bytes, "f", 5); }},
        {"g: number of labels: found 2, expected 1 (the images in f)",
         idx({0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 7}),
         [](auto bytes) {
             io::parse_labeled_images(bytes, "f", idx({0, 0, 8, 1, 0, 0, 0, 2, 4, 3}), "g", 5);
         }},
    };
    for (const failing_reader& f : all) {
        const std::vector<std::byte> before = f.bytes;
        CHECK(complaint<hg::io::format_error>([&] { f.read(f.bytes); }) == f.sentence);
        CHECK(before == f.bytes);
    }
}

TEST_CASE("a measurement that is refused calls nothing, and leaves the thread where it may run") {
    namespace testing = hg::testing;
    int calls = 0;
    const auto f = [&] { ++calls; };
    const auto refused = [&](const testing::latency_options& options) {
        return complaint([&] { testing::measure_latency(f, options); });
    };
#if defined(__linux__)
    cpu_set_t before, after;
    REQUIRE(sched_getaffinity(0, sizeof before, &before) == 0);
#endif
    CHECK(refused({.calls = 0}) == "measure_latency: asked for 0 calls, expected 1 to 4294967295");
    CHECK(refused({.warm_up = -1}) ==
          "measure_latency: asked for -1 calls to warm up, expected none or more");
    CHECK(refused({.cpu = 1'000'000}) ==
          "measure_latency: asked to run on CPU 1000000, expected one that this thread may run on");
#if defined(__linux__)
    REQUIRE(sched_getaffinity(0, sizeof after, &after) == 0);
    CHECK(CPU_EQUAL(&before, &after));
#endif
    CHECK(calls == 0);

    testing::latency_histogram h;
    h.add(7);
    const photograph as_it_was(h);
    CHECK(
        complaint([&] { (void)h.quantile(0.999); }) ==
        "latency_histogram: asked for the share 0.999000 of 1 numbers, expected one from 0 to 1 and at least "
        "1 / (1 - share) numbers");
    CHECK(as_it_was.unchanged());
}

#if defined(__linux__)
TEST_CASE("a team for which there are no threads is not made, and a later one is") {
    if constexpr (sanitized) return; // which need the addresses that are taken away here
    const pid_t child = fork();
    if (child == 0) {
        rlimit most{};
        getrlimit(RLIMIT_AS, &most);
        const rlimit none{0, most.rlim_max}; // no address more: no stack for a thread
        setrlimit(RLIMIT_AS, &none);
        bool refused = false;
        try {
            hg::thread_team<3> team;
        } catch (const std::system_error&) {
            refused = true;
        }
        setrlimit(RLIMIT_AS, &most);
        int sum[3] = {};
        hg::thread_team<3>()(3, [&](int i) { sum[i] = i; });
        _exit(refused && sum[1] + sum[2] == 3 ? 42 : 1);
    }
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 42);
}
#endif
