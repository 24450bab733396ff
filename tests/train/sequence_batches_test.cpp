// Mini-batches whose samples are sequences. (g++ is asked)
#include <complaint.hpp>

#include <handgrad/handgrad.hpp>

#include <doctest/doctest.h>

#include <array>
#include <vector>

namespace hg = handgrad;

namespace {

constexpr int count = 7, steps = 3;

/// Numbers that tell which step of which sequence they belong to.
struct samples {
    std::vector<float> x, target;
    std::vector<int> label, order{6, 2, 2, 0, 5, 1, 4};

    samples() {
        for (int b = 0; b < count; ++b) {
            label.push_back(100 + b);
            for (int t = 0; t < steps; ++t) {
                x.push_back(static_cast<float>(10 * b + t));
                x.push_back(static_cast<float>(-10 * b - t));
                target.push_back(static_cast<float>(1000 + 10 * b + t));
            }
        }
    }
    hg::rows<const float, 2> rows() const { return {x.data(), count * steps}; }
    hg::rows<const float, 1> targets() const { return {target.data(), count * steps}; }
};

} // namespace

TEST_CASE("minibatches: whole sequences in the given order, with a target for each or for each step") {
    const samples s;
    hg::minibatches<2, int, 3 * hg::steps(steps)> labeled;
    hg::minibatches<2, hg::matrix<float, 1, 1>, 3 * hg::steps(steps)> stepwise;
    std::size_t at = 0;
    std::vector<std::ptrdiff_t> sizes;
    labeled.for_each(s.rows(), s.label, s.order, [&](auto x, auto t) {
        REQUIRE(x.count() == steps * static_cast<std::ptrdiff_t>(t.size()));
        sizes.push_back(x.count());
        for (std::size_t i = 0; i < t.size(); ++i, ++at) {
            CHECK(t[i] == 100 + s.order[at]);
            for (int r = 0; r < steps; ++r)
                CHECK(x[static_cast<std::ptrdiff_t>(i) * steps + r](0, 1) ==
                      static_cast<float>(-10 * s.order[at] - r));
        }
    });
    CHECK(at == count);
    CHECK(sizes == std::vector<std::ptrdiff_t>{9, 9, 3});
    at = 0;
    stepwise.for_each(s.rows(), s.targets(), s.order, [&](auto x, auto t) {
        REQUIRE(x.count() == t.count());
        for (std::ptrdiff_t r = 0; r < t.count(); ++r) CHECK(t[r](0, 0) == 1000 + x[r](0, 0));
        at += static_cast<std::size_t>(t.count());
    });
    CHECK(at == count * steps);

    std::ptrdiff_t seen = 0;
    labeled.for_each(s.rows(), s.label, [&](auto x, auto t) {
        CHECK(x.data() == s.x.data() + seen * 2);
        CHECK(t.front() == 100 + seen / steps);
        seen += x.count();
    });
    CHECK(seen == count * steps);
}

TEST_CASE("minibatches: an epoch of sequences is the steps of training by hand, to the bit") {
    using net = hg::network<hg::gru<2, 4>, hg::last_step<4>, hg::dense<4, 3>>;
    samples s;
    for (float& value : s.x) value /= 64;
    for (int& c : s.label) c %= 3;
    hg::rng random{1};
    hg::parameters<net> p, q;
    net::initialize(p, random);
    q = p;
    net::workspace<2 * hg::steps(steps)> ws;
    const hg::softmax_cross_entropy loss;
    const hg::sgd rule{.rate = 0.5};
    hg::minibatches<2, int, 3 * hg::steps(steps)> batches;
    batches.for_each(s.rows(), s.label, s.order,
                     [&](auto x, auto t) { net::train_step(loss, rule, p, hg::sequences(x), t, ws); });
    net::workspace<3 * hg::steps(steps)> large;
    for (std::size_t first = 0; first < count; first += 3) {
        std::vector<float> x;
        std::vector<int> t;
        for (std::size_t i = first; i < std::min<std::size_t>(first + 3, count); ++i) {
            const auto from = static_cast<std::size_t>(s.order[i]);
            x.insert(x.end(), s.x.begin() + static_cast<std::ptrdiff_t>(from * steps * 2),
                     s.x.begin() + static_cast<std::ptrdiff_t>((from + 1) * steps * 2));
            t.push_back(s.label[from]);
        }
        net::train_step(
            loss, rule, q,
            hg::sequences(hg::rows<const float, 2>(x.data(), static_cast<std::ptrdiff_t>(x.size()) / 2)), t,
            large);
    }
    CHECK(p == q);
}

TEST_CASE("minibatches: what is wrong with sequences is said") {
    const samples s;
    hg::minibatches<2, int, 3 * hg::steps(steps)> batches;
    const auto nothing = [](auto, auto) {};
    const std::vector<int> far{0, 7};
    CHECK(complaint([&] { batches.for_each(s.rows().subrows(0, 20), s.label, s.order, nothing); }) ==
          "minibatches: found 20 rows of inputs, expected whole sequences of 3");
    CHECK(complaint([&] { batches.for_each(s.rows().subrows(0, 18), s.label, s.order, nothing); }) ==
          "minibatches: 18 rows of inputs, but 7 targets");
    CHECK(complaint([&] { batches.for_each(s.rows(), s.label, far, nothing); }) ==
          "minibatches: order[1] is 7, but there are 7 sequences");
}
