// Results that are written to the caller's matrix or parameters: the bits of those that are returned, and of
// any size.
#include <doctest/doctest.h>
#include <share.hpp>

#include <handgrad/handgrad.hpp>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <stdexcept>

namespace hg = handgrad;

namespace {

template <class Net, class T = float>
std::unique_ptr<hg::parameters<Net, T>> random_parameters() {
    auto p = std::make_unique<hg::parameters<Net, T>>();
    hg::rng r{3};
    Net::initialize(*p, r);
    for (T& x : *p) x += r.uniform<T>(T(-0.1), T(0.1));
    return p;
}
template <class X>
void fill(X& x) {
    hg::rng r{4};
    for (auto& v : x) v = r.normal<typename X::value_type>();
}

using net = hg::network<hg::dense<5, 33, hg::relu>, hg::residual<hg::dense<33, 33, hg::tanh>>,
                        hg::layer_norm<33>, hg::dropout<33>, hg::dense<33, 7>>;

/// Every way to the outputs of B rows.
template <int B, class T>
void try_all() {
    const auto p = random_parameters<net, T>();
    const hg::frozen<net, T> f(*p);
    hg::matrix<T, B, 5> x;
    fill(x);
    const auto y = net::forward(*p, x);
    typename net::template workspace<B + 2, T> ws;
    const auto comes = [&](auto write) {
        hg::matrix<T, B, 7> z;
        for (T& number : z) number = 77;
        write(z);
        return z == y;
    };
    CHECK(comes([&](auto& z) { net::forward(*p, x, ws, z); }));
    CHECK(comes([&](auto& z) { net::forward(*p, x.view(), ws, z.view()); }));
    CHECK(comes([&](auto& z) { net::predict(*p, x, ws, z); }));
    CHECK(comes([&](auto& z) { net::predict(*p, hg::rows<const T, 5>(x), ws, hg::rows<T, 7>(z)); }));
    CHECK(comes([&](auto& z) { f.forward(x, ws, z); }));
    CHECK(comes([&](auto& z) { f.forward(x, ws, z.view()); }));
    CHECK(comes([&](auto& z) { f.predict(x, ws, z); }));
    CHECK(comes([&](auto& z) { f.predict(hg::rows<const T, 5>(x), ws, hg::rows<T, 7>(z)); }));
    CHECK(f.forward(x, ws) == y);
    typename net::template workspace<1, T> of_a_row;
    CHECK(comes([&](auto& z) { net::predict(*p, x, of_a_row, z); }));
    CHECK(comes([&](auto& z) { f.predict(x, of_a_row, z); }));
}

template <class Weight>
void try_storage() {
    const auto p = random_parameters<net>();
    const hg::frozen<net, Weight> f(*p);
    hg::matrix<float, 37, 5> x;
    hg::matrix<float, 37, 7> y;
    fill(x);
    net::workspace<40> ws;
    f.forward(x, ws, y);
    CHECK(y == f.forward(x));
    CHECK(y == f.forward(x, ws));
    y = {};
    f.predict(x, ws, y);
    CHECK(y == f.forward(x));
}

} // namespace

TEST_CASE("written results have the bits of those that are returned") {
    for_my_part<0, 1, 9, 41>([]<int B>() { try_all<B, float>(); });
    if constexpr (is_mine(0)) try_all<9, double>();
    if constexpr (is_mine(1)) try_storage<float>();
    if constexpr (is_mine(2)) try_storage<hg::bfloat16>();
    if constexpr (is_mine(1)) try_storage<std::int8_t>();
}

TEST_CASE("results that are too big for the stack") {
    using wide = hg::network<hg::dense<3, 4, hg::tanh>, hg::dense<4, 40'000>>;
    using matrix = hg::matrix<float, 11, 40'000>;
    const auto p = random_parameters<wide>();
    const auto f = std::make_unique<hg::frozen<wide>>(*p);
    const auto ws = std::make_unique<wide::workspace<11>>();
    const auto y = std::make_unique<matrix>(), z = std::make_unique<matrix>();
    hg::matrix<float, 11, 3> x;
    fill(x);

    wide::value_and_gradient(hg::mean_squared_error{}, *p, x, *y, *std::make_unique<hg::parameters<wide>>(),
                             *ws); // which leaves its outputs
    const auto outputs = ws->activation<3>();
    std::copy(outputs.begin(), outputs.end(), y->begin());
    const auto comes = [&](auto write) {
        for (float& number : *z) number = 77;
        write();
        return *z == *y;
    };
    CHECK(comes([&] { wide::forward(*p, x, *ws, *z); }));
    CHECK(comes([&] { wide::predict(*p, x, *z); }));
    CHECK(comes([&] { wide::predict(*p, x, *ws, *z); }));
    CHECK(comes([&] { f->forward(x, *ws, *z); }));
    CHECK(comes([&] { f->predict(x, *z); }));
    CHECK(comes([&] { f->predict(x, *ws, *z); }));
}

