// A loss or a step of the caller's that throws is the caller's affair; but what holds then is said, and is
// so.
#include "arguments.hpp"

#include <complaint.hpp>

#include <doctest/doctest.h>

#include <memory>
#include <stdexcept>

using namespace failure;

namespace {

constexpr hg::softmax_cross_entropy cross_entropy;

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
