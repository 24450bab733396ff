// Losses of sequences that are not equally long: masked, at_last. (g++ is asked)
#include <complaint.hpp>

#include <handgrad/handgrad.hpp>
#include <handgrad/testing/gradient_check.hpp>

#include <doctest/doctest.h>

#include <array>
#include <memory>
#include <vector>

namespace hg = handgrad;

namespace {

using net = hg::network<hg::gru<3, 5>, hg::dense<5, 4>>;
constexpr int count = 5, steps = 11;

struct problem {
    hg::parameters<net> p;
    hg::matrix<float, count * steps, 3> x;
    hg::matrix<float, count * steps, 4> target;
    std::array<int, count> label{0, 3, 1, 2, 3};

    explicit problem(std::uint64_t seed) {
        hg::rng random{seed};
        net::initialize(p, random);
        for (float& value : x) value = random.normal<float>();
        for (float& value : target) value = random.normal<float>();
    }
};

} // namespace

TEST_CASE(
    "masked: the gradient of the steps that count alone, a mean over them, the same bits in any tiles") {
    const problem one(1);
    const std::array<int, count> lengths{11, 3, 0, 8, 1};
    const hg::masked loss{hg::mean_squared_error{}, lengths};
    hg::parameters<net> whole, pieces, other_padding;
    net::workspace<count * hg::steps(steps)> large;
    net::workspace<2 * hg::steps(steps)> small;
    const float value =
        net::value_and_gradient(loss, one.p, hg::sequences<count>(one.x), one.target, whole, large);
    CHECK(net::value_and_gradient(loss, one.p, hg::sequences<count>(one.x), one.target, pieces, small) ==
          value);
    CHECK(whole == pieces);

    // What follows the last step that counts changes nothing.
    problem padded = one;
    for (int b = 0; b < count; ++b)
        for (int t = lengths[static_cast<std::size_t>(b)]; t < steps; ++t)
            for (int i = 0; i < 4; ++i) {
                padded.target(b * steps + t, i) = 100;
                padded.x(b * steps + t, i % 3) = 100;
            }
    CHECK(net::value_and_gradient(loss, one.p, hg::sequences<count>(padded.x), padded.target, other_padding,
                                  large) == value);
    CHECK(whole == other_padding);

    // The mean, in double, of the rows that count.
    const auto y = net::forward(one.p, hg::sequences<count>(one.x));
    double sum = 0;
    int rows = 0;
    for (int b = 0; b < count; ++b)
        for (int t = 0; t < lengths[static_cast<std::size_t>(b)]; ++t, ++rows)
            for (int i = 0; i < 4; ++i) {
                const double off = double{y(b * steps + t, i)} - double{one.target(b * steps + t, i)};
                sum += off * off / 4;
            }
    CHECK(rows == 23);
    CHECK(value == doctest::Approx(sum / rows).epsilon(1e-6));
    CHECK(hg::testing::gradient_check<net>(loss, one.p, hg::sequences<count>(one.x), one.target).holds());
}

TEST_CASE("masked: all steps are the loss itself, to the bit; a sum stays one; class weights are those that "
          "count") {
    const problem one(2);
    const std::array<int, count> all{11, 11, 11, 11, 11}, some{11, 0, 4, 9, 2};
    hg::parameters<net> plain, masked;
    net::workspace<count * hg::steps(steps)> ws;
    const auto x = hg::sequences<count>(one.x);
    for (const hg::reduction kind : {hg::reduction::mean, hg::reduction::sum}) {
        const hg::mean_squared_error loss{.reduction = kind};
        CHECK(net::value_and_gradient(loss, one.p, x, one.target, plain, ws) ==
              net::value_and_gradient(hg::masked{loss, all}, one.p, x, one.target, masked, ws));
        CHECK(plain == masked);
    }

    std::array<int, count * steps> label{};
    hg::rng random{3};
    for (int& c : label) c = static_cast<int>(random.below(4));
    const hg::class_weighted weighted(hg::softmax_cross_entropy{}, {1, 2, 0.5, 4});
    const hg::masked loss{weighted, some};
    const double value = net::value_and_gradient(loss, one.p, x, label, masked, ws);
    const auto y = net::forward(one.p, x);
    double sum = 0, weights = 0;
    constexpr double weight[] = {1, 2, 0.5, 4};
    for (int b = 0; b < count; ++b)
        for (int t = 0; t < some[static_cast<std::size_t>(b)]; ++t) {
            const int row = b * steps + t, c = label[static_cast<std::size_t>(row)];
            sum += double{weighted(0.0f, y.row(row), hg::view<const int, 1, 1>(&c), 1.0f, hg::discard{})};
            weights += weight[c];
        }
    CHECK(value == doctest::Approx(sum / weights).epsilon(1e-6));
}

TEST_CASE("at_last: the loss of the last step of each sequence, in any tiles") {
    const problem one(4);
    const std::vector<int> lengths{11, 3, 1, 8, 2};
    const hg::at_last loss{hg::softmax_cross_entropy{}, lengths};
    hg::parameters<net> whole, pieces;
    net::workspace<count * hg::steps(steps)> large;
    net::workspace<2 * hg::steps(steps)> small;
    const float value =
        net::value_and_gradient(loss, one.p, hg::sequences<count>(one.x), one.label, whole, large);
    CHECK(net::value_and_gradient(loss, one.p, hg::sequences<count>(one.x), one.label, pieces, small) ==
          value);
    CHECK(whole == pieces);
    const auto y = net::forward(one.p, hg::sequences<count>(one.x));
    hg::running_sum<float> sum;
    for (int b = 0; b < count; ++b) {
        const auto last = y.row(b * steps + lengths[static_cast<std::size_t>(b)] - 1);
        sum = hg::softmax_cross_entropy{}(sum, last,
                                          hg::view<const int, 1, 1>(&one.label[static_cast<std::size_t>(b)]),
                                          1.0f, hg::discard{});
    }
    CHECK(value == sum.over(count));
    CHECK(hg::testing::gradient_check<net>(loss, one.p, hg::sequences<count>(one.x), one.label).holds());
}