TEST_CASE("rows that are too big for the stack") {
    using deep = hg::network<hg::dense<3, 40'000, hg::tanh>, hg::dense<40'000, 2>>;
    const auto p = random_parameters<deep>();
    const auto f = std::make_unique<hg::frozen<deep>>(*p);
    const auto ws = std::make_unique<deep::workspace<9>>();
    hg::matrix<float, 9, 3> x;
    hg::matrix<float, 9, 2> z;
    fill(x);
    const auto y = deep::forward(*p, x, *ws);
    CHECK(f->forward(x, *ws) == y);
    deep::predict(*p, x, *ws, z);
    CHECK(z == y);
    z = {};
    f->predict(x, *ws, z);
    CHECK(z == y);
}

TEST_CASE("predict with a workspace counts the rows, too") {
    const auto p = random_parameters<net>();
    const hg::frozen<net> f(*p);
    hg::matrix<float, 4, 5> x;
    hg::matrix<float, 4, 7> y;
    net::workspace<4> ws;
    const hg::rows<const float, 5> three(x.data(), 3);
    const char* const sentence =
        "predict: room for the results of 4 rows, expected as many as the batch has: 3";
    CHECK_THROWS_WITH_AS(net::predict(*p, three, ws, y), sentence, std::invalid_argument);
    CHECK_THROWS_WITH_AS(f.predict(three, ws, y), sentence, std::invalid_argument);
    CHECK(y == hg::matrix<float, 4, 7>{});
}

TEST_CASE("parameters that are written have the bits of those that are returned") {
    using linear = hg::network<hg::dense<5, 17>, hg::dense<17, 9>, hg::dense<9, 6, hg::tanh>, hg::dense<6, 3>,
                               hg::dense<3, 2>>;
    const auto p = random_parameters<linear>();
    hg::parameters<hg::collapsed<linear>> q;
    hg::collapse(*p, q);
    CHECK(q == hg::collapse(*p));
    static_assert(noexcept(hg::collapse(*p, q)) == noexcept(hg::collapse(*p)));

    using normed = hg::network<hg::dense<5, 17>, hg::batch_norm<17, hg::relu>,
                               hg::residual<hg::batch_norm<17>, hg::dense<17, 17>>>;
    const auto p_normed = random_parameters<normed>();
    hg::parameters<hg::without_batch_norm<normed>> q_normed;
    hg::fold_batch_norm(*p_normed, q_normed);
    CHECK(q_normed == hg::fold_batch_norm(*p_normed));

    // 361 KB
    using bottleneck = hg::network<hg::dense<300, 20>, hg::dense<20, 300>>;
    const auto narrow = random_parameters<bottleneck>();
    const auto product = std::make_unique<hg::parameters<hg::collapsed<bottleneck>>>();
    hg::collapse(*narrow, *product);
    hg::matrix<float, 1, 300> x;
    fill(x);
    const auto y = bottleneck::forward(*narrow, x), z = hg::collapsed<bottleneck>::forward(*product, x);
    for (int c = 0; c < 300; ++c) CHECK(z(0, c) == doctest::Approx(y(0, c)).epsilon(1e-4));
}

TEST_CASE("a layer too wide for a row on the stack is collapsed if it stays by itself") {
    using kept = hg::network<hg::dense<1, 40'000>, hg::dropout<40'000>, hg::dense<40'000, 1>>;
    const auto p = random_parameters<kept>();
    const auto q = std::make_unique<hg::parameters<hg::collapsed<kept>>>();
    hg::collapse(*p, *q);
    CHECK(*q == *p);
}

TEST_CASE("a written result in a constant expression") {
    constexpr auto same = [] {
        using small = hg::mlp<hg::tanh, 2, 3, 2>;
        hg::parameters<small> p;
        for (int i = 0; i < p.size; ++i) p[i] = static_cast<float>(i % 5) * 0.25f;
        const hg::matrix<float, 2, 2> x{{1, 2}, {-1, 0.5f}};
        small::workspace<2> ws;
        hg::matrix<float, 2, 2> y, z;
        small::forward(p, x, ws, y);
        small::predict(p, x, ws, z);
        return y == small::forward(p, x) && z == y;
    }();
    static_assert(same);
}
