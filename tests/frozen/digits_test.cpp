// How much a network for handwritten digits loses where its weights are stored smaller.
#include <data/digits.hpp>
#include <handgrad/handgrad.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <span>

namespace hg = handgrad;
using examples::digits;

namespace {

using net = hg::mlp<hg::relu, digits::pixels, 64, 32, digits::classes>;
using scores = hg::matrix<float, digits::count, digits::classes>;

struct trained {
    digits data;
    hg::parameters<net> p;
    std::unique_ptr<scores> expected = std::make_unique<scores>();

    trained() {
        hg::rng random{1};
        net::initialize(p, random);
        const auto ws = std::make_unique<net::workspace<16>>();
        hg::optimizer_state<hg::momentum, net::parameter_count> state;
        const auto train = data.train();
        for (int epoch = 0; epoch < 20; ++epoch)
            for (int first = 0; first + 16 <= train.images.count(); first += 16)
                net::train_step(hg::softmax_cross_entropy{}, hg::momentum{.rate = 0.03}, p,
                                train.images.tile<16>(first),
                                train.labels.subspan(static_cast<std::size_t>(first), 16), *ws, state);
        net::predict(p, images(), *expected);
    }

    hg::rows<const float, digits::pixels> images() const {
        return {data.train().images.data(), digits::count}; // the others follow
    }

    static int right(const scores& z, const digits& data) {
        int count = 0;
        for (int i = 0; i < digits::count; ++i) {
            const auto row = z.row(i);
            const int label = i < digits::train_count
                                  ? data.train().labels[static_cast<std::size_t>(i)]
                                  : data.test().labels[static_cast<std::size_t>(i - digits::train_count)];
            count += std::max_element(row.begin(), row.end()) - row.begin() == label;
        }
        return count;
    }
};

template <class Weight>
void check(int images, float error) {
    static const trained t;
    const int right = trained::right(*t.expected, t.data);
    CHECK(right > 0.95 * digits::count); // else it has not learned
    const auto z = std::make_unique<scores>();
    hg::freeze<Weight>(t.p).predict(t.images(), *z);
    float largest = 0, worst = 0;
    for (int i = 0; i < scores::size; ++i) {
        largest = std::max(largest, std::abs(t.expected->data()[i]));
        worst = std::max(worst, std::abs(z->data()[i] - t.expected->data()[i]));
    }
    CAPTURE(right);
    CAPTURE(trained::right(*z, t.data));
    CAPTURE(worst / largest);
    CHECK(std::abs(trained::right(*z, t.data) - right) <= images);
    CHECK(worst <= error * largest);
}

} // namespace

TEST_CASE("frozen: bfloat16 reads digits as well, within 0.1 point") {
    check<hg::bfloat16>(digits::count / 1000, 0.003f);
}
TEST_CASE("frozen: int8 reads digits as well, within 0.5 point") {
    check<std::int8_t>(digits::count / 200, 0.015f);
}