TEST_CASE("at_last: of sequences that are equally long, the bits of last_step") {
    using ending = hg::network<hg::gru<3, 5>, hg::last_step<5>, hg::dense<5, 4>>;
    const problem one(5);
    const std::array<int, count> lengths{11, 11, 11, 11, 11};
    hg::parameters<ending> p, gradient;
    for (int i = 0; i < p.size; ++i) p[i] = one.p[i];
    hg::parameters<net> of_net;
    net::workspace<count * hg::steps(steps)> ws;
    ending::workspace<count * hg::steps(steps)> ending_ws;
    CHECK(net::value_and_gradient(hg::at_last{hg::softmax_cross_entropy{}, lengths}, one.p,
                                  hg::sequences<count>(one.x), one.label, of_net, ws) ==
          ending::value_and_gradient(hg::softmax_cross_entropy{}, p, hg::sequences<count>(one.x), one.label,
                                     gradient, ending_ws));
    for (int i = 0; i < p.size; ++i) CHECK(of_net[i] == doctest::Approx(gradient[i]).epsilon(1e-5));
}

TEST_CASE("losses of sequences: what is wrong with the lengths is said before anything is changed") {
    const problem one(6);
    const hg::rows<const float, 3> x(one.x);
    hg::parameters<net> p = one.p, gradient;
    net::workspace<count * hg::steps(steps)> ws;
    const auto say = [&](auto loss, const auto& target) {
        return complaint(
            [&] { net::train_step(loss, hg::sgd{.rate = 1}, p, hg::sequences<count>(x), target, ws); });
    };
    const std::vector<int> few{1, 2}, long_one{1, 2, 3, 12, 4}, negative{1, -1, 3, 2, 4}, none{1, 2, 0, 3, 4};
    CHECK(say(hg::masked{hg::mean_squared_error{}, few}, one.target) ==
          "train_step: found the lengths of 2 sequences, expected those of 5, of 11 steps");
    CHECK(say(hg::masked{hg::mean_squared_error{}, long_one}, one.target) ==
          "train_step: found length 12 of sequence 3, expected 0 to 11");
    CHECK(say(hg::masked{hg::mean_squared_error{}, negative}, one.target) ==
          "train_step: found length -1 of sequence 1, expected 0 to 11");
    CHECK(say(hg::at_last{hg::softmax_cross_entropy{}, none}, one.label) ==
          "train_step: found length 0 of sequence 2, expected 1 to 11");
    CHECK(p == one.p);
}

TEST_CASE("losses of sequences: by hand") {
    const std::array<int, 2> lengths{1, 2};
    hg::matrix<float, 4, 1> z, target, g;
    z(0, 0) = 1, z(1, 0) = 2, z(2, 0) = 3, z(3, 0) = 4;
    const hg::masked loss{hg::mean_squared_error{}, lengths};
    CHECK(float(loss(0.0f, z, target, 1.0f, g)) == 1 + 9 + 16);
    CHECK(g(1, 0) == 0);
    CHECK(g(2, 0) == 6);
    hg::matrix<float, 2, 1> one;
    CHECK(float(hg::at_last{hg::mean_squared_error{}, lengths}(0.0f, z, one, 1.0f, g)) == 1 + 16);
    CHECK(g(0, 0) == 2);
    CHECK(g(2, 0) == 0);
}

TEST_CASE("losses of sequences: by hand, lengths that do not fit are said") {
    const hg::matrix<float, 4, 1> z, target;
    const hg::matrix<float, 2, 1> last;
    hg::matrix<float, 4, 1> g;
    const std::vector<int> none, three{1, 1, 1}, too_long{1, 100}, empty_one{0, 1};
    const auto masked = [&](const std::vector<int>& lengths) {
        return complaint([&] {
            (void)hg::masked{hg::mean_squared_error{}, lengths}(0.0f, z, target, 1.0f, g);
        });
    };
    const auto at_last = [&](const std::vector<int>& lengths) {
        return complaint([&] {
            (void)hg::at_last{hg::mean_squared_error{}, lengths}(0.0f, z, last, 1.0f, g);
        });
    };
    CHECK(masked(none) == "masked: found 4 rows and the lengths of 0 sequences, expected as many rows for "
                          "each of at least one");
    CHECK(masked(three) == "masked: found 4 rows and the lengths of 3 sequences, expected as many rows for "
                           "each of at least one");
    CHECK(masked(too_long) == "masked: found length 100 of sequence 1, expected 0 to 2");
    CHECK(at_last(too_long) == "at_last: found length 100 of sequence 1, expected 1 to 2");
    CHECK(at_last(empty_one) == "at_last: found length 0 of sequence 0, expected 1 to 2");
}

TEST_CASE("losses of sequences: hessian_vector_product says what is wrong with the lengths") {
    const problem one(7);
    const std::vector<int> few{1, 2};
    hg::parameters<net> v = one.p, product = one.p;
    const auto ws = std::make_unique<hg::dual_workspace<net, count * hg::steps(steps)>>();
    CHECK(complaint([&] {
              hg::hessian_vector_product(hg::masked{hg::mean_squared_error{}, few}, one.p, v,
                                         hg::sequences<count>(one.x), one.target, *ws, product);
          }) == "hessian_vector_product: found the lengths of 2 sequences, expected those of 5, of 11 steps");
    CHECK(product == one.p);
}
